"""How well the check of evidence tells true statements from planted faults, over real papers.

    python bench/evidence.py [FOLDER_OF_PDFS] [--show] [--seed=20]

No language model takes part. Clean statements are sentences of the papers rewritten by rules (other subject, synonyms,
numbers in words or with other units, parentheses and lead-ins dropped), so they are closer to the paper than a model's
words; a second kind puts the numbers and names of a sentence into a fixed Japanese frame. Faults are planted into the
same statements by rules. A planted fault is accepted when the note would show the statement as verified, or, for wrong
sentence numbers with true words, when it would show a quotation from elsewhere. Pages are judged by the text that
pdfium gives for that page alone. The last line is JSON.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it ships no types
from rapidfuzz import fuzz

from digest.document import Document, SentenceKind
from digest.errors import DigestError
from digest.extract import read_pdf
from digest.models import Paper, Status
from digest.summarize.drafts import Claim
from digest.summarize.evidence import Checker
from digest.summarize.locate import squash
from digest.summarize.ranking import reads_alone

SHARED = Path(os.environ.get("DIGEST_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SAMPLE = 30  # sentences a paper
ALIKE = 55  # a paper says many things twice: such a sentence is no fault as evidence
SAME = 70  # so like are two sentences that say the same
ENGLISH_ONLY = ("GeoTopo-de",)
CLOSING = 40  # letters at a page's end, its number included, where a sentence may begin with a word or two
FEWEST = 5  # sentences: a paper with fewer (slides, a font without letters) has nothing to plant into


@dataclass(frozen=True)
class Case:
    """A claim put before the checker, and where its true sentence stands."""

    kind: str
    claim: Claim
    language: str = "en"
    truth: int | None = None


@dataclass(frozen=True)
class Book:
    """A paper of the benchmark: its document, the text of each of its pages, and sentences to work with."""

    name: str
    document: Document
    pages: tuple[str, ...]
    picks: tuple[int, ...]

    def text(self, index: int) -> str:
        """A sentence in one line."""
        return " ".join(self.document.sentence_text(index).split())

    def says(self, text: str) -> bool:
        """Whether a sentence is like this one: the same authors say much alike in two papers."""
        sentences = (self.text(i) for i in range(len(self.document.sentences)))
        return any(fuzz.token_sort_ratio(text, sentence) > SAME for sentence in sentences)


def books(folder: Path, rng: random.Random) -> Iterator[Book]:
    for path in sorted(folder.glob("*.pdf")):
        if any(name in path.name for name in ENGLISH_ONLY):
            continue
        try:
            document = read_pdf(path.read_bytes())
        except DigestError as error:
            print(f"left out: {path.name}: {error.message}", file=sys.stderr)
            continue
        whole = [
            i
            for i, s in enumerate(document.sentences)
            if s.kind is SentenceKind.TEXT and reads_alone(" ".join(document.sentence_text(i).split()))
        ]
        if len(whole) < FEWEST:
            print(f"left out: {path.name} has {len(whole)} sentences that read alone", file=sys.stderr)
            continue
        pdf = pdfium.PdfDocument(path)
        pages = tuple(squash(page.get_textpage().get_text_bounded()).text for page in pdf)
        yield Book(path.stem, document, pages, tuple(rng.sample(whole, min(SAMPLE, len(whole)))))


# --- clean statements -------------------------------------------------------------------------------------------------

SYNONYMS = (
    (r"\bshow that\b", "demonstrate that"), (r"\bWe use\b", "The authors employ"), (r"\bWe\b", "The authors"),
    (r"\bwe\b", "they"), (r"\b[Oo]ur\b", "their"), (r"\bachieves\b", "reaches"), (r"\bimportant\b", "essential"),
    (r"\bfor example\b", "for instance"), (r"\bpropose\b", "put forward"), (r"\bobtain\b", "get"),
    (r"\bsignificantly\b", "considerably"), (r"\ballows\b", "lets"), (r"\bvarious\b", "several"),
    (r"\bmethod\b", "technique"), (r"\butilize\b", "use"), (r"\bdemonstrate\b", "show"),
)  # fmt: skip
SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def _subject(text: str, rng: random.Random) -> str:
    for pattern, other in SYNONYMS:
        if rng.random() < 0.8:
            text = re.sub(pattern, other, text)
    return text


def _lead_in(text: str, _: random.Random) -> str:
    cut = re.sub(
        r"^(?:However|Moreover|Furthermore|In addition|In this (?:paper|work)|Therefore|Thus|Finally|Here),? ", "", text
    )
    return cut[:1].upper() + cut[1:]


def _brackets(text: str, _: random.Random) -> str:
    return re.sub(r"\s*(?:\([^()\d]{0,60}\)|\[[\d, –-]+\])", "", text)


def _units(text: str, rng: random.Random) -> str:
    if rng.random() < 0.6:
        text = re.sub(r"(\d)\s?%", r"\1 percent", text)
    if rng.random() < 0.6:
        text = re.sub(r"\b(\d+)\.(\d) million\b", lambda m: f"{int(m[1]) * 10**6 + int(m[2]) * 10**5:,}", text)
    if rng.random() < 0.3:
        text = re.sub(r"(?<=[a-z] )(?<!ure )(?<!ble )(?<!ion )([2-9])(?= [a-z]{3})", lambda m: SMALL[int(m[1])], text)
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "" if rng.random() < 0.3 else ",", text)


def _first_clause(text: str, rng: random.Random) -> str:
    head = re.split(r", (?:which|while|whereas|where)\b", text)[0]
    return head + "." if len(head) > 60 and head != text and rng.random() < 0.6 else text


REWRITES: tuple[Callable[[str, random.Random], str], ...] = (_subject, _lead_in, _brackets, _units, _first_clause)


def rewritten(text: str, rng: random.Random) -> str:
    for rewrite in REWRITES:
        text = rewrite(text, rng)
    return text


def anchor_in(text: str, rng: random.Random, length: int = 9) -> str:
    tokens = text.split()
    start = rng.randrange(max(1, len(tokens) - length + 1))
    return " ".join(tokens[start : start + length])


def claim(text: str, index: int, anchor: str) -> Claim:
    return Claim(text=text, sentences=[index], anchor=anchor, derived=[])


# Labels, tuples, citations and arguments of functions are no values that a reader would be told.
NO_VALUES = re.compile(
    r"\b(?:fig|tab|sec|eq|app|theorem|lemma|corollar|definition|proposition|conjecture|remark|algorithm|chapter)"
    r"\w*\.? ?\(?\d[\d.]*|\([\d, ]+\)|\[[\d, –-]+\]"
    r"|\([^()]*(?:19|20)\d\d[a-z]?\)|\b[A-Z] ?[-−]\d\S*|\b\d+:\d+\b",
    re.IGNORECASE,
)


def in_japanese(text: str) -> str | None:
    """The numbers and names of a sentence in a Japanese frame, or None when it has none."""
    plain = NO_VALUES.sub(" ", text)
    numbers = re.findall(
        r"(?<![\w.,/-])\d+(?:\.\d+)? ?%?(?![\w.,]*\d)(?![ –-]?(?:million|billion|thousand|[kKMB]\b)|/)", plain
    )
    names = re.findall(r"(?<![\w-])[A-Z][a-z]*[A-Z][A-Za-z]+(?![\w-])", plain)
    negated = re.search(
        r"\b(?:not|no|never|without|neither|nor|none|cannot|un\w+|fail\w*|lack\w*|hardly)\b|n['’]t",
        plain,
        re.IGNORECASE,
    )
    if not numbers or negated:
        return None
    about = "、".join(dict.fromkeys(names[:2])) or "この研究"
    return f"{about}について、{'、'.join(n.strip() for n in numbers[:3])}という値が報告されている。"


def clean_cases(book: Book, rng: random.Random) -> Iterator[Case]:
    for index in book.picks:
        text = book.text(index)
        yield Case("rewritten by rules", claim(rewritten(text, rng), index, anchor_in(text, rng)), truth=index)
        said = rewritten(text, rng)
        yield Case("rewritten, as its own quotation", claim(said, index, said), truth=index)
        if japanese := in_japanese(text):
            yield Case("numbers in a Japanese frame", claim(japanese, index, anchor_in(text, rng)), "ja", index)


# --- planted faults ---------------------------------------------------------------------------------------------------

ANTONYMS = (
    ("increase", "decrease"), ("increases", "decreases"), ("higher", "lower"), ("larger", "smaller"), ("more", "less"),
    ("better", "worse"), ("outperforms", "underperforms"), ("faster", "slower"), ("improves", "degrades"),
    ("best", "worst"), ("high", "low"), ("large", "small"), ("long", "short"), ("strong", "weak"), ("before", "after"),
    ("positive", "negative"), ("maximum", "minimum"), ("above", "below"), ("easy", "difficult"),
    ("similar", "different"),
    ("same", "different"), ("first", "last"), ("most", "least"), ("with", "without"), ("always", "never"),
    ("greater", "less"), ("longer", "shorter"), ("highest", "lowest"), ("simple", "complex"),
    ("possible", "impossible"),
)  # fmt: skip


def wrong_digit(text: str, rng: random.Random) -> str | None:
    places = [m.start() for m in re.finditer(r"\d", text)]
    if not places:
        return None
    at = rng.choice(places)
    return text[:at] + rng.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]


def all_stand(japanese: str, text: str) -> bool:
    """Whether every number of the frame stands in the sentence: then another digit made another true statement."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    numbers = re.findall(r"\d+(?:\.\d+)?", japanese.partition("について")[2])
    digits = [n for n in numbers if n not in re.findall(r"\d+(?:\.\d+)?", text)]
    return all(n.isdigit() and int(n) < len(SMALL) and SMALL[int(n)] in words for n in digits)


def flipped(text: str, rng: random.Random) -> str | None:
    if match := re.search(r"\b(?:do|does|did|is|are|was|were|can|could|will|has|have) not ", text):
        return text[: match.start()] + match[0].replace(" not", "") + text[match.end() :]
    verbs = list(re.finditer(r"\b(?:is|are|was|were|can|could|will|has|have|may|must|should)\b(?! not)", text))
    if not verbs:
        return None
    match = rng.choice(verbs)
    return text[: match.end()] + " not" + text[match.end() :]


def antonym(text: str, rng: random.Random) -> str | None:
    both = [pair for one, two in ANTONYMS for pair in ((one, two), (two, one))]
    fitting = [(a, b) for a, b in both if re.search(rf"\b{a}\b", text)]
    if not fitting:
        return None
    a, b = rng.choice(fitting)
    return re.sub(rf"\b{a}\b", b, text, count=1)


def dropped(text: str, rng: random.Random) -> str | None:
    tokens = text.split()
    if len(tokens) < 18 or "(" in text or "[" in text:  # leaving out a citation is no fault
        return None
    start = rng.randrange(4, len(tokens) - 12)
    return " ".join(tokens[:start] + tokens[start + rng.randint(4, 8) :])


def invented(book: Book, rng: random.Random) -> str:
    vocabulary = [w for i in rng.sample(book.picks, min(8, len(book.picks))) for w in book.text(i).split()]
    return " ".join(rng.choice(vocabulary) for _ in range(10))


def planted_cases(book: Book, other: Book, rng: random.Random) -> Iterator[Case]:
    everything = squash(book.document.text).text
    for index in book.picks:
        text = book.text(index)
        said, anchor = rewritten(text, rng), anchor_in(text, rng)
        for kind, fault in (("wrong digit", wrong_digit), ("flipped negation", flipped), ("antonym", antonym)):
            if wrong := fault(said, rng):
                yield Case(f"{kind} in the statement", claim(wrong, index, anchor))
                if squash(wrong).text not in everything:  # another sentence of the paper says just that
                    yield Case(f"{kind}, the statement as its own quotation", claim(wrong, index, wrong))
            if wrong := fault(text, rng):
                yield Case(f"{kind} in the quotation", claim(said, index, wrong))
        foreign_said = rewritten(other.text(rng.choice(other.picks)), rng)
        if not book.says(foreign_said):
            yield Case("another paper's, as its own quotation", claim(foreign_said, index, foreign_said))
        if wrong := dropped(text, rng):
            yield Case("words dropped from the quotation", claim(said, index, wrong))
        yield Case("invented quotation", claim(said, index, invented(book, rng)))
        foreign = other.text(rng.choice(other.picks))
        yield Case("quotation from another paper", claim(said, index, anchor_in(foreign, rng, 12)))
        yield Case("all from another paper", claim(rewritten(foreign, rng), index, anchor_in(foreign, rng, 12)))
        others = [i for i in book.picks if abs(i - index) > 2 and fuzz.token_set_ratio(text, book.text(i)) < ALIKE]
        if others:
            elsewhere = rng.choice(others)
            yield Case("another sentence and its words", claim(said, elsewhere, anchor_in(book.text(elsewhere), rng)))
            yield Case("wrong sentence, true words", claim(said, elsewhere, anchor), truth=index)
        yield Case("sentence that does not exist", claim(said, 10**6, invented(book, rng)))
        japanese = in_japanese(text)
        if japanese and (wrong := wrong_digit(japanese, rng)) and not all_stand(wrong, text):
            yield Case("wrong digit in Japanese", claim(wrong, index, anchor), "ja")


# --- the run ----------------------------------------------------------------------------------------------------------


def page_is_right(book: Book, case: Case, page: int) -> bool:
    """Whether pdfium, reading each page alone, finds more of the true sentence on that page than on any other.

    A sentence that goes over two pages is right on the one where it begins; words that the paper repeats are right
    wherever they stand.
    """
    if case.truth is None:
        return False
    true = squash(book.document.sentence_text(case.truth)).text
    pieces = [true[at : at + 12] for at in range(0, max(1, len(true) - 12), 6)]
    found = [sum(piece in text for piece in pieces) for text in book.pages]
    said_twice = squash(case.claim.anchor).text in book.pages[page - 1]
    closing = book.pages[page - 1][-CLOSING:]
    begins = true[:9] in book.pages[page - 1] or true[:4] in closing or closing.rstrip("0123456789").endswith(true[:3])
    return found[page - 1] == max(found) or said_twice or begins


def main() -> int:
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    folder = Path(arguments[0]) if arguments else SHARED / "papers"
    show = "--show" in sys.argv
    seed = next((int(a.partition("=")[2]) for a in sys.argv if a.startswith("--seed=")), 20)
    if not folder.is_dir():
        print(f"no papers at {folder}; name a folder of PDFs", file=sys.stderr)
        return 2
    rng = random.Random(seed)
    library = list(books(folder, rng))
    tally: Counter[tuple[str, str]] = Counter()
    pages: Counter[bool] = Counter()
    for place, book in enumerate(library):
        paper = Paper(id=book.name, title=book.document.title, abstract=book.document.abstract, source="file")
        checkers = {code: Checker(paper, book.document, code) for code in ("en", "ja")}
        groups = (("clean", clean_cases(book, rng)), ("planted", planted_cases(book, library[place - 1], rng)))
        for group, cases in groups:
            for case in cases:
                passage = checkers[case.language].check(case.claim)
                accepted = passage.status is Status.VERIFIED
                if accepted and case.truth is not None:
                    right = any(page_is_right(book, case, e.page) for e in passage.evidence[:1])
                    pages[right] += 1
                    accepted = group == "clean" or not right
                tally[f"{group}: {case.kind}", "accepted" if accepted else "refused"] += 1
                if show and accepted == (group == "planted"):
                    print(f"-- {book.name} {case.kind}\n   {case.claim}\n   {passage.problems}")
    return report(tally, pages)


def report(tally: Counter[tuple[str, str]], pages: Counter[bool]) -> int:
    kinds = sorted({kind for kind, _ in tally})
    print(f"{'':<48}{'cases':>8}{'accepted':>10}{'refused':>10}")
    for kind in kinds:
        yes, no = tally[kind, "accepted"], tally[kind, "refused"]
        print(f"{kind:<48}{yes + no:>8}{yes:>10}{no:>10}")
    total = {
        (group, verdict): sum(n for (kind, v), n in tally.items() if kind.startswith(group) and v == verdict)
        for group in ("clean", "planted")
        for verdict in ("accepted", "refused")
    }
    print(
        json.dumps(
            {
                "planted": total["planted", "accepted"] + total["planted", "refused"],
                "planted_accepted": total["planted", "accepted"],
                "clean": total["clean", "accepted"] + total["clean", "refused"],
                "clean_refused": total["clean", "refused"],
                "page_right": round(pages[True] / max(1, pages.total()), 4),
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
