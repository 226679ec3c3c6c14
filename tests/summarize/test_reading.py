from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.document import SentenceKind
from digest.summarize.diagram import MAX_LABEL, MAX_NODES, draw
from digest.summarize.drafts import Claim, EdgeDraft, NodeDraft
from digest.summarize.language import chinese_only, mixed_styles, resolve, wrong_language
from digest.summarize.reading import escaped, lines, parts, readable, tokens, weight, within, without_appendices
from tests.summarize.papers import document, index_of

LONG = document(
    [
        [f"# {n} Part", *(f"Sentence {m} of part {n} is about boats and their lights." for m in range(30))]
        for n in range(6)
    ]
    + [["# Appendix", *(f"Proof {m} of the appendix is long and winding." for m in range(30))]]
    + [["# References", "[1] A. Keeper. Lights. 2020."]]
)


@pytest.mark.parametrize(
    "token",
    ["<|endoftext|>", "<|im_start|>", "<s>", "</s>", "<unk>", "[INST]", "[/INST]", "<<SYS>>", "</paper>", "<think>",
     "<start_of_turn>", "<｜end▁of▁sentence｜>"],
)  # fmt: skip
def test_what_a_server_could_take_for_a_command_is_broken_up(token: str) -> None:
    assert token not in escaped(f"The text {token} goes on.")


@given(st.text(max_size=80))
def test_a_sentence_is_one_line_without_invisible_characters(text: str) -> None:
    shown = escaped(text)
    assert len(shown.splitlines()) <= 1
    assert not re.search("[\u200b-\u200f\u202a-\u202e\ufeff]", shown)


def test_a_paper_cannot_number_its_own_lines() -> None:
    doc = document([["A line that has\n[99] a false number and\n# a false heading."]])
    assert lines(doc, [0]) == "[0] A line that has [99] a false number and # a false heading."


def test_bibliography_and_appendix_are_what_goes_first() -> None:
    read = readable(LONG)
    assert index_of(LONG, "A. Keeper") not in read
    assert index_of(LONG, "Proof 3") in read
    assert index_of(LONG, "Proof 3") not in without_appendices(LONG, read)


def test_parts_hold_every_sentence_once_and_keep_to_the_budget() -> None:
    read = readable(LONG)
    cut = parts(LONG, read, 600)
    assert [i for part in cut for i in part.indexes] == read
    assert all(weight(LONG, part.indexes) <= 600 for part in cut)
    assert len(cut) > 3


def test_what_fits_is_taken_from_all_over_the_paper() -> None:
    read = readable(LONG)
    kept = within(LONG, read, 500)
    assert weight(LONG, kept) <= 500
    assert len(kept) > 10
    assert kept[0] < len(read) * 0.2
    assert kept[-1] > len(read) * 0.8


def test_tokens_are_estimated_for_english_and_japanese() -> None:
    assert tokens("a" * 370) == pytest.approx(101, abs=2)
    assert tokens("注意" * 100) == pytest.approx(151, abs=2)


def test_captions_are_marked() -> None:
    sentences = (replace(LONG.sentences[0], kind=SentenceKind.CAPTION), *LONG.sentences[1:])
    assert lines(replace(LONG, sentences=sentences), [0]).startswith("[0] (caption) ")


# --- the diagram ------------------------------------------------------------------------------------------------------


def nodes(*names: str) -> list[NodeDraft]:
    return [NodeDraft(id=name, label=f"Box {name}") for name in names]


def edges(*pairs: str) -> list[EdgeDraft]:
    return [EdgeDraft(source=pair[0], target=pair[1], label="") for pair in pairs]


def test_arrows_to_nowhere_to_themselves_and_twice_are_left_out() -> None:
    drawn = draw(nodes("a", "b", "c", "a"), edges("ab", "ab", "aa", "ax"))
    assert drawn
    assert [node.label for node in drawn.nodes] == ["Box a", "Box b"]
    assert [(edge.source, edge.target) for edge in drawn.edges] == [("n1", "n2")]


def test_a_diagram_stays_readable() -> None:
    names = "abcdefghijklmnopqrst"
    drawn = draw(nodes(*names), edges(*(f"a{name}" for name in names[1:])))
    assert drawn
    assert len(drawn.nodes) == MAX_NODES
    ids = {node.id for node in drawn.nodes}
    assert all({edge.source, edge.target} <= ids for edge in drawn.edges)


@pytest.mark.parametrize(("boxes", "arrows"), [((), ()), (("a",), ()), (("a", "b"), ()), (("a",), ("aa",))])
def test_what_is_no_diagram_is_none(boxes: tuple[str, ...], arrows: tuple[str, ...]) -> None:
    assert draw(nodes(*boxes), edges(*arrows)) is None


def test_labels_are_one_short_line() -> None:
    long = [NodeDraft(id="a", label="one\ntwo\t" + "x" * 200), NodeDraft(id="b", label="b")]
    drawn = draw(long, edges("ab"))
    assert drawn
    assert drawn.nodes[0].label.startswith("one two x")
    assert len(drawn.nodes[0].label) <= MAX_LABEL


# --- languages --------------------------------------------------------------------------------------------------------

ENGLISH = "This paper presents a method for the detection of boats and shows that it is better than the others."
GERMAN = (
    "Diese Arbeit zeigt, dass die Methode auf allen Daten besser ist und mit der Zahl der Boote nicht langsamer wird."
)
JAPANESE = "本論文では、注意機構だけに基づく新しいモデルTransformerを提案し、翻訳の品質が従来より高いことを示した。"
CHINESE = "本文提出了一种新的模型,仅基于注意力机制,并在翻译任务上取得了比以前更好的结果,训练时间也更短。"
RUSSIAN = "В этой работе предложена новая модель, основанная только на механизме внимания, и показано её преимущество."
TEXTS = {"en": ENGLISH, "de": GERMAN, "ja": JAPANESE, "zh": CHINESE, "ru": RUSSIAN}


@pytest.mark.parametrize("asked", TEXTS)
@pytest.mark.parametrize("written", TEXTS)
def test_a_text_in_another_language_is_noticed(asked: str, written: str) -> None:
    assert (wrong_language(TEXTS[written], asked) is None) == (asked == written)


def test_short_texts_names_and_unknown_languages_are_not_complained_about() -> None:
    assert wrong_language("BLEU 28.4", "ja") is None
    assert wrong_language(ENGLISH, "Klingon") is None
    assert wrong_language("Mistral 7B は Llama 2 13B を上回る。", "ja") is None


def test_chinese_characters_in_japanese_are_noticed() -> None:
    assert chinese_only("この训练实验では良い结果が得られた") == "训练实验结"
    assert chinese_only(JAPANESE) == ""
    assert "训" in (wrong_language("この训练では良い結果が得られた。", "ja") or "")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("ja", "ja"),
        ("Japanese", "ja"),
        ("日本語", "ja"),
        ("ja-JP", "ja"),
        ("deutsch", "de"),
        ("pt_BR", "pt"),
        ("Latin", ""),
    ],
)
def test_a_language_is_known_by_code_and_by_name(given: str, code: str) -> None:
    assert resolve(given).code == code


def test_two_styles_of_japanese_are_noticed() -> None:
    assert mixed_styles("手法を提案する。結果を示しています。良い結果です。")
    assert not mixed_styles("手法を提案する。結果は良い。")


# --- what models write around what was asked --------------------------------------------------------------------------


@pytest.mark.parametrize("ids", [[12, 13], ["12", "[13]"], "[12], [13]", "12 13"])
def test_sentence_numbers_are_read_in_every_way_models_write_them(ids: object) -> None:
    read = Claim.model_validate({"text": " x ", "sentences": ids, "anchor": "y", "derived": None})
    assert (read.sentences, read.text, read.derived) == ([12, 13], "x", [])
