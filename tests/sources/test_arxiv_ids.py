"""Every form of an arXiv id that people paste, and what only looks like one."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import BadIdError
from digest.sources.arxiv_ids import parse_ref

NEW = st.builds(
    lambda year, month, number: f"{year:02}{month:02}.{number:05}",
    st.integers(15, 60),
    st.integers(1, 12),
    st.integers(1, 99_999),
)
OLD = st.builds(
    lambda archive, year, month, number: f"{archive}/{year % 100:02}{month:02}{number:03}",
    st.sampled_from(["math", "hep-th", "quant-ph", "cs", "cond-mat"]),
    st.integers(1992, 2006),
    st.integers(1, 12),
    st.integers(1, 999),
)
VERSION = st.none() | st.integers(1, 999)
FORMS = st.sampled_from(
    [
        "{}",
        " {} ",
        "arXiv:{}",
        "ARXIV: {}",
        "{}.pdf",
        "http://arxiv.org/abs/{}",
        "https://www.arxiv.org/pdf/{}.pdf",
        "https://export.arxiv.org/pdf/{}",
        "https://arxiv.org/html/{}#S1",
        "arxiv.org/abs/{}?context=cs",
        "10.48550/arXiv.{}",
        "https://doi.org/10.48550/arXiv.{}",
    ]
)


@given(NEW | OLD, VERSION, FORMS)
def test_every_form_gives_the_same_paper(paper: str, version: int | None, form: str) -> None:
    label = f"{paper}v{version}" if version else paper
    ref = parse_ref(form.format(label))
    assert (ref.id, ref.version, ref.label) == (paper, version, label)


@given(st.text(alphabet="0123456789.v/arXiv:mathé٣ \n-", max_size=24))
def test_what_is_accepted_names_itself(text: str) -> None:
    with contextlib.suppress(BadIdError):
        ref = parse_ref(text)
        assert ref.label.isascii()
        assert parse_ref(ref.label) == ref
        assert ref.id.rpartition("/")[2] in text


def test_the_class_of_an_old_id_is_dropped() -> None:
    assert parse_ref("math.GT/0309136").id == "math/0309136"


@pytest.mark.parametrize(
    "text",
    """1501.0001 0808.05394 1713.00001 0001.0001 1706.03762v0 1706.03762v 1706.03762x math0309136 maths/0309136
    math/030913 math/0704001 math/0313001 ١٧٠٦.03762 https://example.org/abs/1706.03762 1501.00000
    https://arxiv.org.example.org/abs/1706.03762""".split(),  # noqa: SIM905 - words read best as words
)
def test_what_is_no_id_is_refused_with_a_hint_and_never_mended(text: str) -> None:
    with pytest.raises(BadIdError) as caught:
        parse_ref(text)
    assert text in str(caught.value)
    assert caught.value.hint
