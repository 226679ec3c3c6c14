"""Collections: named, ordered lists of papers. A paper may be in many."""

from __future__ import annotations

from sqlalchemy import delete, func
from sqlmodel import col, or_, select

from digest.models import Collection, Entry, PaperRef
from digest.store.connection import Database
from digest.store.rows import CollectionLine
from digest.store.tables import CollectionRow, EntryRow, now


class CollectionShelf(Database):
    """The collections."""

    def save_collection(self, collection: Collection) -> None:
        """Keep a collection as it is now; one of the same name is replaced, entries and all."""
        with self.writing() as session:
            earlier = session.get(CollectionRow, collection.name)
            session.execute(delete(EntryRow).where(col(EntryRow.collection) == collection.name))
            session.merge(
                CollectionRow(
                    name=collection.name,
                    kind=collection.kind,
                    title=collection.title,
                    starts_on=collection.start,
                    ends_on=collection.end,
                    source=collection.source,
                    created_at=earlier.created_at if earlier else now(),
                    updated_at=now(),
                    warnings="\n".join(" ".join(line.split()) for line in collection.warnings) or None,
                )
            )
            session.flush()
            session.add_all(_row(collection.name, n, entry) for n, entry in enumerate(collection.entries))

    def collection(self, name: str) -> Collection | None:
        """A collection with all its entries, in order."""
        query = select(EntryRow).where(EntryRow.collection == name).order_by(col(EntryRow.ordinal))
        with self.reading() as session:
            row = session.get(CollectionRow, name)
            if row is None:
                return None
            entries = tuple(_entry(entry) for entry in session.exec(query))
        return Collection.model_validate(
            {
                "name": row.name,
                "kind": row.kind,
                "title": row.title,
                "start": row.starts_on,
                "end": row.ends_on,
                "source": row.source,
                "entries": entries,
                "warnings": tuple((row.warnings or "").splitlines()),
            }
        )

    def collections(self) -> list[CollectionLine]:
        """All collections without their entries: by period, then by name."""
        return self._lines(None)

    def collections_with(self, paper_id: str) -> list[CollectionLine]:
        """The collections that a paper is in, whatever version they name: by period, then by name.

        ``paper_id`` is an arXiv id without version, the path of a file or a URL, as entries hold them; ``url:…`` is
        taken for its URL.
        """
        return self._lines(paper_id)

    def remove_collection(self, name: str) -> bool:
        """Forget a list, not its papers and notes; False when there is none of that name."""
        with self.writing() as session:
            row = session.get(CollectionRow, name)
            if row is not None:
                session.delete(row)
            return row is not None

    def _lines(self, paper_id: str | None) -> list[CollectionLine]:
        size = select(func.count()).where(col(EntryRow.collection) == col(CollectionRow.name)).scalar_subquery()
        query = select(CollectionRow, size).order_by(col(CollectionRow.starts_on).nulls_first(), CollectionRow.name)
        if paper_id is not None:
            mine = or_(col(EntryRow.ref_id) == paper_id, col(EntryRow.ref_id) == paper_id.removeprefix("url:"))
            query = query.where(col(CollectionRow.name).in_(select(EntryRow.collection).where(mine)))
        with self.reading() as session:
            return [
                CollectionLine(
                    name=row.name,
                    kind=row.kind,
                    title=row.title,
                    start=row.starts_on,
                    end=row.ends_on,
                    source=row.source,
                    entries=count,
                    updated_at=row.updated_at,
                )
                for row, count in session.exec(query)
            ]


def _row(collection: str, ordinal: int, entry: Entry) -> EntryRow:
    ref = entry.ref
    return EntryRow(
        collection=collection,
        ordinal=ordinal,
        position=entry.position,
        title=entry.title,
        ref_kind=ref.kind if ref else None,
        ref_id=ref.id if ref else None,
        ref_version=ref.version if ref else None,
        url=entry.url,
        heading=entry.group,
        comment=entry.comment,
        votes=entry.votes,
        reason=entry.reason,
    )


def _entry(row: EntryRow) -> Entry:
    ref = None
    if row.ref_kind is not None:
        ref = PaperRef.model_validate({"kind": row.ref_kind, "id": row.ref_id, "version": row.ref_version})
    return Entry(
        position=row.position,
        title=row.title,
        ref=ref,
        url=row.url,
        group=row.heading,
        comment=row.comment,
        votes=row.votes,
        reason=row.reason,
    )
