from __future__ import annotations

import json
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string  # type: ignore[import-untyped]
from pybtex.richtext import Text  # type: ignore[import-untyped]

from digest.export.citations import bibtex, citation_key, csl_json
from digest.models import Author
from tests.export.golden import same_as_golden
from tests.export.samples import HOSTILE, paper


def parsed(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


UNKNOWN_TO_PYBTEX = {
    r"\textasciicircum{}": "^", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textless{}": "<",
    r"\textgreater{}": ">", r"\{": "{", r"\}": "}", "-{}": "-", "'{}": "'", "`{}": "`",
}  # fmt: skip


def shown(field: str) -> str:
    """The text that LaTeX would show; the commands that pybtex leaves alone are put in by us."""
    marks = {chr(0xE000 + n): mark for n, mark in enumerate(UNKNOWN_TO_PYBTEX.values())}
    for code, command in zip(marks, UNKNOWN_TO_PYBTEX, strict=True):
        field = field.replace(command, code)
    text = str(Text.from_latex(field)).replace("\xa0", " ")
    return "".join(marks.get(c, c) for c in text)


def plain(text: str) -> str:
    """What a one-line field keeps of a text."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]", " ", text).split())


def test_the_entries_are_as_they_were() -> None:
    others = [
        paper(2, title="BERT, GPT-4 and C++: 100% & {more}_here", doi="10.1/a_b", journal_ref="Nature 1 (2024) 2"),
        paper(
            3, id="math/0405482", authors=(Author(name="Laurens van der Maaten"), Author(name="ATLAS Collaboration"))
        ),
        paper(4, id="url:https://a.example/x", source="url", url="https://a.example/x?q={1}", authors=()),
    ]
    assert same_as_golden("citations.bib", bibtex([paper(), *others]))
    assert same_as_golden("citations.csl.json", csl_json([paper(), *others]))


def test_a_hostile_title_is_read_back_as_it_is() -> None:
    dice = random.Random(5)
    for _ in range(300):
        title = "x " + " ".join(c for c in dice.choices(HOSTILE, k=3) if "$" not in c)
        entry = parsed(bibtex([paper(title=title)])).entries[citation_key(paper(title=title))]
        assert shown(entry.fields["title"]) == plain(title)


@given(st.lists(st.text(alphabet="ab\\{}$%#&_^~\"@,=|<>' \n数\x85", max_size=25), min_size=1, max_size=4))
def test_no_text_breaks_the_file_or_another_entry(texts: list[str]) -> None:
    papers = [
        paper(n, title=text, authors=(Author(name=text), Author(name="Ada Lovelace")), journal_ref=text, url=text)
        for n, text in enumerate(texts, 1)
    ]
    read = parsed(bibtex(papers))
    assert list(read.entries) == [citation_key(p) for p in papers]
    for entry in read.entries.values():
        assert entry.type == "misc"
        assert entry.persons["author"][-1].last_names == ["Lovelace"]


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("An $O(n \\log n)$ method", r"An $O(n \log n)$ method"),
        ("From $5 to $10", r"From \$5 to \$10"),
        ("$\\input{/etc/passwd}$", r"\$\textbackslash{}input"),
        ("$a}$ b ${c$", r"\$a\textbraceright{}\$ b"),
        ("$x^$", r"\$x\textasciicircum{}\$"),
    ],
)
def test_only_harmless_formulas_stay_formulas(title: str, kept: str) -> None:
    assert kept in bibtex([paper(title=title)])


def test_no_entry_looks_like_liquid() -> None:
    text = bibtex([paper(title="BERT {{ x }} {% if %}", authors=(Author(name="ATLAS Collaboration"),))])
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.parametrize("word", ["BERT", "GPT-4", "McAllester", "LoRA", "arXiv", "iPhone", "3D", "X-ray", "non-LLM"])
def test_capitals_inside_a_word_are_protected(word: str) -> None:
    assert f"{{{word}}}" in bibtex([paper(title=f"Learning {word} again")])


def test_capitals_that_a_title_has_only_for_being_one_are_left_to_the_style() -> None:
    assert "title = {Multi-Agent Systems for Open-Domain Questions}" in bibtex(
        [paper(title="Multi-Agent Systems for Open-Domain Questions")]
    )


@pytest.mark.parametrize(
    ("name", "last", "first", "lineage"),
    [
        ("Ada Lovelace", "Lovelace", "Ada", ""),
        ("渡辺 花子", "渡辺", "花子", ""),
        ("Laurens van der Maaten", "van der Maaten", "Laurens", ""),
        ("Robert Downey Jr.", "Downey", "Robert", "Jr."),
        ("Jean-Luc Müller", "Müller", "Jean-Luc", ""),
        ("Plato", "Plato", "", ""),
        ("The ATLAS Collaboration", "The ATLAS Collaboration", "", ""),
        ("Tom and Jerry Smith", "Smith", "Tom and Jerry", ""),
    ],
)
def test_names_are_taken_apart_alike_in_both_formats(name: str, last: str, first: str, lineage: str) -> None:
    one = paper(authors=(Author(name=name),))
    [person] = parsed(bibtex([one])).entries[citation_key(one)].persons["author"]
    assert shown(" ".join([*person.prelast_names, *person.last_names])) == last
    assert shown(" ".join([*person.first_names, *person.middle_names])) == first
    assert " ".join(person.lineage_names) == lineage
    [csl] = json.loads(csl_json([one]))[0]["author"]
    assert csl.get("literal", csl.get("family")) == last
    assert (csl.get("given", ""), csl.get("suffix", "")) == (first, lineage)


def test_keys_are_unique_and_do_not_depend_on_what_else_is_exported() -> None:
    papers = [paper(n, title="Attention") for n in range(1, 6)]
    keys = [citation_key(p) for p in papers]
    assert keys[0] == "lovelace2024attention-2401.00001"
    assert len(set(keys)) == 5
    assert list(parsed(bibtex([papers[3]])).entries) == [keys[3]]
    assert list(parsed(bibtex([*papers, papers[0]])).entries) == keys


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(["arxiv", "file", "url"]))
def test_a_key_is_one_that_every_program_takes(title: str, name: str, source: str) -> None:
    key = citation_key(paper(title=title, authors=(Author(name=name),), source=source, id=name or "x"))
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.\-]*", key)


CSL_FIELDS = {
    "id": str, "type": str, "title": str, "author": list, "abstract": str, "issued": dict, "publisher": str,
    "number": str, "version": str, "DOI": str, "URL": str, "note": str,
}  # fmt: skip


@given(st.text(max_size=30), st.text(max_size=30))
def test_csl_items_have_only_fields_of_the_schema_with_their_types(title: str, name: str) -> None:
    [item] = json.loads(csl_json([paper(title=title, authors=(Author(name=name),), doi=title or None, abstract=name)]))
    assert item["type"] in ("article", "webpage")
    for field, value in item.items():
        assert isinstance(value, CSL_FIELDS[field])
    assert set(item["author"][0]) in ({"family", "given"}, {"literal"}, {"family", "given", "suffix"})
    assert item["issued"] == {"date-parts": [[2024, 1, 30]]}
