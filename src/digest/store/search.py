"""Searching notes: SQLite's trigram index for words of three characters and more, a scan for shorter ones.

Word indexes find nothing in Japanese, which has no spaces, and the trigram index silently nothing for 推論, which has
two characters. So both ways are joined with AND. This is the one file that another database would have to replace.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sqlalchemy import TextClause, text
from sqlmodel import Session

from digest.models import Note, Paper
from digest.store.columns import clean
from digest.store.rows import Hit

INDEX = "note_texts_fts"
_TRIGRAM = 3
_AROUND = 80
"""Characters of context on either side of a hit."""

_INSERT = "INSERT INTO note_texts_fts(rowid, title, body) VALUES (new.id, new.title, new.body);"
_DELETE = (
    "INSERT INTO note_texts_fts(note_texts_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);"
)
TRIGGERS = {
    f"note_texts_fts_{event.lower()}": f"CREATE TRIGGER note_texts_fts_{event.lower()} AFTER {event} ON note_texts "
    f"BEGIN {actions} END"
    for event, actions in (("INSERT", _INSERT), ("DELETE", _DELETE), ("UPDATE", f"{_DELETE} {_INSERT}"))
}
"""They keep the index in step with its table, whoever writes it."""

INTEGRITY_CHECK = "INSERT INTO note_texts_fts(note_texts_fts, rank) VALUES ('integrity-check', 1)"
"""Fails when the index does not agree with its table. https://www.sqlite.org/fts5.html#the_integrity_check_command"""


def is_search_index(table: str) -> bool:
    """Whether a table belongs to the index: the index itself or one of the five that SQLite makes for it."""
    return table == INDEX or table.startswith(f"{INDEX}_")


def normalised(words: str) -> str:
    """One form for what is stored and what is looked for: ``ＬＬＭ`` is ``LLM``, ``ﬁne`` is ``fine``."""
    return unicodedata.normalize("NFKC", clean(words))


def text_of(note: Note, paper: Paper) -> tuple[str, str]:
    """Title and body of a note as the index holds them."""
    lines = [" ".join(author.name for author in paper.authors), paper.abstract]
    lines += [passage.text for passage in note.passages]
    lines += [answer.question for answer in note.answers]
    lines += [evidence.quote for passage in note.passages for evidence in passage.evidence]
    body = "\n".join(dict.fromkeys(line for line in lines if line))
    return normalised(paper.title), normalised(f"{paper.id}\n{body}")


def search(session: Session, words: str, limit: int) -> list[Hit]:
    """Notes that contain every word, best first; of several notes on one paper in one language, the best.

    Whatever the user types is words: quotes, ``AND``, ``*`` and ``-`` have no meaning of their own.
    """
    terms = list(dict.fromkeys(normalised(words).split()))
    if not terms or limit < 1:
        return []
    hits: dict[tuple[str, str], Hit] = {}
    for note_key, paper_id, version, language, title, body in _rows(session, terms):
        hit = Hit(
            paper_id=paper_id,
            version=version,
            language=language,
            title=title,
            snippet=_snippet(body, terms),
            note_key=note_key,
        )
        hits.setdefault((paper_id, language), hit)
        if len(hits) == limit:
            break
    return list(hits.values())


def _rows(session: Session, terms: list[str]) -> Iterator[tuple[str, str, int, str, str, str]]:
    long = [term for term in terms if len(term) >= _TRIGRAM]
    short = [_cases(term) for term in terms if len(term) < _TRIGRAM]
    values = {f"s{n}_{m}": f"%{_escaped(form)}%" for n, forms in enumerate(short) for m, form in enumerate(forms)}
    if long:
        values["query"] = " AND ".join('"' + term.replace('"', '""') + '"' for term in long)
    statement = _statement([len(forms) for forms in short], indexed=bool(long))
    for row in session.connection().execute(statement, values):
        yield row.key, row.paper_id, row.version, row.language, row.title, row.body


def _statement(short: list[int], *, indexed: bool) -> TextClause:
    """The query; all that users typed comes in as parameters. ``short`` has the number of forms of each short word."""
    conditions = []
    for n, forms in enumerate(short):
        likes = [f"t.{column} LIKE :s{n}_{m} ESCAPE '\\'" for m in range(forms) for column in ("title", "body")]
        conditions.append(f"({' OR '.join(likes)})")
    source, order = "note_texts AS t", "n.created_at DESC, n.key"
    if indexed:
        source = f"{INDEX} AS f JOIN note_texts AS t ON t.id = f.rowid"
        conditions.insert(0, f"{INDEX} MATCH :query")
        order = f"bm25({INDEX}, 5.0, 1.0), {order}"
    return text(
        "SELECT n.key, n.paper_id, n.version, n.language, v.title, t.body "  # noqa: S608 - only our own names are put in
        f"FROM {source} JOIN notes AS n ON n.key = t.note_key "
        "JOIN versions AS v ON v.paper_id = n.paper_id AND v.version = n.version "
        f"WHERE {' AND '.join(conditions)} ORDER BY {order}"
    )


def _cases(term: str) -> list[str]:
    """LIKE knows upper and lower case in ASCII only."""
    return list(dict.fromkeys((term, term.lower(), term.upper(), term.title())))


def _escaped(term: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", term)


def _snippet(body: str, terms: list[str]) -> str:
    """The surroundings of the first term that occurs in the body; its beginning when only the title has them."""
    found = next((m for term in terms if (m := re.search(re.escape(term), body, re.IGNORECASE))), None)
    at = found.start() if found else 0
    start, end = max(0, at - _AROUND), min(len(body), at + _AROUND)
    inside = " ".join(body[start:end].split())
    return f"{'…' if start else ''}{inside}{'…' if end < len(body) else ''}"
