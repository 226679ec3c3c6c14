"""Notes: saved with everything that hangs on them in one transaction, found again, and marked when they are stale."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, or_, select

from digest.errors import StoreError
from digest.models import CallState, Note, Status
from digest.store import search
from digest.store.connection import Database
from digest.store.papers import MOST_IDS
from digest.store.rows import Hit, NoteLine
from digest.store.tables import (
    AnswerRow,
    CallRow,
    CallUseRow,
    DocumentRow,
    EvidenceRow,
    FailureRow,
    NoteRow,
    NoteTextRow,
    VersionRow,
    now,
)

BETWEEN = "; "
"""Between the reasons for which a note is stale."""


class NoteShelf(Database):
    """The notes."""

    def save_note(self, note: Note, used_calls: Iterable[str] = ()) -> None:
        """Keep a note, its answers, what the search needs, and that these calls' content went into it: all or nothing.

        A note with the same key is replaced. What failed before for this paper is forgotten.

        Raises:
            StoreError: The note's paper or document is not in the database.
        """
        with self.writing() as session:
            version = session.get(VersionRow, (note.paper_id, note.version))
            if version is None:
                raise StoreError(f"a note of {note.paper_id}v{note.version} cannot be kept before the paper itself")
            if not session.exec(select(DocumentRow.key).where(DocumentRow.key == note.document_key)).first():
                raise StoreError(f"a note of {note.paper_id}v{note.version} cannot be kept before its document")
            for table in (EvidenceRow, AnswerRow, NoteTextRow):
                session.execute(delete(table).where(col(table.note_key) == note.key))
            session.merge(_row(note))
            session.flush()
            title, body = search.text_of(note, version.paper)
            session.add(NoteTextRow(note_key=note.key, title=title, body=body))
            _add_answers(session, note)
            _use_calls(session, note.key, list(dict.fromkeys(used_calls)))
            _forget_failures(session, note)

    def note(self, key: str) -> Note | None:
        """A note by its key."""
        with self.reading() as session:
            row = session.get(NoteRow, key)
            return row.note if row else None

    def notes_with(self, keys: Iterable[str]) -> dict[str, Note]:
        """Those of many notes that are there, by their keys."""
        wanted = list(dict.fromkeys(keys))
        found: dict[str, Note] = {}
        with self.reading() as session:
            for start in range(0, len(wanted), MOST_IDS):
                some = col(NoteRow.key).in_(wanted[start : start + MOST_IDS])
                found |= {
                    row.key: row.note
                    for row in session.execute(columns(col(NoteRow.key), col(NoteRow.note)).where(some))
                }
        return found

    def notes_for(self, paper_id: str, *, language: str | None = None, version: int | None = None) -> list[Note]:
        """All notes of a paper: the latest version's first, and of one version the newest."""
        query = select(NoteRow).where(NoteRow.paper_id == paper_id)
        if language is not None:
            query = query.where(NoteRow.language == language)
        if version is not None:
            query = query.where(NoteRow.version == version)
        query = query.order_by(col(NoteRow.version).desc(), col(NoteRow.created_at).desc(), NoteRow.key)
        with self.reading() as session:
            return [row.note for row in session.exec(query)]

    def latest_note(self, paper_id: str, language: str | None = None, *, version: int | None = None) -> Note | None:
        """The newest note of a paper's latest version that has one."""
        notes = self.notes_for(paper_id, language=language, version=version)
        return notes[0] if notes else None

    def list_notes(
        self, *, language: str | None = None, model: str | None = None, stale: bool | None = None
    ) -> list[NoteLine]:
        """All notes without their texts, the newest first. ``stale`` asks for only those that are, or are not."""
        with self.reading() as session:
            return _lines(session, language=language, model=model, stale=stale)

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Notes that contain every word, best first. Any text is a valid search, in any language."""
        with self.reading() as session:
            return search.search(session, words, limit)

    def mark_stale(self, key: str, reasons: Iterable[str]) -> None:
        """Say why a note should be made anew; no reasons make it fresh."""
        with self.writing() as session:
            _mark(session, key, reasons)

    def find_stale(
        self, paper_ids: Iterable[str] | None = None, *, model: str | None = None, prompts: str | None = None
    ) -> list[NoteLine]:
        """Mark every note that is behind what is known now, and the others as fresh; return what should be made anew.

        A note is stale when its paper has a later version or was withdrawn, and, where these are given, when it was
        made by another model or with other prompts. It need not be made anew when the paper has a fresh note in the
        same language.
        """
        wanted = None if paper_ids is None else set(paper_ids)
        found, fresh = set(), set()
        with self.writing() as session:
            latest = _latest_versions(session)
            for line in _lines(session):
                if wanted is not None and line.paper_id not in wanted:
                    continue
                stale = _behind(line, latest[line.paper_id], model, prompts)
                if stale != line.stale:
                    _mark(session, line.key, stale)
                if stale:
                    found.add(line.key)
                else:
                    fresh.add((line.paper_id, line.language))
            lines = [line for line in _lines(session, stale=True) if line.key in found]
        return [line for line in lines if (line.paper_id, line.language) not in fresh]


def _lines(
    session: Session, *, language: str | None = None, model: str | None = None, stale: bool | None = None
) -> list[NoteLine]:
    query = (
        columns(
            col(NoteRow.key),
            col(NoteRow.paper_id),
            col(NoteRow.version),
            col(NoteRow.language),
            col(NoteRow.model),
            col(NoteRow.prompts),
            col(VersionRow.title),
            col(NoteRow.gist),
            col(NoteRow.answers),
            col(NoteRow.verified),
            col(NoteRow.created_at),
            col(NoteRow.stale),
        )
        .join(
            VersionRow,
            (col(VersionRow.paper_id) == col(NoteRow.paper_id)) & (col(VersionRow.version) == col(NoteRow.version)),
        )
        .order_by(col(NoteRow.created_at).desc(), NoteRow.key)
    )
    if language is not None:
        query = query.where(col(NoteRow.language) == language)
    if model is not None:
        query = query.where(col(NoteRow.model) == model)
    if stale is not None:
        query = query.where(col(NoteRow.stale).is_not(None) if stale else col(NoteRow.stale).is_(None))
    return [
        NoteLine(**{**row._mapping, "stale": _reasons(row.stale)})  # noqa: SLF001 - SQLAlchemy's public name
        for row in session.execute(query)
    ]


def _latest_versions(session: Session) -> dict[str, tuple[int, bool]]:
    """For every paper its latest known version, and whether that was withdrawn."""
    query = select(VersionRow.paper_id, VersionRow.version, VersionRow.withdrawn).order_by(col(VersionRow.version))
    return {paper_id: (version, withdrawn) for paper_id, version, withdrawn in session.exec(query)}


def _behind(note: NoteLine, latest: tuple[int, bool], model: str | None, prompts: str | None) -> tuple[str, ...]:
    """Why a note should be made anew."""
    reasons = []
    version, withdrawn = latest
    if withdrawn:
        reasons.append("the paper was withdrawn")
    elif note.version < version:
        reasons.append(f"version {version} is out")
    if model is not None and note.model != model:
        reasons.append(f"made by {note.model}")
    if prompts is not None and note.prompts != prompts:
        reasons.append("made with other prompts")
    return tuple(reasons)


def _mark(session: Session, key: str, reasons: Iterable[str]) -> None:
    stale = BETWEEN.join(dict.fromkeys(reasons)) or None
    session.execute(update(NoteRow).where(col(NoteRow.key) == key).values(stale=stale))


def _reasons(stale: str | None) -> tuple[str, ...]:
    return tuple(stale.split(BETWEEN)) if stale else ()


def _row(note: Note) -> NoteRow:
    return NoteRow(
        key=note.key,
        paper_id=note.paper_id,
        version=note.version,
        document_key=note.document_key,
        language=note.language,
        model=note.model,
        prompts=note.prompts,
        gist=note.gist.text,
        answers=len(note.answers),
        verified=sum(answer.passage.status is Status.VERIFIED for answer in note.answers),
        created_at=now(),
        note=note,
    )


def _add_answers(session: Session, note: Note) -> None:
    for position, answer in enumerate(note.answers):
        session.add(
            AnswerRow(
                note_key=note.key,
                position=position,
                kind=answer.kind,
                question=answer.question,
                answer=answer.passage.text,
                status=answer.passage.status.value,
            )
        )
    session.flush()
    for position, answer in enumerate(note.answers):
        for place, evidence in enumerate(answer.passage.evidence):
            session.add(
                EvidenceRow(
                    note_key=note.key,
                    answer=position,
                    position=place,
                    quote=evidence.quote,
                    page=evidence.page,
                    anchor=evidence.anchor,
                    start_offset=evidence.start,
                    end_offset=evidence.end,
                )
            )


def _use_calls(session: Session, note_key: str, keys: list[str]) -> None:
    for key in keys:
        session.merge(CallUseRow(note_key=note_key, call_key=key))
    received = (col(CallRow.key).in_(keys)) & (col(CallRow.state) == CallState.RECEIVED.value)
    session.execute(update(CallRow).where(received).values(state=CallState.USED.value))


def _forget_failures(session: Session, note: Note) -> None:
    names = [note.paper_id, f"{note.paper_id}v{note.version}"]
    mine = or_(col(FailureRow.ref).in_(names), col(FailureRow.paper_id) == note.paper_id)
    session.execute(delete(FailureRow).where(mine))
