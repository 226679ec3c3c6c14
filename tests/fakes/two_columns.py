"""Writes ``examples/two-column-paper.pdf``: a short made-up paper in two columns, with all that makes reading hard.

It has running heads, a footnote, a drawn figure, a table, sections with and without an entry in the outline, an
appendix, references, addresses broken over lines and sentences in five languages. Its numbers are made up.
``python -m tests.fakes.two_columns`` writes it anew; the bytes are the same each time.
"""

from __future__ import annotations

from pathlib import Path

from reportlab import rl_config
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

TARGET = Path(__file__).parents[2] / "examples" / "two-column-paper.pdf"
TITLE = "Counting Herons at Dusk: A Small Study in Five Languages"
HEAD = "Counting Herons at Dusk"
FOOTNOTE = "1 A pier is counted once, however many herons stand on it."

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=TA_JUSTIFY, spaceAfter=5)
TOP = ParagraphStyle("top", fontName="Times-Bold", fontSize=12, leading=14, spaceBefore=8, spaceAfter=4)
SUB = ParagraphStyle("sub", fontName="Times-Bold", fontSize=10, leading=12, spaceBefore=5, spaceAfter=3)
SMALL = ParagraphStyle("small", fontName="Times-Roman", fontSize=8.5, leading=10, spaceAfter=5)
FRONT = ParagraphStyle("front", fontName="Times-Bold", fontSize=17, leading=21, alignment=1, spaceAfter=8)
NAMES = ParagraphStyle("names", fontName="Times-Roman", fontSize=11, leading=14, alignment=1)
JAPANESE = ParagraphStyle("ja", parent=BODY, fontName="HeiseiMin-W3", wordWrap="CJK")
CHINESE = ParagraphStyle("zh", parent=BODY, fontName="STSong-Light", wordWrap="CJK")

ABSTRACT = """Herons are counted by eye, and the eye tires at dusk. We ask whether a cheap microphone can take
over. We propose
Ardea, a detector of calls that runs on a battery for nine weeks. At six ponds Ardea counts 91.4% of the herons that two
observers counted, and costs 38 euros a pond. It fails in heavy rain."""

INTRODUCTION = (
    """Herons return to their roost at dusk, when cameras see little. Smith et al. [1] counted 212 birds in
    Fig. 3 of their
    report, i.e. 3.5 times as many as the wardens did. Observers agree with each other in no more than 84% of the
    cases, cf. Sec. 4 of [2].""",
    """Our contributions are two. First, we describe a detector that needs no training data of the pond at hand. Second,
    we publish 140 hours of recordings at https://zenodo.org/record/7654321 and the program at
    https://github.com/example-herons/ardea-detector-for-small-ponds/tree/main/recordings-and-labels under a
    free licence.""",
)
METHOD = (
    """Ardea splits the sound into windows of 0.8 s and keeps those that are louder than the wind. Each
    pier<super>1</super>
    has one microphone. A call is counted when two windows in a row are kept.""",
    """The threshold is learned in the first night. It needs no labels, because herons call rarely before sunset.""",
)
TONGUES = (
    (
        "Die Reiher kehren z. B. im Oktober spät zurück. Am 3. Mai 2021 zählten wir 17 Vögel über dem größten Teich.",
        BODY,
    ),
    ("Les hérons reviennent à l'étang au crépuscule. M. Dupont en a compté dix-sept l'été dernier.", BODY),
    ("サギは夕方に池へ戻る。私たちは六つの池で十七羽を数えた。", JAPANESE),
    ("鹭在黄昏时回到池塘。我们在六个池塘数到十七只。", CHINESE),
)
RESULTS = (
    """Table 1 lists the six ponds. Ardea misses 8.6% of the birds, most of them in rain. The error does not
    grow with the
    number of herons, as Figure 1 lets us expect.""",
    """Two observers needed 60 hours for what Ardea did alone. We do not claim that it hears herons that do not
    call.""",
)
REFERENCES = (
    "[1] A. Smith, B. Jones and C. Wu. Herons at night. Journal of Pond Studies, 12(3):45-67, 2019.",
    "[2] D. Meier. How wardens count. arXiv:2001.01234, 2020.",
    "[3] E. Tanaka. Sounds of wetlands. In Proceedings of the Pond Conference, pages 1-9, 2021.",
)


def _figure() -> Drawing:
    drawing = Drawing(220, 80)
    for left, name in ((5, "sound"), (85, "windows"), (165, "calls")):
        drawing.add(Rect(left, 25, 50, 30, fillColor=None))  # type: ignore[arg-type]  # the stubs know no empty box
        drawing.add(String(left + 8, 37, name, fontName="Helvetica", fontSize=8))
    for left in (55, 135):
        drawing.add(Line(left, 40, left + 30, 40))
    return drawing


def _table() -> Table:
    rows = [["Pond", "Observers", "Ardea"], ["North", "41", "38"], ["Mill", "29", "27"], ["Old dike", "17", "15"]]
    lines = [("LINEABOVE", (0, 0), (-1, 1), 0.6, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 0.6, colors.black)]
    table = Table(rows, rowHeights=13, splitByRow=0)
    table.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), "Times-Roman", 9), *lines]))
    return table


class _Bookmark(Flowable):
    """An entry of the outline, at the place where it stands in the flow."""

    def __init__(self, title: str, level: int) -> None:
        super().__init__()
        self.title, self.level = title, level

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self.title, 0, 20)
        self.canv.addOutlineEntry(self.title, self.title, self.level)


def _story(*, outline: bool) -> list[Flowable]:
    def heading(title: str, style: ParagraphStyle = TOP) -> list[Flowable]:
        mark = [_Bookmark(title, 0 if style is TOP else 1)] if outline else []
        return [*mark, Paragraph(title, style)]

    def prose(texts: tuple[str, ...], style: ParagraphStyle = BODY) -> list[Flowable]:
        return [Paragraph(text, style) for text in texts]

    caption = "Figure 1: From sound to calls in two steps."
    return [
        Paragraph(TITLE, FRONT),
        Paragraph("Ada Example and Ben Sample", NAMES),
        NextPageTemplate("later"),
        FrameBreak(),
        *(Paragraph("Abstract", TOP), Paragraph(ABSTRACT, BODY)),
        *(*heading("1 Introduction"), *prose(INTRODUCTION)),
        *(*heading("2 Method"), Paragraph(METHOD[0], BODY), Spacer(1, 6), _figure(), Paragraph(caption, SMALL)),
        *(*heading("2.1 Threshold", SUB), Paragraph(METHOD[1], BODY)),
        *heading("3 Four Summaries"),
        *(Paragraph(text, style) for text, style in TONGUES),
        *(*heading("4 Results"), *prose(RESULTS)),
        KeepTogether([Paragraph("Table 1: Herons at three of the ponds.", SMALL), _table(), Spacer(1, 8)]),
        *(*heading("5 Conclusion"), *prose(("Small microphones count herons well. " + RESULTS[1],) * 2)),
        *(*heading("References"), *prose(REFERENCES, SMALL)),
        *(*heading("A Microphones"), *prose((METHOD[0].replace("<super>1</super>", ""), METHOD[1], INTRODUCTION[0]))),
    ]


def make_two_columns(target: Path, *, outline: bool = True) -> None:
    """Write the paper, with or without bookmarks."""
    rl_config.invariant = 1  # no time stamps: the same bytes each time
    for name in ("HeiseiMin-W3", "STSong-Light"):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    width, foot, height = 8.2 * cm, 2.6 * cm, 15.5 * cm
    columns = [Frame(left * cm, foot, width, height, id=str(left), topPadding=0) for left in (2, 10.8)]
    tall = [Frame(left * cm, foot, width, 24 * cm, id=str(left), topPadding=0) for left in (2, 10.8)]
    top = Frame(2 * cm, foot + height, 17 * cm, 8 * cm, id="title")
    document = BaseDocTemplate(str(target), pagesize=A4, title=TITLE, author="Ada Example and Ben Sample")
    document.addPageTemplates(
        [PageTemplate("first", [top, *columns], onPageEnd=_first), PageTemplate("later", tall, onPageEnd=_head)]
    )
    document.build(_story(outline=outline))


def _first(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont("Times-Roman", 8)
    canvas.line(2 * cm, 2.4 * cm, 5 * cm, 2.4 * cm)
    canvas.drawString(2 * cm, 2.05 * cm, FOOTNOTE)
    _head(canvas, document)


def _head(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont("Times-Italic", 9)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 1.4 * cm, HEAD)
    canvas.setFont("Times-Roman", 9)
    canvas.drawCentredString(A4[0] / 2, 1.2 * cm, str(document.page))


if __name__ == "__main__":
    make_two_columns(TARGET)
