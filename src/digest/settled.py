"""Is there anything to do at all? Answered before the house is opened: no ORM, no SDK, no parser, no network."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import ValidationError

from digest.config import OPENAI_BASE_URL, OPENAI_DEFAULT_MODEL, Settings, bundled
from digest.document import document_key
from digest.extract import EXTRACTOR
from digest.models import note_key
from digest.outcome import Outcome
from digest.store.glance import Glance
from digest.summarize.prompts import Prompts

if TYPE_CHECKING:
    from digest.models import PaperRef


def settled(refs: Sequence[PaperRef], settings: Settings) -> list[Outcome] | None:
    """The outcomes of a run in which every note is there already; None when anything has to be done or looked into.

    Only papers of arXiv are looked at, with a model whose name needs not be asked for: that is what runs unattended.
    """
    model = settings.model or (OPENAI_DEFAULT_MODEL if settings.endpoint == OPENAI_BASE_URL else None)
    if settings.endpoint is None or model is None or any(ref.kind != "arxiv" for ref in refs):
        return None
    try:
        with Glance(settings.data_dir / "digest.db", bundled("migrations")) as glance:
            return _all(refs, glance, settings, model)
    except (LookupError, sqlite3.Error, ValidationError):
        return None  # the store tells what is wrong, or mends it


def _all(refs: Sequence[PaperRef], glance: Glance, settings: Settings, model: str) -> list[Outcome] | None:
    known = glance.versions((ref.id, ref.version) for ref in refs)
    prompts = Prompts.load(bundled("prompts")).hash
    keys: dict[PaperRef, str] = {}
    for ref in refs:
        paper, sha256 = known.get((ref.id, ref.version), (None, None))
        if paper is None or sha256 is None:
            return None
        keys[ref] = note_key(
            paper=paper.label,
            document=document_key(sha256, EXTRACTOR),
            prompts=prompts,
            model=model,
            language=settings.language,
            questions=settings.questions,
        )
    notes = glance.notes(keys.values())
    if len(notes) < len(set(keys.values())) or glance.failed(ref.label for ref in refs):
        return None
    return [Outcome(ref, known[ref.id, ref.version][0], notes[keys[ref]], reused=True) for ref in refs]
