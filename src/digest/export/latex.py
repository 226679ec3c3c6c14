"""Plain text as LaTeX that shows exactly that text; of what looks like formulas, only the harmless stay formulas."""

from __future__ import annotations

import re

_MARKS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{mark: "\\" + mark for mark in "&%$#_{}"},
}
_ALONE = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
"""BibTeX counts braces even behind a backslash, so that those without a partner need another name."""

_MATH = re.compile(r"(?<!\\)\$([^$]{1,80})\$")
_MATH_TEXT = re.compile(r"(?:[A-Za-z0-9 +\-*/=()\[\],.!':;^_{}]|\\[A-Za-z]+|\\,)+")
_COMMANDS = frozenset(
    re.findall(
        r"\w+",
        "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi "
        "varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega mathcal mathbb mathbf mathrm mathsf "
        "mathit text textit textbf tilde hat bar vec sqrt log ln exp min max sum prod int infty to times cdot ell leq "
        "geq le ge neq approx sim pm in subset cup cap forall exists partial nabla rightarrow leftarrow mid ldots "
        "cdots dots star ast prime circ otimes oplus langle rangle",
    )
)
_WORD = re.compile(r"[^\W_](?:[\w+/.-]*[^\W_+]\+*)?")
_LIGATURE = re.compile(r"-(?=-)|'(?=')|[?!](?=`)|,(?=,)|`(?=`)")


def latex(text: str) -> str:
    """A text as LaTeX: every mark that means something there is written so that it is only shown."""
    return _literal(text, paired=_is_paired(text))


def latex_title(text: str) -> str:
    """A title: formulas stay formulas, and words with capitals inside keep them (bibliography styles lower others)."""
    paired = _is_paired(text)
    shown: list[str] = []
    at = 0
    for match in _MATH.finditer(text):
        if _is_harmless(match[1]):
            shown += [_protected(text[at : match.start()], paired=paired), f"${match[1]}$"]
            at = match.end()
    return "".join([*shown, _protected(text[at:], paired=paired)])


def _literal(text: str, *, paired: bool) -> str:
    apart = _LIGATURE.sub(lambda m: f"{m[0]}\0", text.replace("\0", ""))  # "--" would be shown as a dash
    marks = _MARKS if paired else _MARKS | _ALONE
    return "".join(marks.get(c, c) for c in apart).replace("\0", "{}")


def _protected(text: str, *, paired: bool) -> str:
    shown: list[str] = []
    at = 0
    for match in _WORD.finditer(text):
        if _has_capitals_inside(match[0]):
            shown += [_literal(text[at : match.start()], paired=paired), f"{{{_literal(match[0], paired=paired)}}}"]
            at = match.end()
    return "".join([*shown, _literal(text[at:], paired=paired)])


def _has_capitals_inside(word: str) -> bool:
    """``BERT``, ``LoRA``, ``GPT-4``, ``X-ray``; not ``Open-Domain``, which is only written as titles are."""
    parts = re.split(r"[-/.+]+", word)
    return any(part[1:] != part[1:].lower() or (len(parts) > 1 and len(part) == 1 and part.isupper()) for part in parts)


def _is_harmless(formula: str) -> bool:
    """Whether a formula is of known commands and balanced braces only."""
    return (
        bool(_MATH_TEXT.fullmatch(formula))
        and formula == formula.strip()
        and set(re.findall(r"\\([A-Za-z]+)", formula)) <= _COMMANDS
        and _is_paired(formula)
        and not re.search(r"[\^_]\s*(?:[\^_]|$)", formula)
    )


def _is_paired(text: str) -> bool:
    """Whether every brace has its partner, in the right order."""
    depth = 0
    for c in text:
        depth += (c == "{") - (c == "}")
        if depth < 0:
            return False
    return depth == 0
