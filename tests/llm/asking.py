"""What the tests ask for."""

from __future__ import annotations

from pydantic import BaseModel, Field

from digest.llm.request import Message, Request

PAPER = """# 1 Introduction
[0] Lantern is a retriever that does not need any labelled data for its training.
[1] On HarborQA it reaches 71.4% accuracy, which is 3.2 points above the best baseline.
[2] Inference takes 14 ms per query on a single consumer card, memory stays below 6 GB.
[3] Every passage is split into 6 windows of 128 tokens before it is scored by the model.
[4] Removing the windows decreases accuracy by 5.1 points on all of the four data sets."""


class Claim(BaseModel):
    text: str
    sentences: list[int] = Field(json_schema_extra={"maxItems": 6})
    anchor: str


def request(question: str = "How accurate is Lantern?", *, paper: str = PAPER, sample: int = 0) -> Request:
    return Request(
        task="answers",
        messages=(
            Message(role="system", content="You answer in English."),
            Message(role="user", content=f"<paper>\n{paper}\n</paper>\n\n1. {question}"),
        ),
        schema_name="claim",
        max_output_tokens=500,
        paper_id="2401.00001v1",
        sample=sample,
    )
