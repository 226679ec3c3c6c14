"""What speaks against a statement, given the sentences it cites. No model is asked: only what can be compared is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from digest.summarize.bound import misplaced_numbers
from digest.summarize.clauses import exchanged_by_versus, exchanged_numbers
from digest.summarize.direction import turned
from digest.summarize.displaced import displaced_numbers
from digest.summarize.numbers import missing_numbers
from digest.summarize.overstated import overstated
from digest.summarize.polarity import flipped_negation
from digest.summarize.roles import exchanged
from digest.summarize.terms import Vocabulary, strange_names
from digest.summarize.whose import not_their_own
from digest.summarize.wording import content_stems, likeness, words

_LATIN_PROSE = frozenset(
    {"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "pl", "cs", "ro", "hu", "tr"}
)
_MIN_COVERAGE = 0.58
_MIN_ALONE = 0.5  # without what title, heading and neighbours explain
_FEW_WORDS, _FEW_COVERAGE = 5, 0.52  # short statements meet by chance more easily
_MIN_WORDS = 2  # with fewer meaning-carrying words all others are compared,
_LITTLE = 3  # but for those of so few letters
SOMETHING_ELSE = "the cited sentences speak of something else"
_NEW_WORDS = 1  # an answer has at least so many meaning-carrying words that its question does not have
_NOTHING = re.compile(
    r"^\s*(?:i|we) (?:will |can |shall )?(?:provide|give|offer|present)s? (?:a|an|the) [\w\s-]{0,60}\.?\s*$"
    r"|\b(?:is|are|will be) (?:described|discussed|explained|presented|detailed|provided|given) "
    r"(?:in (?:detail|the paper|the text|section \S+)|below|above|as follows)[\s:.]*$"
    r"|^\s*(?:yes|no|none|n/?a|unknown)[.!]?\s*$"
    r"|\bas an? (?:ai|language model)\b|^\s*(?:here (?:is|are)|sure[,!])\b"
    r"|(?:以下|次)の(?:とおり|通り|ように)(?:説明|示|述べ)?[^。]{0,12}[。.]?\s*$"
    r"|^[^。]{0,60}(?:提供|紹介|レビュー|説明)(?:します|する|しています|している)[。.]?\s*$"
    r"|(?:詳しく|詳細に|論文で|本文で)(?:説明|記述|記載|議論)され(?:ています|ている|ます|る)[。.]?\s*$"
    r"|^\s*(?:はい|いいえ)[、。,.]?\s*$",
    re.IGNORECASE,
)
_NOT_STATED = re.compile(
    r"\b(?:(?:is|are|was|were|does|do) not (?:explicitly |specifically |directly )?(?:state[ds]?|mention(?:ed)?|"
    r"specif(?:y|ied)|disclosed?|provided?|reported?|given|discuss(?:ed)?|"
    r"address(?:ed)?)\b.{0,60}\b(?:paper|text|authors?|"
    r"document|study)|(?:paper|text|authors?|document|study) (?:does|do|did) not (?:explicitly |"
    r"specifically |directly )?"
    r"(?:state|mention|specify|disclose|provide|report|give|discuss|address|say)\b|not stated in the paper)"
    r"|(?:論文|本文|著者|文書|文脈)[^。]{0,30}(?:言及|記載|記述|明記|明示|説明|示|述べ)(?:され|は|ら|れ|が)[^。]{0,10}(?:ない|いません|おらず)"
    r"|(?:記載|言及|明記)(?:が|は)(?:ない|ありません|なかった)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Setting:
    """What a check needs to know besides the statement: the paper's words, and the codes of the two languages."""

    vocabulary: Vocabulary
    title: str
    answer: str
    paper: str
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def latin_prose(self) -> bool:
        """Whether names stand out by their capitals only."""
        return self.answer in _LATIN_PROSE or not self.answer

    @property
    def same_prose(self) -> bool:
        """Whether the words of the statement can be looked up in the paper's."""
        return self.answer == self.paper and self.answer in _LATIN_PROSE


def says_not_stated(text: str) -> bool:
    """Whether an answer says in words that the paper does not say."""
    return bool(_NOT_STATED.search(text))


def answers_nothing(text: str, question: str | None = None) -> bool:
    """Whether a text promises, repeats or announces instead of saying something."""
    if _NOTHING.search(text):
        return True
    if question is None:
        return False
    if text.isascii() and question.isascii():
        asked = set(content_stems(words(question)))
        said = set(content_stems(words(text)))
        return len(said - asked) < _NEW_WORDS and not re.search(r"\d|https?:", text)
    ours, theirs = _pairs(text), _pairs(question)
    return len(ours) > 0 and len(ours - theirs) / len(ours) < 0.3  # noqa: PLR2004 - most of it is the question's own


def _pairs(text: str) -> set[str]:
    letters = "".join(c for c in text.casefold() if c.isalnum())
    return {letters[i : i + 2] for i in range(len(letters) - 1)}


def objections(
    text: str,
    cited: Sequence[str],
    *,
    main: str,
    setting: Setting,
    derived: Sequence[str] = (),
    nearby: Sequence[str] = (),
) -> tuple[str, ...]:
    """Everything that speaks against a statement, in English, for the repair turn and for the reader.

    ``cited`` are the cited sentences, ``main`` is the one with the anchor. ``nearby`` are headings and neighbours,
    which may explain words but never numbers.
    """
    found = [
        f"the number {number} does not stand in the cited sentences" for number in missing_numbers(text, cited, derived)
    ]
    found += [
        f"the number {number} stands in another place of the cited sentences"
        for number in displaced_numbers(text, cited)
    ]
    found += [
        f"the number {number} belongs to something else in the cited sentences"
        for number in dict.fromkeys(
            [
                *misplaced_numbers(text, cited, same_prose=setting.same_prose),
                *exchanged_numbers(text, cited),
                *exchanged_by_versus(text, cited),
            ]
        )
    ]
    found += [
        f"the name {name} does not occur so in the paper"
        for name in strange_names(text, cited, setting.vocabulary, latin_prose=setting.latin_prose)
    ]
    found += [
        problem
        for problem in (
            flipped_negation(text, cited, main, answer=setting.answer, paper=setting.paper),
            turned(text, cited, answer=setting.answer, paper=setting.paper),
            exchanged(text, cited, same_prose=setting.same_prose),
            not_their_own(text, cited, answer=setting.answer, paper=setting.paper),
            overstated(text, cited, paper=setting.paper),
        )
        if problem
    ]
    if setting.same_prose:
        count = len(set(content_stems(words(text))))
        alone = likeness(text, cited, beside=(), weights=setting.weights)
        share = likeness(text, cited, beside=[*nearby, setting.title], weights=setting.weights)
        if count >= _MIN_WORDS and (
            alone < _MIN_ALONE or share < (_MIN_COVERAGE if count > _FEW_WORDS else _FEW_COVERAGE)
        ):
            found.append(SOMETHING_ELSE)
        if count < _MIN_WORDS and not re.search(r"\d", text) and _strange_words(text, cited):
            found.append(SOMETHING_ELSE)
    return tuple(found)


def _strange_words(text: str, cited: Sequence[str]) -> bool:
    """Whether a statement without words of meaning has mostly words that the cited sentences do not have."""
    ours = {word for word in words(text) if len(word) > _LITTLE}
    theirs = {word for span in cited for word in words(span)}
    return len(ours & theirs) < _MIN_COVERAGE * len(ours)
