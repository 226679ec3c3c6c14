"""How our values lie in columns: clean text, moments in UTC, and frozen values as JSON.

A row holds the value itself, so there is no mapping between rows and values to keep in step.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError
from sqlalchemy import DateTime, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

from digest.errors import SchemaError, StoreError

V = TypeVar("V")
"""One of our values: a pydantic model, or a dataclass of ``document.py``."""

_ADAPTERS: dict[type, TypeAdapter[Any]] = {}
"""What reads and writes each kind of value; making one takes milliseconds."""

REPLACEMENT = "\ufffd"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with every NUL and lone surrogate replaced by U+FFFD, one character for one, so that offsets hold.

    PDFs produce both. A surrogate has no UTF-8 form; a NUL ends the text for much that reads SQLite, and PostgreSQL
    refuses it.
    """
    return _UNSTORABLE.sub(REPLACEMENT, text)


def _adapter(kind: type[V]) -> TypeAdapter[V]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_json(value: object) -> str:
    """The value as JSON. Lone surrogates become U+FFFD; a NUL stays, as JSON can write it."""
    adapter = _adapter(type(value))
    try:
        return adapter.dump_json(value).decode()
    except PydanticSerializationError:
        return adapter.dump_json(adapter.validate_python(_without_surrogates(adapter.dump_python(value)))).decode()


def _without_surrogates(value: Any) -> Any:  # noqa: ANN401 - whatever a model holds
    if isinstance(value, str):
        return _SURROGATES.sub(REPLACEMENT, value)
    if isinstance(value, dict):
        return {_without_surrogates(k): _without_surrogates(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_without_surrogates(v) for v in value)
    return value


def _from_json(kind: type[V], text: str | bytes) -> V:
    try:
        return _adapter(kind).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SchemaError(
            f"a stored {kind.__name__} cannot be read by this version of digest ({where}: {first['msg']})",
            hint="Use the version that wrote it, or run: digest db check",
        ) from error


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise StoreError(
            f"a stored value of {len(data)} bytes is damaged ({error})", hint="Restore a backup: digest.db.*.bak"
        ) from error


class Clean(TypeDecorator[str]):
    """Text of any origin; see ``clean``. Looking up goes the same way as storing, so a cleaned key is still found."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Clean before it is stored or compared."""
        del dialect
        return None if value is None else clean(value)


class Moment(TypeDecorator[datetime]):
    """A time with its zone. Stored as UTC, because SQLite keeps no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC.

        Raises:
            ValueError: The time names no zone, so nobody can say when it is.
        """
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without zone cannot be stored: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Held(TypeDecorator[V], Generic[V]):
    """A frozen value as readable JSON, so that SQL's JSON functions and Datasette can look into it."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[V]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: V | None, dialect: Dialect) -> str | None:
        """To JSON."""
        del dialect
        return None if value is None else to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> V | None:
        """From JSON."""
        del dialect
        return None if value is None else _from_json(self.kind, value)


class Packed(TypeDecorator[V], Generic[V]):
    """A large frozen value as compressed JSON: the text of a long paper is several times smaller so."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, kind: type[V]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: V | None, dialect: Dialect) -> bytes | None:
        """To compressed JSON."""
        del dialect
        return None if value is None else zlib.compress(to_json(value).encode(), 3)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> V | None:
        """From compressed JSON."""
        del dialect
        return None if value is None else _from_json(self.kind, _unpacked(value))


class PackedBytes(TypeDecorator[bytes]):
    """Raw replies, compressed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Compress."""
        del dialect
        return None if value is None else zlib.compress(value, 3)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Decompress."""
        del dialect
        return None if value is None else _unpacked(value)
