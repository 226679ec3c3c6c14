"""Prompts are files: one Markdown file for each task, with front matter and a Jinja body.

A user may put a changed file of the same name into a folder of their own; it is checked against the variables that the
task may use. The hash over all prompts goes into every note, so that a note says what it was written with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import ConfigError

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

# The tasks of a note, and the variables that the prompt of each may use.
VARIABLES: Mapping[str, frozenset[str]] = {
    "system": frozenset({"language", "code"}),
    "paper": frozenset({"title", "lines"}),
    "questions": frozenset({"title", "abstract", "count", "language", "code"}),
    "summary": frozenset({"language", "code"}),
    "answers": frozenset({"questions", "language", "code"}),
    "repair": frozenset({"claims", "language", "code"}),
    "selection": frozenset({"questions", "limit", "language", "code"}),
}
_KEYS = frozenset({"id", "version", "schema", "max_output_tokens"})
_MARK = "---"


def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined  # noqa: PLC0415 - slow to load, and not needed to know which prompts there are
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - the same

    # Prompts are plain text for a model, no HTML: there is nothing to escape for.
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )


@dataclass(frozen=True)
class Prompt:
    """One prompt: what it is for, the name of the schema that its reply must have, and its text."""

    id: str
    version: str
    schema: str
    max_output_tokens: int
    body: str

    @cached_property
    def _template(self) -> Template:
        return _environment().from_string(self.body)

    def render(self, **variables: object) -> str:
        """The prompt with its variables filled in.

        Raises:
            ConfigError: A variable is missing, or the template fails.
        """
        from jinja2 import TemplateError  # noqa: PLC0415 - as above

        try:
            return self._template.render(**variables).strip()
        except TemplateError as error:
            raise ConfigError(f"prompt {self.id}: {error}") from error


@dataclass(frozen=True)
class Prompts:
    """All prompts that notes are written with."""

    by_id: Mapping[str, Prompt]

    @classmethod
    def load(cls, folder: Path, override: Path | None = None) -> Prompts:
        """Read the prompts of a folder; files of the same name in ``override`` take their place.

        Raises:
            ConfigError: A prompt is missing or malformed, or uses a variable that its task does not have.
        """
        prompts = {}
        for name in VARIABLES:
            own = override / f"{name}.md" if override else None
            if own and own.is_file():
                prompts[name] = parse_prompt(prompt_text(own), name, str(own))
            else:  # those that are shipped are checked by the tests
                prompts[name] = _parsed(prompt_text(folder / f"{name}.md"), name, str(folder / f"{name}.md"))
        return cls(prompts)

    def __getitem__(self, name: str) -> Prompt:
        return self.by_id[name]

    @cached_property
    def hash(self) -> str:
        """Twelve hexadecimal digits that change with any character of any prompt."""
        parts = [[p.id, p.version, p.schema, p.max_output_tokens, p.body] for _, p in sorted(self.by_id.items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]


def prompt_text(path: Path) -> str:
    """The text of a prompt's file.

    Raises:
        ConfigError: It cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"prompt {path} cannot be read: {error}") from error


def parse_prompt(text: str, name: str, where: str, allowed: AbstractSet[str] | None = None) -> Prompt:
    """A prompt from the text of its file.

    Prompts that are not a note's say which variables are ``allowed``; a note's also has one of the notes' schemas.

    Raises:
        ConfigError: The front matter or the body is not what the task needs.
    """
    from jinja2 import TemplateError, meta  # noqa: PLC0415 - as above

    from digest.summarize.drafts import SCHEMAS  # noqa: PLC0415 - the same

    prompt = _parsed(text, name, where)
    if allowed is None and prompt.schema not in (*SCHEMAS, "none"):
        raise ConfigError(f"prompt {where} names the unknown schema {prompt.schema!r}")
    try:
        used = meta.find_undeclared_variables(_environment().parse(prompt.body))
    except TemplateError as error:
        raise ConfigError(f"prompt {where}: {error}") from error
    may = VARIABLES[name] if allowed is None else allowed
    if unknown := used - may:
        raise ConfigError(
            f"prompt {where} uses {', '.join(sorted(unknown))}", hint=f"It may use {', '.join(sorted(may))}."
        )
    return prompt


def _parsed(text: str, name: str, where: str) -> Prompt:
    """A prompt whose front matter is whole; what it names and what its body holds is not looked at."""
    lines = text.splitlines()
    if lines[:1] != [_MARK] or _MARK not in lines[1:]:
        raise ConfigError(f"prompt {where} has no front matter between two lines of {_MARK}")
    end = lines.index(_MARK, 1)
    head = dict(_pair(line, where) for line in lines[1:end] if line.strip())
    if set(head) != _KEYS:
        raise ConfigError(f"prompt {where}: the front matter needs exactly {', '.join(sorted(_KEYS))}")
    if head["id"] != name:
        raise ConfigError(f"prompt {where} says that it is {head['id']!r}, not {name!r}")
    if not head["max_output_tokens"].isdigit():
        raise ConfigError(f"prompt {where}: max_output_tokens is not a number: {head['max_output_tokens']!r}")
    body = "\n".join(lines[end + 1 :]).strip() + "\n"
    return Prompt(name, head["version"], head["schema"], int(head["max_output_tokens"]), body)


def _pair(line: str, where: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    if not colon:
        raise ConfigError(f"prompt {where}: the front matter line {line!r} is no `key: value`")
    return key.strip(), value.strip().strip("\"'")
