"""Who does what to whom: a statement in which two things have changed places.

"B is faster than A" has the very words of "A is faster than B". What gives it away is the order: two words stand on
the other side of what stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

from digest.summarize.wording import content_stems, stem, word_set

_TOKEN = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*", re.UNICODE)
_SENTENCE = re.compile(r"(?<=[a-z\d)][.!?])\s+(?=[A-Z(“\"])|;\s")
# What has two sides that are not alike, in words of one meaning each.
_PIVOTS = (
    (
        re.compile(r"\b(?:instead of|rather than|in preference to|preferred (?:over|to)|over the)\b", re.IGNORECASE),
        "than",
    ),
    (re.compile(r"\bcompared (?:to|with)\b", re.IGNORECASE), "than"),
    (re.compile(r"\b(?:because|owing to|due to|thanks to|caused by|results? from)\b", re.IGNORECASE), "because"),
)
_THAN = "<than>"
_OTHER_WAY = 'the cited sentences say "{}" and "{}" the other way round'
_PREPOSITIONS = word_set("in on at for with by from under during after before using via within among across without to")
_CLAUSES = word_set("while whereas but although though however")
_TWO_SIDED = re.compile(
    r"(?:out|under)perform\w*|surpass\w*|exceed\w*|beats?|beating|inferior\w*|superior\w*|prefer(?:red|able|s)?|dominat\w*"
)
_COMPARATIVE = re.compile(
    r"better|worse|faster|slower|higher|lower|larger|smaller|greater|longer|shorter|stronger|weaker|cheaper|easier|harder"
)
_SYMMETRIC = re.compile(
    r"(?:correlat|associat|compar|combin|interact|differ|equal|equival|correspond|relat|coincid|agree|match|link|connect|"
    r"similar|identical|independen|overlap|share|mix|join|pair|vary|var(?:y|ies))\w*"
)
_MOST_TOKENS, _MOST_PLACES = 150, 5  # of a sentence; what is longer, or says a word more often, is a list
_OPENS = 4  # words before a word in which its preposition stands
_REACH = 40  # words between the two that have changed places
_FRAME = 3  # words that stayed between them; fewer stay when a sentence is only put in the passive
_CLOSE = 4  # words by which a verb's two sides are known
_JAPANESE_WINS = re.compile(
    r"(?P<one>[A-Za-z][A-Za-z\d-]*(?: ?[A-Za-z\d][A-Za-z\d.-]*)*)\s*(?:は|が)[^。]{0,40}?"
    r"(?P<other>[A-Za-z][A-Za-z\d-]*(?: ?[A-Za-z\d][A-Za-z\d.-]*)*)\s*"
    r"(?:を[^。]{0,12}?(?:(?P<wins>上回|凌|超え|しの)|(?P<loses>下回))|(?:など)?より(?:も)?[^。]{0,10}?(?:(?P<better>優れ|良|高|速)|(?P<worse>劣|悪|低|遅))"
    r"|に(?P<beaten>劣|及ばな|負け))"
)
_WINS = re.compile(r"\b(?:outperform\w*|surpass\w*|exceed\w*|beats?|superior to|better than|higher than|faster than)\b")


@dataclass(frozen=True)
class _Ordered:
    """The words of a sentence in their order, and where each meaning-carrying stem and each pivot stands."""

    tokens: list[str]
    places: dict[str, list[int]]

    def once(self) -> dict[str, int]:
        """The stems that stand in it once only."""
        return {root: places[0] for root, places in self.places.items() if len(places) == 1}

    def within(self, root: str, start: int, end: int) -> int | None:
        """Where a stem stands between two places."""
        return next((at for at in self.places[root] if start < at < end), None)

    def opened(self, at: int) -> str:
        """The preposition that opens the phrase of a word."""
        return next((t for t in reversed(self.tokens[max(0, at - _OPENS) : at]) if t in _PREPOSITIONS), "")

    def next_to(self, at: int, step: int) -> set[str]:
        """The few meaning-carrying stems nearest to a place, on one side of it."""
        found: list[str] = []
        place = at + step
        while 0 <= place < len(self.tokens) and len(found) < _CLOSE:
            found += [root] if (root := _root(self.tokens[place])) else []
            place += step
        return set(found)

    def passive(self, at: int) -> bool:
        """Whether "by" follows a word."""
        return self.tokens[at + 1 : at + 2] == ["by"]

    def clauses(self) -> tuple[frozenset[str], frozenset[str]] | None:
        """The stems that only one of two clauses has, where it has two."""
        cuts = [at for at, token in enumerate(self.tokens) if token in _CLAUSES and at]
        if len(cuts) != 1:
            return None
        first, second = (
            {root for token in part if (root := _root(token))}
            for part in (self.tokens[: cuts[0]], self.tokens[cuts[0] :])
        )
        return frozenset(first - second), frozenset(second - first)

    def parted(self, start: int, end: int) -> bool:
        """Whether two clauses meet between two places, and no comparison."""
        between = self.tokens[start + 1 : end]
        return not _CLAUSES.isdisjoint(between) and not any(t == "than" or t.startswith("pivot") for t in between)

    def by(self, start: int, end: int) -> bool:
        """Whether "by" stands between two places."""
        return "by" in self.tokens[start + 1 : end]


def exchanged(text: str, cited: Sequence[str], *, same_prose: bool) -> str | None:
    """Say which two words of a statement have changed places around the words between them, or None."""
    flat = [" ".join(span.split()) for span in cited]
    if not same_prose:
        return _lost_in_japanese(text, flat)
    theirs = [_ordered(part) for span in flat for part in _SENTENCE.split(span)]
    for part in _SENTENCE.split(text):
        ours = _ordered(part)
        for there in theirs:
            if found := _crossed(ours, there):
                return _OTHER_WAY.format(*found)
    return None


def _lost_in_japanese(text: str, cited: Sequence[str]) -> str | None:
    """In Japanese the names are compared: who is said to be better, and who is in the paper."""
    for match in _JAPANESE_WINS.finditer(text):
        names = match["one"], match["other"]
        winner, loser = reversed(names) if match["loses"] or match["worse"] or match["beaten"] else names
        for span in cited:
            for verb in _WINS.finditer(span):
                before, after = span[: verb.start()].lower(), span[verb.end() :].lower()
                turned = loser.lower() in before and winner.lower() in after
                straight = winner.lower() in before or loser.lower() in after
                if turned and not straight and not after.startswith(" by "):
                    return _OTHER_WAY.format(winner, loser)
    return None


def _ordered(text: str) -> _Ordered:
    for pattern, name in _PIVOTS:
        text = pattern.sub(f" pivot{name} ", text)
    tokens = [token.lower() for token in _TOKEN.findall(text)[:_MOST_TOKENS]]
    places: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        if (root := _root(token)) and len(places.setdefault(root, [])) < _MOST_PLACES:
            places[root].append(at)
    return _Ordered(tokens, places)


def _root(token: str) -> str:
    if token == "than":  # noqa: S105 - a word
        return _THAN
    if token.startswith("pivot"):
        return f"<{token.removeprefix('pivot')}>"
    if any(c.isdigit() for c in token):
        return token
    return stem(token) if content_stems([token]) else ""


def _crossed(ours: _Ordered, theirs: _Ordered) -> tuple[str, str] | None:
    """Two words in one order here and in the other there, with the same words between them both times."""
    if found := _beaten_by_loser(ours, theirs) or _across_clauses(ours, theirs):
        return found
    here, there = ours.once(), theirs.once()
    shared = sorted(here.keys() & there.keys(), key=lambda root: there[root])
    frame = [root for root in ours.places if root in theirs.places]
    for root in frame:
        for at, place in product(ours.places[root], theirs.places[root]):
            if _turned_about(ours, at, theirs, place):
                return ours.tokens[at - 1], ours.tokens[at + 1]
    for one, two in combinations([root for root in shared if not root.startswith("<")], 2):
        a, b, c, d = there[one], there[two], here[two], here[one]
        if c > d and _passive_only_here(ours, theirs, (a, b), (d, c)):
            return ours.tokens[d], ours.tokens[c]
        if not (a < b <= a + _REACH and c < d <= c + _REACH) or ours.by(c, d) != theirs.by(a, b):
            continue
        if ours.parted(c, d) or theirs.parted(a, b):
            continue  # two clauses may stand in any order
        between = [
            (root, inside, between_them)
            for root in frame
            if (inside := ours.within(root, c, d)) is not None
            if (between_them := theirs.within(root, a, b)) is not None
        ]
        if _stands(between, ours, theirs) and not _moved((a, b), (c, d), ours, theirs, between):
            return ours.tokens[c], ours.tokens[d]
    return None


def _across_clauses(ours: _Ordered, theirs: _Ordered) -> tuple[str, str] | None:
    """Two words that have changed their clauses ("A is fast, while B is small"), while the others stayed in theirs."""
    here, there = ours.clauses(), theirs.clauses()
    if here is None or there is None:
        return None
    stayed = [here[side] & there[side] for side in (0, 1)]
    moved = [sorted(here[side] & there[1 - side]) for side in (0, 1)]
    if all(stayed) and all(moved) and len(stayed[0]) + len(stayed[1]) >= _FRAME:
        return moved[1][0], moved[0][0]
    return None


def _beaten_by_loser(ours: _Ordered, theirs: _Ordered) -> tuple[str, str] | None:
    """Whether "A is faster than B" stands where the paper says that B is faster, and does not say than what."""
    than = next((at for at, token in enumerate(ours.tokens) if token == "than"), None)  # noqa: S105 - a word
    if than is None or _THAN in theirs.places:
        return None
    loser = ours.next_to(than, 1)
    for at in range(max(0, than - _REACH), than):
        if not _COMPARATIVE.fullmatch(ours.tokens[at]):
            continue
        for place in (k for k, token in enumerate(theirs.tokens) if token == ours.tokens[at]):
            winner = theirs.next_to(place, -1)
            if loser and loser <= winner and not loser & theirs.next_to(place, 1) and not loser <= ours.next_to(at, -1):
                return ours.tokens[at], ours.tokens[than + 1]
    return None


_Between = Sequence[tuple[str, int, int]]


def _stands(between: _Between, ours: _Ordered, theirs: _Ordered) -> bool:
    """Whether what stands between is a frame that stayed as it was, or has two sides of its own."""
    plain = [places for root, *places in between if not any(c.isdigit() for c in root)]
    if len(plain) >= _FRAME and [place for _, place in sorted(plain)] == sorted(place for _, place in plain):
        return True
    return any(
        root.startswith("<") or _TWO_SIDED.match(ours.tokens[at]) or (ours.passive(at) and theirs.passive(place))
        for root, at, place in between
    )


def _turned_about(ours: _Ordered, at: int, theirs: _Ordered, place: int) -> bool:
    """Whether a verb's nearest words have changed sides, while the verb and the word after it stayed."""
    if (
        not 0 < at < len(ours.tokens) - 1
        or ours.tokens[at : at + 2] != theirs.tokens[place : place + 2]
        or _SYMMETRIC.match(ours.tokens[at])
    ):
        return False
    if ours.tokens[at + 1] in ("and", "or") or ours.tokens[at - 1] in ("and", "or", "the", "a", "of"):
        return False
    left, right = ours.next_to(at, -1), ours.next_to(at, 1)
    before, after = theirs.next_to(place, -1), theirs.next_to(place, 1)
    if not left or not right or left & right or left & before or right <= after:
        return False
    return left <= after and right <= before


def _passive_only_here(ours: _Ordered, theirs: _Ordered, there: tuple[int, int], here: tuple[int, int]) -> bool:
    """Whether "A beats B" has become "A is beaten by B"."""
    for at in range(here[0] + 1, here[1] - 1):
        if _TWO_SIDED.match(ours.tokens[at]) and ours.tokens[at + 1] == "by":
            where = theirs.within(_root(ours.tokens[at]), *there) if _root(ours.tokens[at]) in theirs.places else None
            return where is not None and not theirs.passive(where)
    return False


def _moved(there: tuple[int, int], here: tuple[int, int], ours: _Ordered, theirs: _Ordered, between: _Between) -> bool:
    """Whether both kept their prepositions: "with a telescope in 1998" may stand in any order."""
    if any(root.startswith("<") for root, *_ in between):
        return False
    kept = ((ours.opened(here[1]), theirs.opened(there[0])), (ours.opened(here[0]), theirs.opened(there[1])))
    return all(mine == other != "" for mine, other in kept)
