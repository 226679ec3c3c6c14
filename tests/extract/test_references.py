"""The entries of a bibliography, with a heading above them and without."""

from __future__ import annotations

import pytest

from digest.document import Section, Sentence, SentenceKind
from digest.extract.references import bibliographies, split_references
from digest.extract.sections import mark_references

ENTRIES = [f"A. Heron, Journal of Ponds {n}, {100 + n} (200{n})." for n in range(1, 7)]


@pytest.mark.parametrize("label", ["[{}] ", "{}"])
def test_a_bibliography_without_a_heading_is_known_by_its_counting_labels(label: str) -> None:
    before = "As shown in [1] and [2], herons sleep.\n\nWe thank the wardens.\n\n"
    text = before + " ".join(label.format(n) + entry for n, entry in enumerate(ENTRIES, 1)) + "\n\n"
    spans = bibliographies(text, ())
    assert spans == [(len(before), len(text))]
    assert [entry.label for entry in split_references(text, spans)] == ["1", "2", "3", "4", "5", "6"]
    sentences = [Sentence(start=0, end=len(before)), Sentence(start=len(before), end=len(text))]
    kinds = [sentence.kind for sentence in mark_references(sentences, spans)]
    assert kinds == [SentenceKind.TEXT, SentenceKind.REFERENCE]


def test_a_list_of_claims_in_the_middle_of_a_text_is_no_bibliography() -> None:
    text = "We claim:\n\n" + " ".join(f"[{n}] Herons sleep at dusk." for n in range(1, 7)) + "\n\n" + "It is so. " * 400
    assert bibliographies(text, ()) == []


def test_a_section_of_references_goes_before_what_merely_counts() -> None:
    text = (
        "\n\n[1] A. Heron. [2] B. Heron. [3] C. Heron.\n\nReferences\n\n[1] D. Heron. [2] E. Heron. [3] F. Heron.\n\n"
    )
    at = text.index("References")
    section = Section(title="References", level=1, start=at, end=len(text), page=1, kind="references")
    spans = bibliographies(text, (section,))
    assert [text[entry.start :][:12] for entry in split_references(text, spans)] == [
        "[1] D. Heron",
        "[2] E. Heron",
        "[3] F. Heron",
    ]
