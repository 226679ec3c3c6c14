"""Where settings come from, and what is said of a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.config import load_settings, user_config_file
from digest.errors import ConfigError


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_flags_win_over_the_environment_that_over_the_folder_that_over_the_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(user_config_file(), 'language = "de"\nquestions = 4\nmodel = "m"\ncontact = "a@b.example"\n')
    write(Path("digest.toml"), 'language = "fr"\nquestions = 5\nmodel = "n"\n')
    monkeypatch.setenv("DIGEST_LANGUAGE", "ja")
    monkeypatch.setenv("DIGEST_QUESTIONS", "6")
    settings = load_settings(language="en", model=None)
    assert (settings.language, settings.questions, settings.model, settings.contact) == ("en", 6, "n", "a@b.example")


def test_an_unknown_setting_in_a_file_is_named_with_what_was_probably_meant() -> None:
    write(Path("digest.toml"), 'languag = "ja"\n')
    with pytest.raises(ConfigError, match="no setting 'languag'; did you mean 'language'") as raised:
        load_settings()
    assert "digest.toml" in (raised.value.hint or "")


def test_a_bad_value_is_named_with_its_setting_and_without_the_value_of_a_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIGEST_QUESTIONS", "many")
    monkeypatch.setenv("DIGEST_API_KEY", "sk-very-secret")
    with pytest.raises(ConfigError, match=r"bad setting questions: .*integer") as raised:
        load_settings()
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("name", ["DIGEST_MAXCOST", "DIGEST_MAX_COSTS", "digest_base_ur"])
def test_a_misspelled_variable_is_refused_because_a_budget_that_does_nothing_is_a_bill(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(ConfigError, match=f"{name} is no setting; did you mean DIGEST_"):
        load_settings()


def test_variables_of_other_programs_are_none_of_our_business(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_ALGORITHM", "sha256")
    monkeypatch.setenv("DIGEST_TEST_GGUF", "/m.gguf")
    assert load_settings().language == "en"


def test_a_file_that_is_not_toml_is_an_error_that_names_the_files() -> None:
    write(Path("digest.toml"), "language = ja\n")
    with pytest.raises(ConfigError, match="not valid TOML") as raised:
        load_settings()
    assert "digest.toml" in (raised.value.hint or "")
