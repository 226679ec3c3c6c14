from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from digest.document import Figure
from digest.editions import Picture
from digest.export.dialects import DIALECTS, dialect_for
from digest.export.labels import labels_for
from digest.export.page import Page
from digest.export.pictures import HOSTED, NEVER, NOT_CUT, TOO_LARGE, UNKNOWN, picture_of, place, withheld
from digest.models import Author, Paper
from tests.export.samples import HOSTILE, paper

BY = "http://creativecommons.org/licenses/by/4.0/"
BY_NC_ND = "https://creativecommons.org/licenses/by-nc-nd/4.0/"
ARXIV = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
PAGE = Page(slug="a-page-of-ours", title="T", date=None, language="en", summary="S")
FIGURE = Figure(kind="figure", label="Figure 2", caption="Figure 2: How it counts. Each box adds one.", page=4)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 3), "white").save(out, "PNG")
    return out.getvalue()


def placed(picture: Picture, dialect: str = "gfm", language: str = "en") -> tuple[str, dict[str, bytes]]:
    return place(picture, dialect_for(dialect), PAGE, labels_for(language))


@pytest.mark.parametrize(
    ("licence", "figures", "shown"),
    [
        (BY, "allowed", True),
        (BY, "never", False),
        (BY_NC_ND, "allowed", True),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "allowed", True),
        (ARXIV, "allowed", False),
        (ARXIV, "always", True),
        (None, "allowed", False),
        (None, "always", True),
        ("https://licences.example/free", "allowed", False),
    ],
)
def test_the_licence_and_the_wish_decide_what_is_shown(licence: str | None, figures: str, *, shown: bool) -> None:
    picture = picture_of(paper(licence=licence), FIGURE, png(), figures=figures)  # type: ignore[arg-type] # a row's text
    text, files = placed(picture)
    assert ("![" in text) is shown
    assert bool(files) is shown
    assert (withheld(licence, figures) is None) is shown  # type: ignore[arg-type] # as above
    assert "https://arxiv.org/abs/2401.00001v2" in text, "the way to the paper is there, shown or not"


def test_under_a_picture_stand_caption_source_authors_and_licence() -> None:
    text, files = placed(picture_of(paper(), FIGURE, png()))
    assert text.split("\n\n") == [
        "![Figure 2: How it counts. Each box adds one.](a-page-of-ours/2401-00001-figure-2-p4.png)",
        (
            "**Figure 2.** How it counts. Each box adds one.  \n"
            "Source: Figure 2, [https&#58;//arxiv.org/abs/2401.00001v2](https://arxiv.org/abs/2401.00001v2), p. 4, "
            "Ada Lovelace, 渡辺 花子. Licence: [CC BY 4.0](http://creativecommons.org/licenses/by/4.0/) (unchanged)"
        ),
    ]
    assert files == {"a-page-of-ours/2401-00001-figure-2-p4.png": png()}


def test_a_licence_for_non_commercial_use_says_so() -> None:
    assert "(for non-commercial use only, unchanged)" in placed(picture_of(paper(licence=BY_NC_ND), FIGURE, png()))[0]
    japanese = placed(picture_of(paper(licence=BY_NC_ND), FIGURE, png()), language="ja")[0]
    assert "（非営利目的に限る, 改変なし）" in japanese


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("en", "Not shown: the paper's licence does not allow it (arXiv.org perpetual, non-exclusive licence). Source"),
        ("ja", "図は掲載しない：論文のライセンス（arXiv.org perpetual, non-exclusive licence）が許していない。出典"),
    ],
)
def test_a_figure_that_may_not_be_shown_says_why_in_the_language_of_the_page(language: str, why: str) -> None:
    text, files = placed(picture_of(paper(licence=ARXIV), FIGURE, png()), language=language)
    assert why in text
    assert "**Figure 2.** How it counts." in text
    assert not files


@pytest.mark.parametrize("reason", [NEVER, UNKNOWN, NOT_CUT, HOSTED, TOO_LARGE])
def test_every_reason_of_ours_is_said_in_japanese(reason: str) -> None:
    picture = picture_of(paper(), FIGURE, None).model_copy(update={"reason": reason})
    assert reason not in placed(picture, language="ja")[0]
    assert reason in placed(picture)[0].replace("&#39;", "'")


def test_what_could_not_be_cut_out_is_pointed_at() -> None:
    assert NOT_CUT in placed(picture_of(paper(), FIGURE, None))[0]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_site_gets_the_picture_at_its_own_place_or_a_link_where_it_shows_none(dialect: str) -> None:
    text, files = placed(picture_of(paper(), FIGURE, png()), dialect)
    expected = {
        "gfm": ("a-page-of-ours/{}", "a-page-of-ours/{}"),
        "hugo": ("{}", "content/posts/a-page-of-ours/{}"),
        "jekyll": ("/assets/a-page-of-ours/{}", "assets/a-page-of-ours/{}"),
        "mkdocs": ("a-page-of-ours/{}", "docs/posts/a-page-of-ours/{}"),
        "quarto": ("{}", "posts/a-page-of-ours/{}"),
        "zenn": ("/images/a-page-of-ours/{}", "images/a-page-of-ours/{}"),
        "obsidian": ("a-page-of-ours/{}", "a-page-of-ours/{}"),
        "astro": ("./a-page-of-ours/{}", "src/content/blog/a-page-of-ours/{}"),
    }
    if dialect == "qiita":
        assert HOSTED in text
        assert not files
    else:
        url, file = (pattern.format("2401-00001-figure-2-p4.png") for pattern in expected[dialect])
        assert f"]({url})" in text
        assert list(files) == [file]


def test_zenn_gets_no_picture_beyond_its_limit() -> None:
    large = picture_of(paper(), FIGURE, b"\x89PNG" + bytes(3_000_000))
    assert TOO_LARGE in placed(large, "zenn")[0]
    assert not placed(large, "zenn")[1]
    assert placed(large, "hugo")[1]


def test_a_long_caption_and_a_long_list_of_authors_are_cut() -> None:
    long = replace(FIGURE, caption="Figure 2: " + "It counts to ten and then on. " * 40)
    many = paper(authors=tuple(Author(name=f"Author {number}") for number in range(50)))
    text = placed(picture_of(many, long, png()))[0]
    assert len(text) < 1000
    assert text.count("It counts to ten and then on.") > 8
    assert "Author 2 and others. Licence" in text
    assert "Author 2ほか。" in placed(picture_of(many, long, png()), language="ja")[0]
    assert "Author 3" not in text


def test_a_paper_without_a_page_gets_no_link() -> None:
    own = Paper(id="file:00112233aabbccdd", title="T", source="file", licence=BY)
    text, files = placed(picture_of(own, FIGURE, png()))
    assert "Source: Figure 2, p. 4." in text
    assert list(files) == ["a-page-of-ours/file-00112233aabbccdd-figure-2-p4.png"]


def test_a_paper_read_as_html_has_no_pages_to_name() -> None:
    html = replace(FIGURE, image_url="https://arxiv.org/html/2401.00001v2/x1.png")
    text, _ = placed(picture_of(paper(), html, None))
    assert "p. 4" not in text
    assert "arxiv.org/html" not in text, "a page shows no picture from elsewhere"


@pytest.mark.parametrize("name", ["../x.png", "a/b.png", "A.png", "", ".png", "a b.png"])
def test_a_file_name_that_could_leave_the_folder_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Picture(paper_id="2401.00001", label="Figure 1", caption="C", page=1, file=name)


@given(st.sampled_from(HOSTILE) | st.text(max_size=60), st.sampled_from(HOSTILE) | st.text(max_size=20))
def test_no_caption_label_or_author_can_leave_its_line(caption: str, label: str) -> None:
    hostile = paper(authors=(Author(name=caption),))
    figure = Figure(kind="figure", label=label, caption=caption, page=1)
    for language in ("en", "ja"):
        text, files = placed(picture_of(hostile, figure, png()), language=language)
        assert re.fullmatch(r"!\[[^\n]*\]\([a-z0-9/.-]+\)\n\n\*\*[^\n]*  \n(Source: |出典：)[^\n]*", text)
        assert "<" not in text
        assert len(files) == 1
