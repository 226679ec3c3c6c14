"""Words that say the opposite by their beginning: adequate and inadequate, over- and underestimate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from digest.summarize.wording import stem, word_set, words

_NO = ("non", "un", "in", "im", "ir", "il", "dis", "mis")
_SHORTEST = 4  # letters of a word without its "in-" or "un-"
_REACH = 5  # words on each side by which two words are recognised as in the same place of the text
_NEGATION = word_set("not no never without neither nor cannot n't hardly none")
_SHORT = 3  # letters: so short are function words
_SAME = 6  # letters by which "depends" and "independent" are one family
_OPPOSITE = (("over", "under"), ("up", "down"), ("in", "out"), ("en", "de"), ("pre", "post"), ("hyper", "hypo"))
_OTHERWISE = word_set(  # what is left of these without their beginning is another word
    "improve improved improves improving improvement improvements impress impressed impression important importance "
    "import imported imports imposed impose imposes inform informs information informed informative indent indents "
    "invent invented invention inventory intend intended intention intense intensity intensive interest interests "
    "interesting internal instance instances instead inside inspect inspected inspection install installed inset "
    "invest invested increase increased increases indeed index indexed input inputs insert inserted insight insights "
    "inspired install installation institute instrument intact integral interior inverse inversion involve involved "
    "unit units unite united union unique unless until under understand understood universe universal discover "
    "discovered discovery display displayed dispose disposed dispute distance distant distinct distinctive distribute "
    "distributed distribution disease diseases dissent dissect mission missions mistake imply implies implied "
    "include included includes including inference infer inferred inherent initial inner innate impact impacts "
    "immediate image images imagine irrigate illustrate illustrated illustrates disposal disk discuss discussed "
    "overall overcome overview underlying undergo undertake upper update updated upon input output invoke invoked "
    "incorporate incorporated incorporates incidence incident inclination incline influence influenced "
    "investigate investigated industry infection infections infected infectious inflated inflate inflation informally"
)


def opposites(text: str, cited: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Words of a statement, each with its opposite by beginning that stands in the cited sentences in its place.

    A word that both have, or whose opposite both have, has changed nothing; nor has one that is denied in one of them.
    """
    ours, theirs = _joined(text), [word for span in cited for word in _joined(span)]
    both = _stems(ours) & _stems(theirs)
    other = [place for place in _places(theirs) if stem(place[0]) not in both]
    for word, denied, near in _places(ours):
        if stem(word) in both:
            continue
        for rival, refused, beside in other:
            if denied == refused and near & beside and _opposed(word, rival):
                yield word, rival


def negated_alike(word: str, others: Iterable[str]) -> str | None:
    """The word that says "not" and this one together, if the others have it: "independent" for "not depend"."""
    return next((other for other in others if _denies(other, word)), None)


def _joined(text: str) -> list[str]:
    return words(re.sub(r"\b([Nn]on)[-\u2010\u2011 ](?=[a-z])", r"\1", text))


def _stems(tokens: Iterable[str]) -> set[str]:
    return {stem(token) for token in tokens}


def _places(tokens: list[str]) -> Iterator[tuple[str, bool, frozenset[str]]]:
    """Each word, whether a negation stands before it, and the stems around it."""
    for at, word in enumerate(tokens):
        near = tokens[max(0, at - _REACH) : at] + tokens[at + 1 : at + 1 + _REACH]
        around = frozenset(stem(other) for other in near if len(other) > _SHORT)
        yield word, bool(_NEGATION.intersection(tokens[max(0, at - 3) : at])), around


def _opposed(one: str, other: str) -> bool:
    if _denies(one, other) or _denies(other, one):
        return True
    for up, down in _OPPOSITE:
        for first, second in ((up, down), (down, up)):
            if one.startswith(first) and other.startswith(second):
                rest, left = one.removeprefix(first), other.removeprefix(second)
                if len(rest) >= _SHORTEST and len(left) >= _SHORTEST and stem(rest) == stem(left):
                    return True
    return False


def _denies(whole: str, bare: str) -> bool:
    """Whether a word is the other one with "in-", "un-" or the like before it."""
    if whole in _OTHERWISE or bare in _OTHERWISE or len(bare) < _SHORTEST:
        return False
    for prefix in _NO:
        rest = whole.removeprefix(prefix)
        if rest != whole and len(rest) >= _SHORTEST and (stem(rest) == stem(bare) or _family(rest, bare)):
            return True
    return False


def _family(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SAME and one[:_SAME] == other[:_SAME]
