"""What only a survey is asked: what it covers, and how it divides its field."""

from __future__ import annotations

from digest.summarize.cues import Question, cues

SCOPE = Question(
    id="scope",
    text={"en": "What does the survey cover?", "ja": "このサーベイは何を対象としているか。"},
    cues=cues(
        (
            3.0,
            (
                r"\b(?:this|our|the present) (?:survey|review|overview|paper|article|"
                r"tutorial)\b.{0,60}\b(?:cover|review|survey|summari|present|provide|give|discuss|describ|"
                r"focus|introduc|explain|aim)"
            ),
        ),
        (
            2.6,
            r"\bwe (?:survey|review|summari[sz]e|cover|discuss|give an overview|provide an overview|categori[sz]e)\b",
        ),
        (1.5, r"\b(?:overview of|survey of|review of|comprehensive)\b"),
    ),
    roles={"abstract": 0.8, "introduction": 1.2, "conclusion": 0.8},
    elsewhere=-1.0,
    threshold=4.0,
)
CLASSES = Question(
    id="classes",
    text={"en": "How does it divide the field?", "ja": "分野をどのように分類しているか。"},
    cues=cues(
        (
            3.0,
            (
                r"\b(?:taxonomy|categori[sz]ed?|classified|classif(?:y|ies)|divided|divide|grouped|"
                r"subdivided)\b.{0,50}\b(?:into|by|as|in|according)\b"
            ),
        ),
        (
            2.5,
            (
                r"\b(?:two|three|four|five|six|several|main|different) (?:main |major |different |broad |"
                r"basic )?(?:categor|class|group|type|famil|kind|approach)"
            ),
        ),
        (1.0, r"\b(?:can be|are|is) (?:distinguished|separated|split)"),
    ),
    roles={"introduction": 0.8, "background": 0.6, "method": 0.6},
    elsewhere=0.3,
    threshold=4.0,
)
