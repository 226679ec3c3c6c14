"""The words around a note: both languages have all of them, and with the same places to fill."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from digest.export.labels import ENGLISH, JAPANESE, is_japanese, labels_for, shown_date


@pytest.mark.parametrize("name", ENGLISH._fields)
def test_a_label_has_the_same_places_to_fill_in_both_languages(name: str) -> None:
    def places(text: str) -> list[str]:
        return sorted(re.findall(r"\{(\w*)\}", text))

    assert getattr(ENGLISH, name)
    assert places(getattr(ENGLISH, name)) == places(getattr(JAPANESE, name))


@pytest.mark.parametrize("code", ["ja", "ja-JP", "JA", "ja_JP"])
def test_a_region_does_not_matter(code: str) -> None:
    assert labels_for(code).authors == "著者"
    assert is_japanese(code)


@pytest.mark.parametrize("code", ["de", "zh", "jav", ""])
def test_a_language_without_labels_gets_the_english_ones(code: str) -> None:
    assert labels_for(code) is ENGLISH
    assert not is_japanese(code)


def test_dates_are_written_as_the_language_does() -> None:
    moment = datetime(2024, 2, 1, tzinfo=UTC)
    assert (shown_date(moment, ENGLISH), shown_date(moment, JAPANESE)) == ("2024-02-01", "2024年02月01日")


def test_the_japanese_labels_are_those_of_the_weekly_notes() -> None:
    ja = JAPANESE
    said = [ja.authors, ja.published, ja.updated, ja.url, ja.categories, ja.overview, ja.questions]
    assert said == ["著者", "発行日", "最終更新日", "URL", "カテゴリ", "概要", "Q&A"]
