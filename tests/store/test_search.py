"""Searching notes, in languages with and without spaces, whatever is typed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.store import Store
from digest.store.migrate import check
from tests.store.examples import make_document, make_note, make_paper, save

JAPANESE = "本論文は大規模言語モデルの推論を速くし、要約の質を保つ手法を提案する。"


@pytest.fixture
def library(store: Store) -> Store:
    ja = make_paper("2401.00001", title="推論の高速化")
    save(store, make_note("ja", ja, language="ja", gist=JAPANESE), ja)
    en = make_paper("2401.00002", title="LoRA: 100% of C++ at GPT-4's level")
    save(store, make_note("en", en, gist="Low-rank adaptation of café_models. NEAR the ﬁne LLM."), en)
    return store


def keys(store: Store, words: str) -> list[str]:
    return sorted(hit.note_key for hit in store.search(words))


@pytest.mark.parametrize(
    "words",
    [
        "大規模言語モデル",
        "推論",
        "要約",
        "質",
        "推論 要約",
        "大規模言語 質",
        "モデルの推論を速くし",
        "大規模言語モデル 推論",
    ],
)
def test_japanese_words_of_any_length_are_found(library: Store, words: str) -> None:
    assert keys(library, words) == ["ja"]


@pytest.mark.parametrize("words", ["推測", "推論 推測", "大規模言語モデル 推測", "翻訳モデル", "推論 LoRA"])
def test_every_word_must_occur(library: Store, words: str) -> None:
    assert keys(library, words) == []


@pytest.mark.parametrize(
    "words", ["lora", "LORA", "ＬｏＲＡ", "fine", "ＬＬＭ", "CAFÉ", "lo ra", "2401.00002", "lovelace lora"]
)
def test_case_width_and_ligatures_do_not_matter(library: Store, words: str) -> None:
    assert "en" in keys(library, words)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("GPT-4", True),
        ("C++", True),
        ("100%", True),
        ("0%", True),
        ("é_", True),
        ("a_", False),
        ("%", True),
        ("__", False),
        ("NEAR", True),
        ("NEAR(", False),
        ("lora AND", False),
        ('"lora', False),
        ('"', False),
        ("lora*", False),
        ("-lora", False),
        ("title:lora", False),
        ("^lora", False),
        ("(lora", False),
        ("'; DROP TABLE notes; --", False),
    ],
)
def test_signs_are_looked_for_as_they_stand(library: Store, words: str, *, found: bool) -> None:
    assert ("en" in keys(library, words)) is found


@pytest.mark.parametrize("words", ["", "   ", "\t\n", "\u3000"])
def test_nothing_typed_finds_nothing(library: Store, words: str) -> None:
    assert library.search(words) == []


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.text(), st.text('"*()-^:%_\\AND OR NOT NEAR{}[]+,\x00\ud800')), limit=st.integers(-1, 3))
def test_whatever_is_typed_is_a_search(library: Store, words: str, limit: int) -> None:
    assert len(library.search(words, limit)) <= max(limit, 0)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, len(JAPANESE) - 1), size=st.integers(1, 12))
def test_every_piece_of_a_note_finds_it(library: Store, start: int, size: int) -> None:
    assert "ja" in keys(library, JAPANESE[start : start + size])


@pytest.mark.parametrize("words", ["ИИ", "ии", "Ии", "искусственный ИИ", "ИСКУССТВЕННЫЙ"])
def test_case_does_not_matter_beyond_ascii(store: Store, words: str) -> None:
    save(store, make_note(gist="Искусственный интеллект (ИИ)."))
    assert keys(store, words) == ["note-1"]


def test_the_title_is_shown_as_the_paper_has_it(store: Store) -> None:
    paper = make_paper(title="ＬＬＭ の ﬁne-tuning")
    save(store, make_note(paper=paper), paper)
    assert [hit.title for hit in store.search("llm fine")] == ["ＬＬＭ の ﬁne-tuning"]


def test_a_title_counts_for_more_than_the_text(store: Store) -> None:
    for n, (title, gist) in enumerate([("Something", "about diffusion"), ("Diffusion", "about something")]):
        paper = make_paper(f"2401.0000{n}", title=title)
        save(store, make_note(f"note-{n}", paper, gist=gist), paper)
    assert [hit.title for hit in store.search("diffusion")] == ["Diffusion", "Something"]


def test_a_paper_is_found_once_in_each_language(store: Store) -> None:
    for n, language in enumerate(["en", "en", "ja"]):
        save(store, make_note(f"note-{n}", language=language, gist=f"a zebra {n}"))
    assert sorted(hit.language for hit in store.search("zebra")) == ["en", "ja"]
    assert len(store.search("zebra", limit=1)) == 1


def test_the_snippet_shows_the_surroundings_of_the_word(store: Store) -> None:
    save(store, make_note(gist="start " + "x " * 200 + "the needle here" + " y" * 200 + " end"))
    snippet = store.search("NEEDLE")[0].snippet
    assert "the needle here" in snippet
    assert snippet.startswith("…")
    assert snippet.endswith("…")
    assert len(snippet) < 200


def test_quotations_and_abstracts_are_searched_too(store: Store) -> None:
    paper = make_paper(abstract="It is about quokkas.")
    document = make_document("A quoted wombat lives here. And more.")
    save(store, make_note(document=document), paper, document)
    assert keys(store, "quokkas") == ["note-1"]
    assert keys(store, "wombat") == ["note-1"]


def test_the_index_agrees_with_the_notes_after_many_changes(store: Store, migrations: Path) -> None:
    for n in range(6):
        save(store, make_note(f"note-{n % 3}", gist=f"word{n}"))
    assert check(store.path, migrations) == []


def test_a_search_among_two_thousand_notes_is_quick(store: Store) -> None:
    store.save_paper(make_paper())
    store.save_document("2106.11420", 1, make_document())
    with store.writing() as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
            "INSERT INTO notes SELECT 'k' || i, '2106.11420', 1, (SELECT key FROM documents), 'l' || i, 'm', 'p', 'g', "
            "0, 0, '2026-01-01 00:00:00', NULL, '{}' FROM n"
        )
        connection.exec_driver_sql(
            "INSERT INTO note_texts (note_key, title, body) SELECT key, 'a title', "
            "replace(hex(zeroblob(300)), '00', 'ab ') || '推論' || key FROM notes"
        )
    for words in ("推論k1999", "推論"):
        start = time.perf_counter()
        assert len(store.search(words, limit=1)) == 1
        assert time.perf_counter() - start < 0.5
