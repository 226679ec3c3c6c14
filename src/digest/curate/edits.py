"""The groups of a page as a small TOML file that people edit: names in order, paper to group, other short titles.

What stands in the file is followed and never changed. Papers that it does not know are added, each as one line, so
that order, comments and spelling of everything else stay as somebody left them.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from digest.curate.listed import Listed, key_of, title_of
from digest.editions import Edition
from digest.errors import UsageError
from digest.models import Value
from digest.summarize.reading import escaped

_TABLE = re.compile(r"^[ \t]*\[[ \t]*papers[ \t]*\][ \t]*(?:#.*)?\r?$", re.MULTILINE)
_NEXT_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_ROWS_END = re.compile(r"(?:\r?\n[ \t]*(?:#[^\n]*)?)*\Z")
_COMMENT = 90

LEFT_OVER = {"en": "Other", "ja": "その他"}
"""The group of what fits no other, by language. It comes last, so that it is not in the file's list of names."""


class Edits(Value):
    """What a file of groups says. ``papers`` maps the key of an entry to its group, ``titles`` to its short title.

    Groups that are not among ``groups`` come after them.
    """

    groups: tuple[str, ...] = ()
    papers: dict[str, str] = Field(default_factory=dict)
    titles: dict[str, str] = Field(default_factory=dict)


def read_edits(path: Path) -> Edits:
    """What the file says; nothing when there is none.

    Raises:
        UsageError: The file cannot be read or understood.
    """
    return parse_edits(_text(path) or "", str(path))


def parse_edits(text: str, where: str) -> Edits:
    """The groups in the text of a file.

    Raises:
        UsageError: It is no TOML, or says something else than groups, papers and titles.
    """
    hint = f"Mend {where}, or delete it to have the papers sorted anew."
    try:
        found = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where}: {error}", hint=hint) from error
    if unknown := sorted(set(found) - set(Edits.model_fields)):
        raise UsageError(f"{where} has {unknown[0]!r}, which means nothing here", hint=hint)
    groups = found.get("groups", [])
    if not isinstance(groups, list) or not all(_is_name(name) for name in groups):
        raise UsageError(f"{where}: groups must be a list of names", hint=hint)
    tables = {}
    for table in ("papers", "titles"):
        rows = found.get(table, {})
        wrong = rows if not isinstance(rows, dict) else [key for key, value in rows.items() if not _is_name(value)]
        if wrong:
            row = wrong[0] if isinstance(wrong, list) else table
            raise UsageError(f"{where}: in [{table}], {row!r} needs a text", hint=hint)
        tables[table] = {key: " ".join(value.split()) for key, value in rows.items()}
    names = dict.fromkeys(" ".join(name.split()) for name in groups)
    return Edits(groups=tuple(names), papers=tables["papers"], titles=tables["titles"])


def with_new(text: str | None, edition: Edition, items: Sequence[Listed], where: str) -> str:
    """The text of the file with a line for each paper of the edition that it does not have yet.

    Args:
        text: What is in the file now; None when there is no file.
        edition: The groups as they are on the page.
        items: The entries that the edition is about.
        where: The file, for messages.

    Raises:
        UsageError: The file is not to be understood, or written so that no line can be added.
    """
    known = parse_edits(text or "", where)
    lines, added = [], {}
    by_position = {item.entry.position: item for item in items}
    for group in edition.groups:
        for item in (by_position[position] for position in group.positions):
            key = key_of(item)
            if key not in known.papers and key not in added:
                added[key] = group.name
                lines.append(f"{_quoted(key)} = {_quoted(group.name)}  # {_comment(title_of(item))}")
    if text is None:
        return "\n".join([_beginning(edition), *lines]) + "\n"
    if not lines:
        return text
    extended = _inserted(text, lines)
    try:
        if parse_edits(extended, where) == known.model_copy(update={"papers": known.papers | added}):
            return extended
    except UsageError:
        pass  # said below, of the file as it is
    raise UsageError(
        f"{len(lines)} new papers cannot be added to {where}",
        hint='Write its papers as lines below [papers], such as "2401.00001" = "Agents".',
    )


def keep_edits(path: Path, edition: Edition, items: Sequence[Listed]) -> bool:
    """Add the new papers of an edition to the file, and say whether there were any.

    The file is read again at once before: it may have been edited while a model was at work.

    Raises:
        UsageError: The file is not to be understood, or written so that no line can be added.
        OSError: The disk refuses.
    """
    text = _text(path)
    extended = with_new(text, edition, items, str(path))
    if extended == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(extended.encode())
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path.resolve())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def _beginning(edition: Edition) -> str:
    names = "".join(f"  {_quoted(group.name)},\n" for group in edition.groups if group.name not in LEFT_OVER.values())
    return (
        f"# The groups of: {_comment(edition.title or edition.collection)}\n"
        "# Yours to edit: the next export follows this file and adds only papers that it does not have yet.\n"
        "# A line of [papers] that is deleted has its paper sorted anew; without this file all are.\n"
        f"groups = [\n{names}]\n\n"
        '[titles]  # other short titles than those made from the papers\' own, such as "2401.00001" = "Lantern"\n\n'
        "[papers]"
    )


def _inserted(text: str, lines: Sequence[str]) -> str:
    """The lines at the end of the table ``[papers]``, which is made where there is none."""
    newline = "\r\n" if "\r\n" in text else "\n"
    block = newline.join(lines)
    table = _TABLE.search(text)
    if not table:
        return f"{text.rstrip()}{newline * 2}[papers]{newline}{block}{newline}"
    following = _NEXT_TABLE.search(text, table.end())
    # Blank lines and comments before the next table belong to that one.
    end = table.end() + len(_ROWS_END.sub("", text[table.end() : following.start()])) if following else len(text)
    return f"{text[:end].rstrip()}{newline}{block}{text[end:] if following else newline}"


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _quoted(text: str) -> str:
    """A TOML string: that of JSON, but for the one control character which JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    flat = escaped(text)
    return flat if len(flat) <= _COMMENT else flat[: _COMMENT - 1].rstrip() + "…"
