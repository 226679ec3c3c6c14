"""Whether a statement says no where its evidence says yes, or down where it says up.

In the paper's own language a negation is compared with the words it negates; across languages only what the cited
sentences say as a whole can be compared. Both lean to suspicion: a wrong alarm costs one repair, a miss is a lie.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.summarize.prefixed import negated_alike
from digest.summarize.wording import content_stems, coverage, stem, word_set, words

_NEGATIONS = word_set(
    "not n't no never none neither nor without cannot nothing nobody hardly scarcely barely unable fails fail "
    "failed failing lacks lack lacked lacking nowhere"
)
_SOFT = re.compile(
    r"\b(?:not|no|nor|never|none|neither|without|cannot|unable|fail\w*|lack\w*|absen\w*|avoid\w*|eliminat\w*|remov\w*|"
    r"dispens\w*|instead|rather|discard\w*|exclud\w*|omit\w*|free|prevent\w*|reject\w*|den(?:y|ies|ied)|only|solely|"
    r"un\w{4,}|in(?:suff|appro|effic|accur|comp|consist|depend|variant|ability)\w*|im(?:poss|prac|mun)\w*|"
    r"dis(?:agree|regard|abl|card)\w*|drop\w*|ignor\w*|limit\w*|less|few\w*|little|hard\w*|difficult\w*|challeng\w*|"
    r"rare\w*|seldom|replac\w*|skip\w*|forgo\w*|beyond|prohibit\w*|preclud\w*|miss\w*|non)\b|n['’]t\b|\bnon-?\w+",
    re.IGNORECASE,
)
_NOT_REALLY = re.compile(
    r"\b(?:not only|not just|not merely|not least|whether or not|no longer than|no later than|not to mention|"
    r"no doubt|if not all|or not|nothing but|no less than|not necessarily only|last but not least)\b",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"\byes\s*(?:/|or|and|vs\.?)\s*no\b|\bno\s*(?:/|or|and|vs\.?)\s*yes\b", re.IGNORECASE
)  # of a variable
_CLAUSE = re.compile(r"\b(?:but|while|whereas|although|though|however)\b|;|[.!?]\s")
_ASIDE = re.compile(r"\([^()]*\)")
_NOT_VERB = re.compile(r"\b(?:do|does|did|is|are|was|were|be|been) not (\w+)", re.IGNORECASE)
_NOT_ONLY = re.compile(r"\bnot (?:only|just|merely|solely)\b", re.IGNORECASE)
_JAPANESE_NO = re.compile(
    r"ない|なかっ|ません|せず|れず|えず|きず|らず|まず(?!は)|ずに|なく|なし|無し|不可|不要|不能|不十分|不足|無関係|無視|"
    r"非(?!常)|未|欠|困難|難し|失敗|できぬ|排除|除[きくいか]|省[きくいか]|避け|回避|代わり|のみ|だけ|限ら|乏し|抑|否定|皆無|"
    r"ゼロ|捨て|廃|不(?:要|利|安|明|正|完全|均|一致)|最小限|わず|削除|除去|取り除"
)
_JAPANESE_PLAIN_NO = re.compile(
    r"(?:し|れ|き|で(?:は|も)?|は|が|も|え|ら|わ|か|さ|た|み|け|せ|て|に)ない(?!し)|なかった|ません|"
    r"(?:せ|れ|え|き|ら|け)ず(?!れ)|(?<!少)なし|(?:必要|必須|可能で)ない"
)
_SCOPE = 4  # words after a negation that it can reach
_AFTER_VERBS = frozenset({"no", "none", "nothing", "neither", "nobody", "never"})
_LEXICAL = frozenset(
    {"without", "lack", "lacks", "lacked", "lacking", "fail", "fails", "failed", "failing", "unable", "hardly"}
)
_ALONE = frozenset({"none", "nothing", "nobody"})  # need no word after them
_PREPOSITIONS = word_set("for in on at when if because since by during under")
_CAN, _CANNOT = word_set("possible feasible"), word_set("impossible infeasible impracticable")
_NEAR = 2  # words after a negation that it surely reaches
_COPIED = 0.9
_PARTICLES = frozenset({"not", "n't", "never"})  # words that a sentence can lose without another change
_AROUND = 2  # words on each side
_GLUE = word_set(
    "a an the of in on at to for from by with as is are was were be been being am do does did has have "
    "had will would can could may might must should shall it its this that these those they them their we "
    "us our he she i you there here and or if than then so which who whom whose what when where how any "
    "some all also just still very too even only ever yet"
)


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith(("n't", "n’t"))


@dataclass(frozen=True)
class _Scopes:
    """The stems of a text: those right after a negation, those within its reach, and those that none reaches.

    ``denied`` are those right after a plain "not" or "no"; "without", "lacks" or "fails" have too many other wordings.
    """

    denied: frozenset[str]
    near: frozenset[str]
    reached: frozenset[str]
    plain: frozenset[str]
    count: int


def _scopes(text: str) -> _Scopes:
    plainly: set[str] = set()
    near: set[str] = set()
    reached: set[str] = set()
    plain: set[str] = set()
    count = 0
    left, denied, strict, last, no = 0, False, False, "", ""
    for clause in re.split(r"[.;:!?()\n](?=\s)|,|\b(?:but|however|although|though|whereas|while|yet)\b", text):
        if left < _SCOPE or no in _ALONE:
            left = 0  # but for these a negation waits for its first word, over a comma too
        tokens = words(clause)
        reached |= _denied_subject(tokens)
        for word in tokens:
            if _is_negation(word):
                if word in _AFTER_VERBS and last in plain:  # "needs no labels" is "does not need labels"
                    plain.discard(last)
                    reached.add(last)
                denied = not (denied and left)
                left, strict, no = _SCOPE, word not in _LEXICAL, word
                count += 1
            elif not strict and 0 < left < _SCOPE and word in _PREPOSITIONS:
                left = 0  # "without scaling for large values" says nothing of large values
            elif word not in _GLUE:
                root = last = stem(word)
                if left and denied:
                    reached.add(root)
                    if left > _SCOPE - _NEAR:
                        near.add(root)
                        plainly.update([root] if strict else [])
                else:
                    plain.add(root)
                left -= 1 if left else 0
    return _Scopes(frozenset(plainly), frozenset(near), frozenset(reached), frozenset(plain), count)


def _denied_subject(tokens: Sequence[str]) -> frozenset[str]:
    """The stems before "is not possible" or "is impossible", which deny what they are said of."""
    for at, word in enumerate(tokens):
        if word in _CANNOT or (word in _CAN and any(_is_negation(token) for token in tokens[max(0, at - 2) : at])):
            return frozenset(stem(token) for token in tokens[:at] if token not in _GLUE and not _is_negation(token))
    return frozenset()


def _plain_english(text: str, other: str) -> str:
    """A text without the phrases in which "not" denies nothing, unless only one of the two texts has them.

    "Does not depend" is "independent" where the other text says it so.
    """
    text = re.sub(r"\bcan\s?not\b|\bcan't\b", "cannot", text.replace("’", "'"))
    text = _LABELS.sub(" ", text)
    others = [word for word in words(other) if word not in words(text)]
    text = _NOT_VERB.sub(lambda match: negated_alike(match[1], others) or match[0], text)
    theirs = {m[0].lower() for m in _NOT_REALLY.finditer(other)}
    return _NOT_REALLY.sub(
        lambda m: " " if m[0].lower() in theirs or re.match(r"[^.()]*\balso\b", text[m.end() :]) else m[0], text
    )


def has_plain_negation(text: str) -> bool:
    """Whether an English text says "not" or "no" somewhere in earnest."""
    clean = _NOT_REALLY.sub(" ", text.replace("’", "'"))
    return any(_is_negation(word) and word not in _LEXICAL for word in words(clean))


def _flipped_same_language(text: str, cited: Sequence[str]) -> str | None:
    whole = " . ".join(cited)
    if re.search(r"\bbut also\b", text) and _NOT_ONLY.search(whole) and not _NOT_ONLY.search(text):
        return 'the statement leaves out the "not" of "not only"'
    ours, theirs = _scopes(_plain_english(text, whole)), _scopes(_plain_english(whole, text))
    if ours.count and not theirs.count and not any(_SOFT.search(span) for span in cited):
        return "the statement has a negation that the cited sentences do not have"
    bare = _ASIDE.sub(lambda aside: aside[0] if aside[0] in text else " ", whole)  # one may be left out as a whole
    apart = _scopes(_plain_english(bare, text))
    if said_no := (ours.denied & theirs.plain - theirs.reached - apart.reached) | _denied_elsewhere(text, whole):
        return f"the statement denies what the cited sentences say ({', '.join(sorted(said_no)[:3])})"
    if said_yes := ours.plain & theirs.near - theirs.plain - ours.reached - apart.plain:
        return f"the statement says what the cited sentences deny ({', '.join(sorted(said_yes)[:3])})"
    copied = coverage(text, cited) >= _COPIED
    added = copied and ours.count > theirs.count
    whole_told = theirs.denied <= ours.plain | ours.reached and coverage(whole, [text]) >= _COPIED
    lost = copied and ours.count < min(theirs.count, apart.count) and whole_told
    if added or lost or _taken_out(bare, text) or _taken_out(text, whole):
        return "the statement is the cited sentence but for a negation"
    return None


def _denied_elsewhere(text: str, whole: str) -> frozenset[str]:
    """Words that are denied of one thing in the evidence, and of another one in the statement."""
    theirs = [(_scopes(clause), frozenset(content_stems(words(clause)))) for clause in _CLAUSE.split(whole)]
    found = set()
    for clause in _CLAUSE.split(text):
        ours = frozenset(content_stems(words(clause)))
        for root in _scopes(clause).denied:
            alike = [(len(ours & stems), root in scopes.reached) for scopes, stems in theirs if root in stems]
            best = max((share for share, _ in alike), default=0)
            denied = {there for share, there in alike if share == best}
            found |= {root} if denied == {False} and any(there for _, there in alike) else set()
    return frozenset(found)


def _taken_out(one: str, other: str) -> bool:
    """Whether the other text has the words around a negation of the first one, and not the negation."""
    tokens, others = words(one), f" {' '.join(words(other))} "
    for at, word in enumerate(tokens):
        around = [*tokens[max(0, at - _AROUND) : at], *tokens[at + 1 : at + 1 + _AROUND]]
        if word in _PARTICLES and len(around) == 2 * _AROUND:
            without = f" {' '.join(around)} "
            if without in others and without not in f" {' '.join(tokens)} ":
                return True
    return False


def _flipped_in_japanese(text: str, cited: Sequence[str], main: str) -> str | None:
    if _JAPANESE_PLAIN_NO.search(text) and not any(_SOFT.search(span) for span in cited):
        return "the statement has a negation that the cited sentences do not have"
    if has_plain_negation(main) and not _JAPANESE_NO.search(text):
        return "the cited sentence has a negation that the statement does not have"
    return None


def _flipped_across(text: str, cited: Sequence[str]) -> str | None:
    """Japanese against Japanese: the number of plain negations must not change."""
    ours = len(_JAPANESE_PLAIN_NO.findall(text))
    theirs = len(_JAPANESE_PLAIN_NO.findall(" ".join(cited)))
    if ours and not theirs:
        return "the statement has a negation that the cited sentences do not have"
    if theirs and not ours and not _JAPANESE_NO.search(text):
        return "the cited sentence has a negation that the statement does not have"
    return None


def flipped_negation(text: str, cited: Sequence[str], main: str, *, answer: str, paper: str) -> str | None:
    """Say how a statement's negations contradict its evidence, or None.

    ``main`` is the cited sentence with the anchor; ``answer`` and ``paper`` are the codes of the languages.
    """
    if answer == paper == "ja":
        return _flipped_across(text, cited)
    if answer == "ja":
        return _flipped_in_japanese(text, cited, main)
    if answer == paper == "en":
        return _flipped_same_language(text, cited)
    return None
