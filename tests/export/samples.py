"""Notes and lists to render, as small as they can be while holding what is hard to write."""

from __future__ import annotations

from datetime import UTC, date, datetime

from digest.document import Document, Page, Sentence
from digest.export.item import Item
from digest.models import Answer, Author, Collection, Entry, Evidence, Note, Paper, PaperRef, Passage, Status
from digest.summarize.evidence import Checker

HOSTILE = (
    '"', "'", ":", "#", "|", "\\", "_", "*", "$5 と $10", "$|x|$", "<think>", "<script>alert(1)</script>", "{{ x }}",
    "{{% note %}}", "{{< ref >}}", "{% if %}", "[[x]]", "@[x](y)", "---", "```", "1e3", "yes", "2106.11420", "\x85",
    "\u2028", "\ufffe", "\x07", "ＬＬＭ", "**「強調」**", "https://a.example/b。", "1. ", "- ", "+ ", "> ", "::: note",
    ":+1:", "=", "~~x~~", "&amp;", "[^1]", "![i](x.png)", "www.a.example", "a@b.example", "\\alpha", "(c)", "{.cls}",
    "#tag", "<!-- x", "]]>", "x" * 300,
)  # fmt: skip


def evidence(quote: str, page: int) -> Evidence:
    """Evidence as the check makes it, for a paper that has the quotation on that page and nothing before it."""
    pages = [Page(number=number, start=0, end=0) for number in range(1, page)]
    document = Document(
        key="document",
        sha256="0" * 64,
        extractor="sample",
        reader="pdfium",
        text=quote,
        pages=(*pages, Page(number=page, start=0, end=len(quote))),
        sentences=(Sentence(start=0, end=len(quote)),),
    )
    return Checker(paper(), document, "en").extracted([0]).evidence[0]


def paper(number: int = 1, **fields: object) -> Paper:
    arxiv = f"2401.0000{number}"
    known: dict[str, object] = {
        "id": arxiv,
        "version": 2,
        "title": f"Learning to count {number}: $O(n)$ <think> and {{{{ x }}}}",
        "authors": (Author(name="Ada Lovelace"), Author(name="渡辺 花子")),
        "published": datetime(2024, 1, 30, 12, tzinfo=UTC),
        "updated": datetime(2024, 2, 1, 12, tzinfo=UTC),
        "categories": ("cs.CL", "cs.LG"),
        "licence": "http://creativecommons.org/licenses/by/4.0/",
        "url": f"https://arxiv.org/abs/{arxiv}v2",
        "pdf_url": f"https://arxiv.org/pdf/{arxiv}v2",
    }
    return Paper.model_validate(known | fields)


def note(of: Paper, language: str = "en") -> Note:
    ja = language == "ja"
    quote = evidence("Our model reaches 28.4 BLEU | on the test set.", 4)
    return Note(
        key=f"note-{of.id}-{language}",
        paper_id=of.id,
        version=of.version,
        document_key="document",
        language=language,
        model="test-model",
        prompts="prompts-1",
        gist=Passage(
            text="28.4 BLEUに達する「数える」モデル。" if ja else "A model that counts and reaches 28.4 BLEU.",
            status=Status.VERIFIED,
            evidence=(quote,),
        ),
        overview=(
            Passage(text="数え方を学ぶ。" if ja else "It learns to count.", status=Status.VERIFIED, evidence=(quote,)),
            Passage(
                text="速い。" if ja else "It is fast.",
                status=Status.UNVERIFIED,
                problems=("the number 9 does not stand in the cited sentences",),
            ),
        ),
        answers=(
            Answer(
                question="精度は?" if ja else "How good is it?",
                passage=Passage(text="28.4 BLEU", status=Status.VERIFIED, evidence=(quote,)),
            ),
            Answer(
                question="費用は?" if ja else "What does it cost?",
                passage=Passage(text="記載なし" if ja else "The paper does not say.", status=Status.NOT_STATED),
            ),
            Answer(
                question="コードは?" if ja else "Where is the code?",
                kind="code",
                passage=Passage(text="https://github.com/a_b/c", status=Status.VERIFIED, evidence=(quote,)),
            ),
        ),
        warnings=("The paper has hidden text that gives orders to machines; it was kept from the model.",),
    )


def collection() -> Collection:
    entries = (
        Entry(position=1, title="Count", ref=PaperRef(kind="arxiv", id="2401.00001")),
        Entry(position=2, title="Sora", url="https://openai.example/sora", reason="not on arXiv: a web page"),
        Entry(position=3, title="Damaged", ref=PaperRef(kind="arxiv", id="2401.00003")),
    )
    return Collection(
        name="dair:2024-W05",
        kind="weekly",
        title="Top papers",
        start=date(2024, 1, 29),
        end=date(2024, 2, 4),
        source="dair:2024-W05",
        entries=entries,
    )


def items(language: str = "en") -> list[Item]:
    first, second, third = collection().entries
    return [
        Item(first, paper(1), note(paper(1), language), repeat_of="2024-W03"),
        Item(second, reason=second.reason),
        Item(third, paper(3, title="Damaged"), reason="the PDF is damaged"),
    ]
