"""``digest list``, ``digest show``, ``digest search``: what is in the database, without network or model."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.options import Json, Language

if TYPE_CHECKING:
    from digest.models import Collection
    from digest.store import Store


def list_notes(*, as_json: Json = False) -> None:
    """List the papers that have notes, and those that failed."""
    from digest.cli.session import open_store
    from digest.cli.tables import print_rows
    from digest.config import load_settings

    with open_store(load_settings()) as store:
        rows = [
            {"paper": f"{row.paper_id}v{row.version}", "lang": row.language, "model": row.model, "title": row.title}
            for row in store.list_notes()
        ]
        rows += [
            {"paper": row.ref, "lang": "", "model": "failed", "title": row.error.splitlines()[0]}
            for row in store.failures()
        ]
    print_rows(rows, as_json=as_json, empty="no notes yet; make one with: digest summarize 1706.03762")


def show(
    spec: Annotated[
        str,
        typer.Argument(metavar="ID|NAME", help="arXiv id in any form, an id of `digest list`, or a collection's name."),
    ],
    *,
    lang: Language = None,
    as_json: Json = False,
) -> None:
    """Print the newest note of a paper, or what a collection holds."""
    from digest.cli.output import as_json_line, as_markdown
    from digest.cli.session import open_store
    from digest.config import load_settings
    from digest.errors import BadIdError, NotFoundError

    with open_store(load_settings()) as store:
        collection = store.collection(spec)
        try:
            paper_id, version = id_and_version(spec)
        except BadIdError:
            if collection is None:
                raise
            paper_id, version = "", None
        note = store.latest_note(paper_id, version=version, language=lang)
        paper = store.paper(paper_id, note.version) if note else None
        if note is None or paper is None:
            if collection is None:
                raise NotFoundError(f"there is no note of {spec}", hint=f"Make one with: digest summarize {spec}")
            sys.stdout.write(collection.model_dump_json() + "\n" if as_json else _listing(collection, store))
            return
        sys.stdout.write(as_json_line(paper, note) if as_json else as_markdown(paper, note))


def _listing(collection: Collection, store: Store) -> str:
    """A collection as Markdown: what it is, what was odd about its source, and its entries in order."""
    from digest.export.esc import esc, link
    from digest.weekly import stored_id

    days = " – ".join(str(day) for day in (collection.start, collection.end) if day)
    facts = [collection.kind, days, f"source: {collection.source}", f"{len(collection.entries)} papers"]
    head = [f"# {esc(collection.title)}", esc(", ".join(fact for fact in facts if fact))]
    lines, group = [], None
    for number, entry in enumerate(collection.entries, 1):
        if entry.group and entry.group != group:
            lines.append(f"\n## {esc(entry.group)}\n")
        group = entry.group
        paper = store.paper(stored_id(entry.ref), entry.ref.version) if entry.ref else None
        url = (paper and paper.url) or entry.url
        title = esc(paper.title if paper else entry.title)
        votes = f", {entry.votes} votes" if entry.votes is not None else ""
        where = f": {link(url, url)}" if url else ""
        why = f" ({esc(entry.reason)})" if entry.reason else ""
        lines.append(f"{number}. {title}{votes}{where}{why}")
    return "\n\n".join([*head, *(f"⚠ {esc(warning)}" for warning in collection.warnings), "\n".join(lines)]) + "\n"


def id_and_version(spec: str) -> tuple[str, int | None]:
    """``file:…`` and ``url:…`` ids as they are; everything else as an arXiv id."""
    from digest.cli.specs import ref_from

    if spec.startswith(("file:", "url:")):
        return spec.removesuffix("v1"), None
    ref = ref_from(spec)
    if ref.kind == "file":
        import hashlib
        from pathlib import Path

        return f"file:{hashlib.sha256(Path(ref.id).read_bytes()).hexdigest()[:16]}", None
    return ref.id, ref.version


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="Words that must all occur, in any language.")],
    *,
    limit: Annotated[int, typer.Option(help="At most so many notes.")] = 20,
    as_json: Json = False,
) -> None:
    """Search the notes."""
    from digest.cli.session import open_store
    from digest.cli.tables import print_rows
    from digest.config import load_settings

    with open_store(load_settings()) as store:
        hits = store.search(" ".join(words), limit=limit)
    rows = [{"paper": hit.paper_id, "lang": hit.language, "title": hit.title, "text": hit.snippet} for hit in hits]
    print_rows(rows, as_json=as_json, empty="nothing found")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("list")(list_notes)
    app.command()(show)
    app.command()(search)
