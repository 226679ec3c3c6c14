"""Real papers for the loopback arXiv, where the recorded data lies beside the checkout.

Versions, titles and categories are arXiv's; the summaries are ours, since the papers' abstracts are not in the data.
"""

from __future__ import annotations

from pathlib import Path

from tests.fakes.papers import FakePaper

_KNOWN = (
    FakePaper(
        "1706.03762", 7, "Attention Is All You Need", ("Ashish Vaswani", "Noam Shazeer"), ("cs.CL", "cs.LG"),
        licence="http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        summary="A model for translation that is built of attention alone, without recurrence or convolution.",
    ),
    FakePaper(
        "2004.04906", 3, "Dense Passage Retrieval for Open-Domain Question Answering",
        ("Vladimir Karpukhin", "Barlas Oguz"), ("cs.CL",),
        licence="http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        summary="Two encoders learn to find the passages that answer a question, and do so better than BM25.",
    ),
    FakePaper(
        "quant-ph/9508027", 2,
        "Polynomial-Time Algorithms for Prime Factorization and Discrete Logarithms on a Quantum Computer",
        ("Peter W. Shor",), ("quant-ph",), licence="",
        summary="A quantum computer factors integers and finds discrete logarithms in polynomial time.",
    ),
    FakePaper(
        "2308.08155", 2, "AutoGen: Enabling Next-Gen LLM Applications via Multi-Agent Conversation",
        ("Qingyun Wu", "Gagan Bansal"), ("cs.AI", "cs.CL"),
        summary="A framework in which several agents talk to each other to solve a task.",
    ),
    FakePaper(
        "2310.06825", 1, "Mistral 7B", ("Albert Q. Jiang", "Alexandre Sablayrolles"), ("cs.CL", "cs.AI", "cs.LG"),
        summary="A language model with seven billion parameters, grouped queries and a sliding window of attention.",
    ),
    FakePaper(
        "math/0405482", 2, "From Dominoes to Hexagons", ("Dylan P. Thurston",), ("math.CO", "math.QA"), licence="",
        summary="Tilings by dominoes and by other shapes are treated as one kind of diagram.",
    ),
)  # fmt: skip


def real_papers(data: Path) -> list[FakePaper]:
    """The papers whose PDFs are in the folder ``papers`` of the recorded data; empty where there are none."""
    papers = []
    for known in _KNOWN:
        path = data / "papers" / f"{known.id.replace('/', '_')}.pdf"
        if path.is_file():
            papers.append(known.with_pdf(path.read_bytes()))
    return papers
