"""The whole exception tree on one page.

::

    DigestError                 exit 1  something failed; the message says what, to what, and what mends it
    ├── UsageError              exit 2  the user asked for something malformed
    │   ├── BadIdError                  an arXiv id that cannot be one
    │   └── ConfigError                 a setting that is unknown or has a bad value
    ├── FetchError              exit 1  this document could not be fetched
    │   ├── NotFoundError               the source says there is no such thing
    │   ├── WithdrawnError              the paper was withdrawn by its authors
    │   ├── NotReadyError               the source is still making it; later it may be there
    │   ├── BadContentError             what came is not what was asked for (HTML for a PDF, cut short, too large)
    │   └── SourceDownError     exit 4  the source does not answer, or told us to stay away
    ├── ExtractError            exit 1  this document could not be read
    │   ├── EncryptedError              it needs a password
    │   ├── NoTextError                 it has no text (empty, or scanned)
    │   ├── DamagedError                it is no readable PDF
    │   └── ParserDiedError             the worker crashed, hung or hit its memory limit
    ├── ModelError              exit 1  the language model's reply could not be used
    │   ├── BadReplyError               cut short, empty, refused, invalid or in the wrong language
    │   ├── TruncatedContextError       the server dropped a part of the prompt without saying so
    │   ├── ContextTooLongError         the prompt does not fit the model
    │   └── ModelDownError      exit 4  the endpoint does not answer, or refuses key, quota or model
    ├── BudgetError             exit 3  the next call would exceed the budget
    ├── StoreError              exit 5  the database or the disk
    │   └── SchemaError                 the database was made by an older or a newer version
    └── LockedError             exit 75 another run holds the lock

Errors pickle: the message is the one positional argument, everything else has a default.
"""

from __future__ import annotations


class DigestError(Exception):
    """Base of all errors that are meant for the user. ``hint`` is the command or the step that mends it."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, dict(self.__dict__)))

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


def _rebuild(kind: type[DigestError], message: str, state: dict[str, object]) -> DigestError:
    error = kind(message)
    error.__dict__.update(state)
    return error


class UsageError(DigestError):
    """The user asked for something malformed."""

    exit_code = 2


class BadIdError(UsageError):
    """An arXiv id that cannot be one; the message says what is wrong and what would be right."""


class ConfigError(UsageError):
    """A setting that is unknown or has a bad value."""


class FetchError(DigestError):
    """This document could not be fetched."""


class NotFoundError(FetchError):
    """The source says that there is no such thing."""


class WithdrawnError(FetchError):
    """The paper was withdrawn by its authors."""


class NotReadyError(FetchError):
    """The source is still making it (arXiv's PDF conversion failed or waits); another day it may be there."""


class BadContentError(FetchError):
    """What came is not what was asked for: HTML for a PDF, cut short, too large."""


class SourceDownError(FetchError):
    """The source does not answer, or told us to stay away."""

    exit_code = 4


class ExtractError(DigestError):
    """This document could not be read."""


class EncryptedError(ExtractError):
    """The PDF needs a password."""


class NoTextError(ExtractError):
    """The document has no text: it is empty or scanned."""


class DamagedError(ExtractError):
    """The bytes are no readable document."""


class ParserDiedError(ExtractError):
    """The worker that read the document crashed, hung or hit its memory limit."""


class ModelError(DigestError):
    """The language model's reply could not be used."""


class BadReplyError(ModelError):
    """The reply was cut short, empty, refused, invalid or in the wrong language."""


class TruncatedContextError(ModelError):
    """The server dropped a part of the prompt without saying so."""


class ContextTooLongError(ModelError):
    """The prompt does not fit the model's context."""


class ModelDownError(ModelError):
    """The endpoint does not answer, or refuses the key, the quota or the model."""

    exit_code = 4


class BudgetError(DigestError):
    """The next call would exceed the budget."""

    exit_code = 3


class StoreError(DigestError):
    """The database or the disk failed."""

    exit_code = 5


class SchemaError(StoreError):
    """The database was made by an older or a newer version of the program."""


class LockedError(DigestError):
    """Another run holds the lock."""

    exit_code = 75
