"""One note as Markdown: what a reader sees in each case that a paper can be in."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from digest.export.note import render_note
from digest.export.objections import told
from digest.models import Answer, Evidence, Note, Passage, Status
from digest.summarize.drafts import Claim
from digest.summarize.evidence import Checker
from tests.export.golden import same_as_golden
from tests.export.samples import HOSTILE, evidence, note, paper
from tests.summarize.papers import document, index_of
from tests.summarize.papers import paper as checked_paper

ROOT = Path(__file__).parents[2]


def extractive(language: str) -> Note:
    quote = evidence("We count in one pass.", 2)
    said = Passage(text=quote.quote, status=Status.EXTRACTED, evidence=(quote,))
    answers = (
        Answer(question="What is the method?", passage=said),
        Answer(
            question="Which limits?",
            passage=Passage(text="No sentence was found that answers this.", status=Status.NOT_STATED),
        ),
    )
    return note(paper(), language).model_copy(
        update={"model": "extractive", "gist": said, "overview": (said, said), "answers": answers, "warnings": ()}
    )


def unverified(language: str) -> Note:
    problems = ("the number 9 does not stand in the cited sentences", "the cited sentences speak of something else")
    answer = Answer(question="How fast?", passage=Passage(text="9x", status=Status.UNVERIFIED, problems=problems))
    return note(paper(), language).model_copy(update={"answers": (answer,)})


def anchored(language: str) -> Note:
    said = Passage(
        text="It counts.",
        status=Status.VERIFIED,
        evidence=(evidence("We count.", 1).model_copy(update={"anchor": "S3.SS1"}),),
    )
    return note(paper(), language).model_copy(update={"overview": (said,), "answers": ()})


CASES: dict[str, tuple[Callable[[str], Note], dict[str, Any]]] = {
    "extractive": (extractive, {}),
    "unverified": (unverified, {}),
    "html": (anchored, {}),
    "withdrawn": (lambda language: note(paper(), language), {"withdrawn": True}),
    "japanese-title": (lambda language: note(paper(), language), {"title": "「数える」モデル：**太字**と`コード`"}),
    "file": (
        lambda language: note(paper(), language),
        {"source": "file", "url": "https://arxiv.org/abs/2401.00001v2", "pdf_url": None, "licence": None},
    ),
}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("case", CASES)
def test_the_note_is_as_agreed_in_every_case(case: str, language: str) -> None:
    make, fields = CASES[case]
    assert same_as_golden(f"note/{case}.{language}.md", render_note(make(language), paper(**fields)))


def test_without_a_model_no_answer_is_called_not_stated() -> None:
    text = render_note(extractive("en"), paper())
    assert "extracted from the paper, no language model used" in text
    assert "not stated in the paper" not in text
    assert "verified" not in text.split("***")[0]


@pytest.mark.parametrize(
    ("anchor", "name"), [("S3.SS1", "3.1"), ("A2", "B"), ("S4.SS2.SSS1", "4.2.1"), ("abstract1", "abstract1")]
)
def test_a_place_in_an_html_paper_is_named_by_its_section_and_linked_to_it(anchor: str, name: str) -> None:
    said = Passage(
        text="It counts.",
        status=Status.VERIFIED,
        evidence=(evidence("We count.", 1).model_copy(update={"anchor": anchor}),),
    )
    text = render_note(note(paper()).model_copy(update={"overview": (said,)}), paper())
    assert f"([§ {name}](https://arxiv.org/html/2401.00001v2#{anchor}))" in text


def test_english_sentences_keep_their_space_in_a_japanese_note() -> None:
    assert "We count in one pass. We count in one pass.（" in render_note(extractive("ja"), paper())


def test_why_an_answer_was_not_verified_is_said_in_the_notes_language() -> None:
    assert "数値「9」が引用文にない" in render_note(unverified("ja"), paper())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_a_model_show_as_they_are(text: str) -> None:
    said = Passage(text=f"{text} before and after {text}", status=Status.UNVERIFIED, problems=(text,))
    hostile = note(paper()).model_copy(
        update={"overview": (said,), "answers": (Answer(question=text, passage=said),), "warnings": (text,)}
    )
    shown = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(render_note(hostile, paper()))
    kinds = {child.type for token in shown for child in token.children or []} | {token.type for token in shown}
    assert not kinds & {"html_inline", "html_block", "image", "fence", "code_block", "code_inline", "s_open"}
    assert "bullet_list_open" not in kinds


# --- what the check says, in Japanese ---------------------------------------------------------------------------------

DOC = document()
FAULTS = (
    ("It reaches 99.9% accuracy.", "it reaches 71.4% accuracy"),
    ("NoSuchNet reaches 71.4% accuracy.", "it reaches 71.4% accuracy"),
    ("Removing the windows costs 5.1 points.", "words that nobody wrote anywhere here"),
    ("Removing the windows does not decrease accuracy by 5.1 points.", "decreases accuracy by 5.1 points"),
    ("Removing the windows increases accuracy by 5.1 points.", "decreases accuracy by 5.1 points"),
    ("Mice and men live on cheese in the mountains.", "decreases accuracy by 5.1 points"),
    ("Yes.", "decreases accuracy by 5.1 points"),
)


@pytest.mark.parametrize(("text", "words"), FAULTS)
def test_every_objection_of_the_check_has_japanese_words(text: str, words: str) -> None:
    at = (
        index_of(DOC, "decreases accuracy by 5.1 points")
        if "5.1" in words or "nobody" in words
        else index_of(DOC, words)
    )
    passage = Checker(checked_paper(), DOC, "en").check(Claim(text=text, sentences=[at], anchor=words, derived=[]))
    assert passage.problems
    for problem in passage.problems:
        assert told(problem, "en") == problem
        assert re.search(r"[\u3040-\u30ff]", told(problem, "ja")), problem


def sentences_in(path: Path) -> set[str]:
    """The literals of a module, with 7 for what is filled in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found.add("".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            found.add(node.value)
    return found


def test_every_sentence_about_problems_in_the_code_has_japanese_words() -> None:
    """Looks at the literals: a new objection without a translation is noticed here."""
    folder = ROOT / "src" / "digest" / "summarize"
    begins = re.compile(r"the (?:statement|cited|number|name|words|text) |The (?:paper has|paper is|model left|Japan)")
    found = {
        text
        for path in folder.glob("*.py")
        if path.stem not in ("language", "prompts")  # what these say is told to the model, or to the writer of prompts
        for text in sentences_in(path)
        if begins.match(text) and text[-1] != ":" and "\n" not in text
    }
    assert len(found) > 14
    assert [text for text in found if told(text, "ja") == text] == []


# --- goldens ----------------------------------------------------------------------------------------------------------


def test_goldens_are_rewritten_only_when_asked() -> None:
    assert "DIGEST_REWRITE_GOLDEN" not in os.environ
    code = "from tests.export.golden import REWRITE; print(REWRITE)"
    for value, expected in (("", "False"), ("1", "True")):
        environment = {**os.environ, "DIGEST_REWRITE_GOLDEN": value}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == expected


def test_evidence_comes_from_the_check_alone() -> None:
    sealed = evidence("We count in one pass.", 3)
    assert isinstance(sealed, Evidence)
    assert (sealed.page, sealed.quote) == (3, "We count in one pass.")
