from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from digest.editions import Cell, Claim, Column, Edition, Group, ShortName, Support
from digest.errors import UsageError
from digest.export.dialects import DIALECTS
from digest.export.item import Item
from digest.export.style import Style
from digest.export.survey import render_survey
from digest.models import Collection, Entry, PaperRef, Passage, Status
from tests.export.golden import same_as_golden
from tests.export.samples import HOSTILE, evidence, note, paper

LANTERN = paper(1, title="Lantern: Retrieval | without $5 Labels")
BUOY = paper(2, title="BuoyNet: Marks in the Water", licence="http://arxiv.org/licenses/nonexclusive-distrib/1.0/")
SPEEDS = (evidence("Inference takes 14 ms per query.", 2), evidence("A query takes 52 ms.", 7))


def collection() -> Collection:
    entries = (
        Entry(position=1, title="Lantern", ref=PaperRef(kind="arxiv", id=LANTERN.id)),
        Entry(position=2, title="Sora", url="https://openai.example/sora", reason="not on arXiv: a web page"),
        Entry(position=3, title="BuoyNet", ref=PaperRef(kind="arxiv", id=BUOY.id)),
        Entry(position=4, title="BuoyNet again", ref=PaperRef(kind="arxiv", id=BUOY.id)),
    )
    return Collection(
        name="retrieval",
        kind="query",
        title="Retrieval",
        end=date(2024, 2, 4),
        source="arxiv: retrieval",
        entries=entries,
    )


def items(language: str = "en") -> list[Item]:
    first, second, third, fourth = collection().entries
    buoy = note(BUOY, language)
    return [
        Item(first, LANTERN, note(LANTERN, language)),
        Item(second, reason=second.reason),
        Item(third, BUOY, buoy),
        Item(fourth, BUOY, buoy),
    ]


def passage(text: str, page: int = 1) -> Passage:
    return Passage(text=text, status=Status.VERIFIED, evidence=(evidence("As the paper says.", page),))


def edition(language: str = "en", **changes: object) -> Edition:
    ja = language == "ja"
    lantern, buoy = Support(paper_id=LANTERN.id, evidence=SPEEDS[:1]), Support(paper_id=BUOY.id, evidence=SPEEDS[1:])
    fast = (
        "Lanternは1件の問い合わせに14 msを要する。一方、BuoyNetは52 msを要する。"
        if ja
        else "Lantern takes 14 ms per query, while BuoyNet takes 52 ms."
    )
    unlabelled = "Lanternは「ラベル」を必要としない。" if ja else "Lantern does without {{ labels }}."
    later = "他の言語に広げる。" if ja else "Other languages will follow."
    known: dict[str, object] = {
        "kind": "survey",
        "collection": "retrieval",
        "language": language,
        "model": "test-model",
        "names": (ShortName(paper_id=LANTERN.id, name="Lantern"), ShortName(paper_id=BUOY.id, name="BuoyNet")),
        "groups": (
            Group(
                name="教師なし検索" if ja else "Retrieval without labels",
                positions=(3, 1),
                prose=(Claim(text=fast, supports=(lantern, buoy)), Claim(text=unlabelled, supports=(lantern,))),
            ),
            Group(name="その他" if ja else "Other", positions=(2, 4)),
        ),
        "columns": (
            Column(
                name="内容" if ja else "What it does",
                cells=(
                    Cell(paper_id=LANTERN.id, passage=passage("検索する。" if ja else "It retrieves | well.")),
                    Cell(paper_id=BUOY.id, passage=passage("印をつける。" if ja else "It marks.", 3)),
                ),
            ),
            Column(
                name="規模 | size" if ja else "Size | all",
                cells=(Cell(paper_id=LANTERN.id, passage=passage("110 million", 2)), Cell(paper_id=BUOY.id)),
            ),
        ),
        "outlook": (Claim(text=later, supports=(buoy,)),),
        "removed": 2,
    }
    return Edition.model_validate(known | changes)


def extracted(language: str = "en") -> Edition:
    """What comes out without a model: quotations, and the licence by the metadata."""
    quoted = Claim(text=SPEEDS[0].quote, supports=(Support(paper_id=LANTERN.id, evidence=SPEEDS[:1]),))
    licences = tuple(
        Cell(paper_id=one.id, passage=Passage(text=one.licence or "", status=Status.EXTRACTED))
        for one in (LANTERN, BUOY)
    )
    before = edition(language)
    first, last = before.groups
    return before.model_copy(
        update={
            "model": "extractive",
            "groups": (first.model_copy(update={"prose": (quoted,)}), last),
            "columns": (before.columns[0], Column(name="Licence", cells=licences)),
            "outlook": (),
            "removed": 0,
        }
    )


def only(made: Edition | None = None, dialect: str = "gfm", language: str = "en", templates: Path | None = None) -> str:
    style = Style(language=language, dialect=dialect, templates=templates)
    bundle = render_survey(collection(), items(language), made or edition(language), style=style)
    ((name, content),) = bundle.files.items()
    return f"<!-- {name} -->\n{content.decode()}"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_survey_is_as_agreed_in_every_dialect(dialect: str, language: str) -> None:
    assert same_as_golden(f"survey/{dialect}.{language}.md", only(dialect=dialect, language=language))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_survey_without_a_model_is_as_agreed(language: str) -> None:
    assert same_as_golden(f"survey/extractive.{language}.md", only(extracted(language), language=language))


def test_a_comparison_links_both_names_and_ends_in_both_pages() -> None:
    sentence = next(line for line in only().splitlines() if "14 ms per query, while" in line)
    assert f"[Lantern]({LANTERN.url}) takes 14 ms per query, while [BuoyNet]({BUOY.url}) takes 52 ms (" in sentence
    assert f"[p. 2]({LANTERN.pdf_url}#page=2); " in sentence
    assert f"[p. 7]({BUOY.pdf_url}#page=7))." in sentence


def test_a_sentence_that_does_not_name_its_paper_is_led_by_the_name() -> None:
    assert f"[BuoyNet]({BUOY.url}): Other languages will follow" in only()


def test_a_sentence_of_the_paper_itself_is_a_quotation_unless_it_reads_as_one_of_ours() -> None:
    supports = tuple(
        Support(paper_id=LANTERN.id, evidence=(evidence(text, 1),))
        for text in ("We present Lantern.", "Lantern needs no labels.")
    )
    said = tuple(Claim(text=one.evidence[0].quote, supports=(one,)) for one in supports)
    text = only(edition(outlook=said)).partition("## Outlook")[2]
    assert f"[Lantern]({LANTERN.url}): “We present Lantern.” (" in text
    assert f"[Lantern]({LANTERN.url}) needs no labels (" in text


def test_no_name_stands_before_a_sentence_about_several_papers() -> None:
    both = tuple(Support(paper_id=one.id, evidence=SPEEDS[:1]) for one in (LANTERN, BUOY))
    made = edition(outlook=(Claim(text="BuoyNet floats, while Lantern-Zero shines.", supports=both),))
    outlook = only(made).partition("## Outlook")[2]
    assert outlook.lstrip().startswith(f"[BuoyNet]({BUOY.url}) floats, while Lantern-Zero shines (")


def test_a_name_inside_another_word_is_no_name() -> None:
    support = Support(paper_id=BUOY.id, evidence=SPEEDS[1:])
    made = edition(outlook=(Claim(text="MyBuoyNets float.", supports=(support,)),))
    assert f"[BuoyNet]({BUOY.url}): MyBuoyNets float" in only(made)


def test_a_name_that_is_a_part_of_a_longer_one_is_not_linked() -> None:
    support = Support(paper_id=BUOY.id, evidence=SPEEDS[1:])
    assert f"[BuoyNet]({BUOY.url}): BuoyNet-2 floats" in only(
        edition(outlook=(Claim(text="BuoyNet-2 floats.", supports=(support,)),))
    )


def test_every_entry_is_a_reference_and_a_paper_listed_twice_is_one() -> None:
    references = only().partition("## References")[2]
    assert [line[:3] for line in references.splitlines() if line] == ["", "1. ", "2. ", "3. "][1:]
    assert "BuoyNet: Marks in the Water" in references
    assert "[arXiv:2401.00001v2](https://arxiv.org/abs/2401.00001v2)" in references
    assert "not on arXiv" in references
    assert "https://openai.example/sora" in references


def test_numbers_run_through_the_page_in_the_order_of_the_themes() -> None:
    plain = only().replace("&#91;", "[").replace("&#93;", "]")
    first, second = plain.index("| [BuoyNet]"), plain.index("| [Lantern]")
    assert first < second
    assert "[1] |" in plain[first : first + 80]
    assert "[2] |" in plain[second : second + 80]


def test_what_was_taken_out_is_counted_on_the_page() -> None:
    assert "did not pass the check and were left out: 2." in only()
    assert "left out" not in only(edition(removed=0))
    assert "裏づけられなかった2件の記述は除いた" in only(edition("ja"), language="ja")


def test_a_field_without_evidence_is_empty() -> None:
    table = only().partition("## The papers side by side")[2]
    rows = [line for line in table.splitlines() if line.startswith("| [")]
    assert rows[0].endswith("|  |")
    assert "110 million ([p. 2]" in rows[1]


def test_a_licence_by_the_metadata_is_said_to_be_that() -> None:
    table = only(extracted()).partition("## The papers side by side")[2]
    assert "| [CC BY 4.0](http://creativecommons.org/licenses/by/4.0/) |" in table
    assert "A licence is that of the paper itself, by its metadata" in table


def test_a_text_without_evidence_is_no_field() -> None:
    cells = (Cell(paper_id=LANTERN.id, passage=Passage(text="MIT", status=Status.EXTRACTED)),)
    made = edition(columns=(edition().columns[0], Column(name="Licence", cells=cells)))
    assert "MIT" not in only(made)


def test_without_a_model_the_page_says_so_and_quotes() -> None:
    text = only(extracted())
    assert "No language model was used" in text
    assert "extracted from the papers" in text
    assert f"- [Lantern]({LANTERN.url})\u00a0&#91;2&#93;: “Inference takes 14 ms per query.” ([p. 2]" in text


@pytest.mark.parametrize("dialect", DIALECTS)
def test_hostile_names_themes_columns_and_sentences_stay_text(dialect: str) -> None:
    for place, hostile in enumerate(HOSTILE):
        other = HOSTILE[(place + 1) % len(HOSTILE)]
        said = Claim(text=f"So {hostile} says {other}", supports=(Support(paper_id=LANTERN.id, evidence=SPEEDS[:1]),))
        made = edition(
            title=hostile,
            model=hostile,
            names=(ShortName(paper_id=LANTERN.id, name=hostile), ShortName(paper_id=BUOY.id, name="BuoyNet")),
            groups=(Group(name=hostile, positions=(1, 3), prose=(said,)),),
            columns=(
                Column(name="w", cells=(Cell(paper_id=LANTERN.id, passage=passage(hostile)),)),
                Column(name=hostile, cells=(Cell(paper_id=LANTERN.id, passage=passage(other)),)),
            ),
        )
        body = only(made, dialect).split("\n---\n", 2)[-1].replace(">", "").replace("<!-- ", "")
        assert not re.search(r"<(?!/?(?:details|summary))|\{\{|\{%|\]\(javascript|!\[|(?m:^(?:---|```|:::)$)", body), (
            hostile
        )
        for line in body.splitlines():
            if line.startswith("| "):
                assert len(re.findall(r"(?<!\\)\|", line)) in (3, 4), line


def test_a_paper_whose_name_shows_nothing_is_named_by_its_title_or_id() -> None:
    names = (ShortName(paper_id=LANTERN.id, name="\u200b"), ShortName(paper_id=BUOY.id, name="BuoyNet"))
    assert "**Lantern: Retrieval \\| without &#36;5 Labels**" in only(edition(names=names))


def test_the_file_is_named_after_collection_and_language() -> None:
    assert only().startswith("<!-- survey-retrieval.md -->")
    assert only(language="ja").startswith("<!-- survey-retrieval-ja.md -->")


def test_two_searches_in_japanese_have_two_files() -> None:
    names = set()
    for words in ("検索拡張生成", "推論"):
        searched = collection().model_copy(update={"name": words})
        names |= set(render_survey(searched, items(), edition(), style=Style()).files)
    assert len(names) == 2
    assert all(re.fullmatch(r"survey-[0-9a-f]{6}\.md", name) for name in names)


def test_a_template_of_the_user_arranges_the_parts(tmp_path: Path) -> None:
    (tmp_path / "survey.md.j2").write_text("{{ total }} papers.\n\n{{ references }}\n")
    assert "3 papers.\n\n1.  **BuoyNet**" in only(templates=tmp_path)
    (tmp_path / "survey.md.j2").write_text("{{ nothing }}\n")
    with pytest.raises(UsageError, match=r"survey\.md\.j2"):
        only(templates=tmp_path)


def test_the_same_values_give_the_same_bytes() -> None:
    assert only(dialect="hugo", language="ja") == only(dialect="hugo", language="ja")


def test_a_survey_of_everything_is_named_by_its_number_of_papers_and_claims_no_source() -> None:
    everything = collection().model_copy(update={"name": "all", "title": "", "source": "digest export"})
    bundle = render_survey(everything, items(), edition().model_copy(update={"title": ""}), style=Style())
    (text,) = (content.decode() for content in bundle.files.values())
    assert "# Survey of 3 papers\n" in text
    assert "digest export" not in text
