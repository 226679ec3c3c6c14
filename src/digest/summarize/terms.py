"""Names of models, data sets and metrics: what a statement names must occur in the paper."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from digest.summarize.months import is_month, strange_months
from digest.summarize.wording import word_set

_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[-+._/][A-Za-z0-9]+)*\+*")
_URL = re.compile(r"https?://\S+|www\.\S+")
_COMMON = word_set("ai api cpu gpu llm llms nlp pdf ok vs etc e.g i.e cf fig al url arxiv usa uk ii iii iv pp id")
_FEW = 3  # letters: shorter lower-case words are function words or units


def _squash(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


def _skeleton(name: str) -> str:
    return re.sub(r"\d+", "#", _squash(name))


@dataclass(frozen=True)
class Vocabulary:
    """All words of a paper, to ask whether a name occurs in it."""

    text: str

    @cached_property
    def squashed(self) -> str:
        """Letters and digits only: finds ``Llama-2`` where the paper has ``LLaMA 2``."""
        return _squash(self.text)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """The paper's own words, squashed one by one."""
        return frozenset(_squash(token) for token in re.findall(r"[^\s,;()\[\]{}\"“”]+", self.text))

    def knows(self, name: str) -> bool:
        """Whether the paper has the name, give or take hyphens, case and a plural."""
        bare = _squash(name)
        if len(bare) <= _FEW:
            return any(form in self.tokens for form in (bare, bare.removesuffix("s"), bare + "s")) or bool(
                re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", self.text, re.IGNORECASE)
            )
        return bare in self.squashed or (bare.endswith("s") and bare[:-1] in self.squashed)


def _is_name(token: str, *, starts: bool, latin_prose: bool) -> bool:
    """In Latin prose a name has capitals or digits inside; elsewhere every Latin word is one."""
    if token.lower() in _COMMON or len(token) == 1:
        return False
    if not latin_prose:
        return any(c.isupper() or c.isdigit() for c in token) or len(token) > _FEW
    if any(c.isdigit() for c in token) or any(c.isupper() for c in token[1:]):
        return True
    return token[0].isupper() and not starts


def names(text: str, *, latin_prose: bool) -> list[str]:
    """The names that a statement uses, in order, without repeats."""
    text = _URL.sub(" ", unicodedata.normalize("NFKC", text))
    text = re.sub(r"(?<=[a-z])\.(?=[A-Z][a-z]*\b)", ". ", text)  # a full stop without its space
    found = []
    for match in _NAME.finditer(text):
        before = text[: match.start()].rstrip(" \n\"'“‘(")
        starts = not before or before[-1] in ".!?:"
        token = match[0].rstrip("._-/")
        if _is_name(token, starts=starts, latin_prose=latin_prose):
            found.append(token)
    return list(dict.fromkeys(found))


def strange_names(text: str, cited: Sequence[str], paper: Vocabulary, *, latin_prose: bool) -> list[str]:
    """Names that do not occur in the paper, or that the cited sentences give with other digits."""
    tokens = {_squash(token): token for span in cited for token in names(span, latin_prose=True)}
    skeletons = {_skeleton(token) for token in tokens.values() if any(c.isdigit() for c in token)}
    strange = []
    for name in names(text, latin_prose=latin_prose):
        if is_month(name):
            continue
        parts = [part for part in re.split(r"[-/]", name) if part]
        known = paper.knows(name) or (len(parts) > 1 and all(paper.knows(p) or p.islower() for p in parts))
        other = any(c.isdigit() for c in name) and _squash(name) not in tokens and _skeleton(name) in skeletons
        if not known or other:
            strange.append(name)
    strange += strange_months(text, cited)
    return strange + [name for name in _repeated(text, cited) if name not in strange]


def _repeated(text: str, cited: Sequence[str]) -> list[str]:
    """Names with digits that are said more often than cited while one that differs in its digits is not said."""
    ours, theirs = (Counter(_numbered(t)) for t in (text, "\n".join(cited)))
    unsaid = {_skeleton(name) for name in theirs if name not in ours}
    return [name for name, count in ours.items() if count > theirs[name] > 0 and _skeleton(name) in unsaid]


def _numbered(text: str) -> list[str]:
    return [m[0] for m in _NAME.finditer(_URL.sub(" ", text)) if any(c.isdigit() for c in m[0])]
