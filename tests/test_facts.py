"""Facts that the program carries, held against recorded ones: arXiv's categories and licences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digest.licences import find_licence, licence_label
from digest.taxonomy import ALIASES, NAMES, SUBSUMED, canonical, category_name


def test_every_category_has_the_name_that_arxiv_gives_it(shared_data: Path) -> None:
    taxonomy = json.loads((shared_data / "taxonomy.json").read_text())
    for category in taxonomy["categories"]:
        if category["archive"] != "test":  # arXiv's own trials, which no paper carries
            assert category_name(category["id"]) == category["name"]


def test_other_names_of_categories_are_those_of_arxiv(shared_data: Path) -> None:
    taxonomy = json.loads((shared_data / "taxonomy.json").read_text())
    assert set(taxonomy["archives_subsumed"].items()) == set(SUBSUMED.items())
    for category in taxonomy["categories"]:
        today = category["alias_of"] or category["subsumed_by"] or category["id"]
        assert canonical(category["id"]) == today


@pytest.mark.parametrize("code", [*ALIASES.values(), *SUBSUMED.values()])
def test_a_category_of_today_has_a_name_and_stands_for_itself(code: str) -> None:
    assert code in NAMES
    assert canonical(code) == code


def test_a_class_of_another_scheme_keeps_its_code() -> None:
    assert category_name("68T50") == canonical("68T50") == "68T50"


def test_every_licence_on_arxiv_is_known(shared_data: Path) -> None:
    for url in json.loads((shared_data / "licenses.json").read_text()):
        assert find_licence(url), url


@pytest.mark.parametrize(
    ("url", "figures"),
    [
        ("http://creativecommons.org/licenses/by/4.0/", "yes"),
        ("https://creativecommons.org/licenses/by-sa/4.0", "yes"),
        ("http://creativecommons.org/licenses/by-nc-sa/4.0/", "non-commercial"),
        ("http://creativecommons.org/licenses/by-nc-nd/4.0/", "non-commercial"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "yes"),
        ("http://creativecommons.org/licenses/publicdomain/", "yes"),
        ("http://arxiv.org/licenses/nonexclusive-distrib/1.0/", "no"),
        ("http://arxiv.org/licenses/assumed-1991-2003/", "no"),
    ],
)
def test_a_licence_says_whether_figures_may_be_shown(url: str, figures: str) -> None:
    licence = find_licence(url)
    assert licence
    assert licence.figures == figures


@pytest.mark.parametrize("url", [None, "", "https://example.org/licence"])
def test_an_unknown_licence_allows_nothing_and_is_shown_as_it_is(url: str | None) -> None:
    assert find_licence(url) is None
    assert licence_label(url) == (url or "")


def test_no_derivatives_is_told_from_the_others() -> None:
    nd, sa = (find_licence(f"http://creativecommons.org/licenses/by-nc-{kind}/4.0/") for kind in ("nd", "sa"))
    assert nd
    assert sa
    assert (nd.adapted, sa.adapted) == (False, True)
