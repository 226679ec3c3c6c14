"""Papers, their versions, and the documents read from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import select as columns
from sqlmodel import Session, col, or_, select

from digest.document import Document
from digest.errors import StoreError
from digest.models import Paper
from digest.store.connection import Database
from digest.store.tables import DocumentRow, PaperRow, VersionRow, now

T = TypeVar("T")

Name: TypeAlias = tuple[str, int | None]
"""A paper's id and a version, or None for the latest that is known."""

MOST_IDS = 500
"""Ids in one query; SQLite takes 999 variables or more, depending on how it was built."""


class PaperShelf(Database):
    """What is known of papers."""

    def save_paper(self, paper: Paper) -> None:
        """Keep what a source says of one version of a paper; a later word replaces the earlier one."""
        with self.writing() as session:
            latest = _latest(session, paper.id)
            row = session.get(PaperRow, paper.id)
            if row is None:
                session.add(PaperRow(id=paper.id, source=paper.source, title=paper.title))
                session.flush()
            elif latest is None or latest.version <= paper.version:
                row.title, row.source = paper.title, paper.source
            earlier = session.get(VersionRow, (paper.id, paper.version))
            session.merge(
                VersionRow(
                    paper_id=paper.id,
                    version=paper.version,
                    title=paper.title,
                    licence=paper.licence,
                    withdrawn=paper.withdrawn,
                    fetched_at=now(),
                    pdf_sha256=earlier.pdf_sha256 if earlier else None,
                    paper=paper,
                )
            )

    def save_papers(self, papers: Iterable[Paper]) -> None:
        """Keep what a source says of many papers, in one transaction."""
        with self.together():
            for paper in papers:
                self.save_paper(paper)

    def papers_named(self, names: Iterable[Name]) -> dict[Name, Paper]:
        """Those of many papers that are known, each by its id and version; without a version it is the latest."""
        wanted = list(names)
        rows = self._versions(VersionRow.paper, wanted)
        latest: dict[Name, Paper] = {(paper_id, None): paper for (paper_id, _), paper in rows.items()}
        return {name: paper for name in wanted if (paper := rows.get(name) or latest.get(name))}

    def blob_refs(self, names: Iterable[Name]) -> dict[Name, str]:
        """The sha256 of the PDFs of many versions; those that were never fetched are left out."""
        wanted = list(names)
        rows = self._versions(VersionRow.pdf_sha256, wanted)
        return {name: sha256 for name in wanted if (sha256 := rows.get(name))}

    def _versions(self, column: T, names: Iterable[Name]) -> dict[Name, Any]:
        """One column of all versions of the papers named, the latest last."""
        ids = sorted({paper_id for paper_id, _ in names})
        found: dict[Name, Any] = {}
        with self.reading() as session:
            for start in range(0, len(ids), MOST_IDS):
                query = (
                    columns(col(VersionRow.paper_id), col(VersionRow.version), col(column))
                    .where(col(VersionRow.paper_id).in_(ids[start : start + MOST_IDS]))
                    .order_by(col(VersionRow.paper_id), col(VersionRow.version))
                )
                found |= {(paper_id, version): value for paper_id, version, value in session.execute(query)}
        return found

    def paper(self, paper_id: str, version: int | None = None) -> Paper | None:
        """One version of a paper, or the latest known; None when it was never met."""
        with self.reading() as session:
            row = session.get(VersionRow, (paper_id, version)) if version else _latest(session, paper_id)
            return row.paper if row else None

    def papers(self) -> list[Paper]:
        """The latest known version of every paper, in the order of their ids."""
        with self.reading() as session:
            rows = session.exec(select(VersionRow).order_by(VersionRow.paper_id, col(VersionRow.version)))
            return list({row.paper_id: row.paper for row in rows}.values())

    def save_blob_ref(self, paper_id: str, version: int, sha256: str) -> None:
        """Remember which bytes are the PDF of a version. Call it when they are safely on disk.

        Raises:
            StoreError: The version is unknown; ``save_paper`` comes first.
        """
        with self.writing() as session:
            _known(session, paper_id, version).pdf_sha256 = sha256

    def blob_ref(self, paper_id: str, version: int) -> str | None:
        """The sha256 of the PDF of a version; None when it was never fetched."""
        with self.reading() as session:
            row = session.get(VersionRow, (paper_id, version))
            return row.pdf_sha256 if row else None

    def save_document(self, paper_id: str, version: int, document: Document) -> None:
        """Keep the text of a version as it was read. The same bytes under two papers are one document.

        Raises:
            StoreError: The version is unknown; ``save_paper`` comes first.
        """
        with self.writing() as session:
            _known(session, paper_id, version)
            if session.get(DocumentRow, document.key) is None:
                session.add(
                    DocumentRow(
                        key=document.key,
                        paper_id=paper_id,
                        version=version,
                        sha256=document.sha256,
                        extractor=document.extractor,
                        pages=len(document.pages),
                        document=document,
                    )
                )

    def document(self, key: str) -> Document | None:
        """A document by its key."""
        with self.reading() as session:
            row = session.get(DocumentRow, key)
            return row.document if row else None

    def document_for(self, paper_id: str, version: int, extractor: str) -> Document | None:
        """The document that an extractor read from a version, or from other bytes that are the same."""
        blob = select(VersionRow.pdf_sha256).where(VersionRow.paper_id == paper_id, VersionRow.version == version)
        mine = (col(DocumentRow.paper_id) == paper_id) & (col(DocumentRow.version) == version)
        query = (
            select(DocumentRow)
            .where(DocumentRow.extractor == extractor, or_(mine, col(DocumentRow.sha256) == blob.scalar_subquery()))
            .order_by(col(DocumentRow.created_at).desc())
        )
        with self.reading() as session:
            row = session.exec(query).first()
            return row.document if row else None


def _known(session: Session, paper_id: str, version: int) -> VersionRow:
    row = session.get(VersionRow, (paper_id, version))
    if row is None:
        raise StoreError(f"{paper_id}v{version} is not in the database yet, so nothing can be kept about it")
    return row


def _latest(session: Session, paper_id: str) -> VersionRow | None:
    query = select(VersionRow).where(VersionRow.paper_id == paper_id).order_by(col(VersionRow.version).desc())
    return session.exec(query).first()
