"""Settings: flags over environment over ``./digest.toml`` over the user's file over defaults.

Every field of ``Settings`` can be given as ``DIGEST_<FIELD>`` in the environment and under the same name in
``digest.toml``. All hosts come from here, so that a mirror or a loopback server can stand in for arXiv or a provider.
"""

from __future__ import annotations

import os
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from digest.errors import ConfigError

OPENAI_BASE_URL = "https://api.openai.com/v1"
OPENAI_DEFAULT_MODEL = "gpt-6-luna"

_MISSPELLED = 0.85
"""Variables less like one of ours than this belong to somebody else."""


def _user_data() -> Path:
    return Path(platformdirs.user_data_dir("digest", appauthor=False))


def user_config_file() -> Path:
    """Where the user's own settings live: ``~/.config/digest/digest.toml`` on Linux."""
    return Path(platformdirs.user_config_dir("digest", appauthor=False)) / "digest.toml"


def bundled(name: str) -> Path:
    """The folder ``prompts`` or ``migrations``, inside the installed package or at the root of the repository."""
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parents[2] / name


class Settings(BaseSettings):
    """All settings. Times are seconds, sizes bytes, money US dollars."""

    model_config = SettingsConfigDict(env_prefix="DIGEST_", extra="forbid", frozen=True)

    data_dir: Path = Field(default_factory=_user_data)
    """Database, fetched files and run reports."""

    # the language model
    base_url: str | None = None
    model: str | None = None
    api_key: SecretStr | None = None
    language: str = "en"
    questions: int = Field(default=10, ge=1, le=30)
    max_cost: float | None = Field(default=None, ge=0)
    price_input: float | None = Field(default=None, ge=0)
    """US dollars per million input tokens, for models that the price list does not know; 0 for a local model."""
    price_output: float | None = Field(default=None, ge=0)
    concurrency: int = Field(default=8, ge=1, le=256)
    model_timeout: float = Field(default=300.0, gt=0)
    context_tokens: int = Field(default=100_000, ge=2_000)
    """How much of the model's context a prompt may fill; longer papers are read section by section."""
    reasoning_effort: Literal["none", "low", "medium", "high"] | None = None

    # arXiv and other sources
    contact: str | None = None
    """A mail address or URL that goes into the User-Agent, so that a server's operator can reach you."""
    arxiv_api: str = "https://export.arxiv.org/api/query"
    arxiv_site: str = "https://arxiv.org"
    arxiv_oai: str = "https://oaipmh.arxiv.org/oai"
    arxiv_rss: str = "https://rss.arxiv.org"
    dair_lists: str = "https://raw.githubusercontent.com/dair-ai/AI-Papers-of-the-Week/main"
    huggingface: str = "https://huggingface.co"
    request_interval: float = Field(default=3.0, ge=0)
    """Seconds between two requests to one host; arXiv's terms ask for 3."""
    connect_timeout: float = Field(default=10.0, gt=0)
    read_timeout: float = Field(default=60.0, gt=0)
    total_timeout: float = Field(default=300.0, gt=0)
    max_attempts: int = Field(default=5, ge=1, le=20)
    max_pdf_bytes: int = Field(default=100_000_000, gt=0)
    allow_private_hosts: bool = False
    """Let web sources reach loopback and private addresses (for tests and intranets)."""

    # reading
    text_from: Literal["pdf", "html", "auto"] = "pdf"
    """What arXiv's papers are read from; ``auto`` takes HTML where it is whole and of the right version."""
    ocr: bool = False
    """Recognise the text of scanned pages; needs the extra ``ocr`` and tesseract."""
    parse_timeout: float = Field(default=120.0, gt=0)
    parse_memory: int = Field(default=1_500_000_000, gt=0)
    parse_workers: int = Field(default=2, ge=1, le=64)
    max_pages: int = Field(default=2_000, ge=1)

    @field_validator("base_url")
    @classmethod
    def _no_secret_in_the_url(cls, url: str | None) -> str | None:
        """URLs are logged and stored; a password in one would be too."""
        if url and "@" in urlsplit(url).netloc:
            raise ValueError("a user name or password does not belong into the URL; set api_key in the environment")
        return url

    @property
    def key(self) -> str | None:
        """The API key: ours, else the one OpenAI's own tools read."""
        if self.api_key is not None and self.api_key.get_secret_value():
            return self.api_key.get_secret_value()
        return os.environ.get("OPENAI_API_KEY") or None

    @property
    def endpoint(self) -> str | None:
        """Base URL of the chat endpoint, or None when no language model is configured."""
        configured = self.base_url or os.environ.get("OPENAI_BASE_URL") or None
        if configured:
            return configured.rstrip("/")
        return OPENAI_BASE_URL if self.key else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then the environment, then ``./digest.toml``, then the user's file."""
        del dotenv_settings, file_secret_settings
        files = [TomlConfigSettingsSource(settings_cls, path) for path in (Path("digest.toml"), user_config_file())]
        return (init_settings, env_settings, *files)


def load_settings(**flags: Any) -> Settings:  # noqa: ANN401 - the values are checked by the fields
    """Read all sources; a flag that is None counts as not given.

    Raises:
        ConfigError: A setting is unknown or has a bad value, a variable of the environment looks like a misspelled
            setting, or a file is not TOML.
    """
    files = [path for path in (Path("digest.toml"), user_config_file()) if path.is_file()]
    hint = f"Settings come from DIGEST_… in the environment and {' and '.join(map(str, files)) or 'no file here'}."
    try:
        _refuse_misspelled()
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        lines = [_complaint(".".join(map(str, e["loc"])), e["type"], e["msg"]) for e in error.errors()]
        raise ConfigError("; ".join(lines), hint=hint) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not valid TOML: {error}", hint=hint) from error


def _complaint(name: str, kind: str, message: str) -> str:
    if kind != "extra_forbidden":
        return f"bad setting {name}: {message}"
    near = get_close_matches(name, Settings.model_fields, 1)
    return f"there is no setting {name!r}{f'; did you mean {near[0]!r}?' if near else ''}"


def _refuse_misspelled() -> None:
    """A variable that nobody reads does nothing, and a budget that does nothing is a bill."""
    names = {f"DIGEST_{name.upper()}" for name in Settings.model_fields}
    for given in os.environ:
        if given.upper().startswith("DIGEST_") and given.upper() not in names:
            near = get_close_matches(given.upper(), names, 1, cutoff=_MISSPELLED)
            if near:
                raise ConfigError(f"{given} is no setting; did you mean {near[0]}?", hint=f"unset {given}")
