"""How a question is asked of a paper without a model: cue phrases, parts of a paper, and whose voice is heard."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from digest.summarize.language import resolve

_I = re.IGNORECASE


def cues(*pairs: tuple[float, str]) -> tuple[tuple[float, re.Pattern[str]], ...]:
    """Compile pairs of a weight and a regular expression."""
    return tuple((weight, re.compile(pattern, _I | re.DOTALL)) for weight, pattern in pairs)


@dataclass(frozen=True)
class Question:
    """A question with its wording by language, the cues that count for it, and the parts of a paper it is answered in.

    ``roles`` adds to the score of sentences in such a section. ``needs`` must occur, ``bars`` must not. ``strangers``
    is taken off where the authors do not speak of their own work; ``named`` is a cue in which NAME is their own thing.
    """

    id: str
    text: dict[str, str]
    cues: tuple[tuple[float, re.Pattern[str]], ...]
    roles: dict[str, float] = field(default_factory=dict)
    elsewhere: float = 0.0
    threshold: float = 4.0
    most: int = 2
    needs: re.Pattern[str] | None = None
    bars: re.Pattern[str] | None = None
    strangers: float = 0.0
    named: re.Pattern[str] | None = None

    def wording(self, language: str) -> str:
        """The question in a language; English where we have no other."""
        return self.text.get(resolve(language).code, self.text["en"])


WE = (
    r"(?:we|this (?:paper|work|article|study|report|survey|review|thesis|chapter)|in this (?:paper|work|"
    r"article|study)|the (?:present|current) (?:paper|work|study)|our)"
)
MEASURED = re.compile(
    r"\d\s?%|\bper ?cent\b|\d\.\d|\b\d+(?:\.\d+)?\s?(?:times|x|×|points?|BLEU|ms|seconds|hours|days|"
    r"GPUs?|K|km|kpc|pc|AU|au|Myr|Gyr"
    r"|yr|years|mas|μas|nm|μm|mm|cm|GHz|MHz|Hz|eV|keV|GeV|σ|dex|mag|M⊙|K)\b|±|\b(?:two|three|four|"
    r"five|ten|\d+)[- ]?(?:times|fold)\b",
    _I,
)
_OTHERS = re.compile(
    r"\b(?:et al\.|they (?:instead |then )?(?:develop|introduce|show|propose|use|find|report|train|"
    r"apply)|(?:proposed|introduced|presented|developed) by)",
    _I,
)
_ROADMAP = re.compile(
    r"§|\b(?:section|sect\.|appendix|chapter)s?\s+(?:\d|[A-Z]\b|[IVX]+\b)|\brest of (?:the|this) "
    r"paper\b|\borgani[sz]ed as follows\b"
    r"|\bin this (?:section|subsection|appendix)\b|\bwe (?:now|next) (?:turn|describe|discuss)|\bas "
    r"follows\s*:?\s*$|\bthe following (?:section|sub)",
    _I,
)

SURVEY = re.compile(r"\b(?:survey|review|overview|tutorial|primer)\b", _I)
OTHERS = _OTHERS
ROADMAP = _ROADMAP
OWN_VOICE = re.compile(rf"\b{WE}\b", _I)
NO_ANSWER = {
    "en": "No sentence of the paper was found that plainly answers this.",
    "ja": "この問いに明確に答える文は論文中に見つからなかった。",
}

_ROLES: tuple[tuple[str, str], ...] = (
    ("abstract", r"^abstract|^summary$|^zusammenfassung"),
    ("limitations", r"limitation|threats|caveat|ethic|broader impact"),
    ("conclusion", r"conclu|summary|future|outlook|closing|final remarks|perspectives"),
    ("introduction", r"introduction|motivation|overview|^intro\b"),
    ("background", r"related|background|previous work|prior work|state of the art|literature|preliminar"),
    ("data", r"\bdata|corpus|corpora|observation|material|sample|instrument|acquisition"),
    (
        "results",
        r"result|experiment|evaluation|ablation|performance|comparison|benchmark|case stud|application|findings",
    ),
    ("discussion", r"discussion|analysis|interpretation|implication|error"),
    (
        "method",
        (
            r"method|approach|model|architecture|algorithm|framework|design|system|implementation|"
            r"training|formul|theory|pipeline|procedure|technique|numerical|proof|construction"
        ),
    ),
)
_ROLE_PATTERNS = tuple((role, re.compile(pattern, _I)) for role, pattern in _ROLES)


def role_of(title: str) -> str | None:
    """What part of a paper a heading announces, or None when it does not say."""
    return next((role for role, pattern in _ROLE_PATTERNS if pattern.search(title)), None)
