"""What the check found wrong and what a reader should know, in the language of the note.

The check speaks English (``Passage.problems``, ``Note.warnings``). What has no translation here is shown as it is:
better foreign than silent. A test holds that nothing the check says is without one.
"""

from __future__ import annotations

import re

from digest.export.labels import is_japanese

_JAPANESE = tuple(
    (re.compile(pattern, re.DOTALL), text)
    for pattern, text in (
        (r"the number (.+) does not stand in the cited sentences", r"数値「\1」が引用文にない"),
        (r"the number (.+) stands in another place of the cited sentences", r"数値「\1」は引用文の別の箇所のもの"),
        (r"the number (.+) belongs to something else in the cited sentences", r"数値「\1」は引用文では別のもののもの"),
        (r'the cited sentences say "(.*)" and "(.*)" the other way round', r"引用文では「\1」と「\2」が逆である"),
        (r'the cited sentences do not say "(.*)"', r"引用文は「\1」とは述べていない"),
        (
            r"the statement gives the authors what the cited sentences say of others",
            "引用文が他者について述べることを著者らのものとしている",
        ),
        (r"the name (.+) does not occur so in the paper", r"名称「\1」は論文にその形では現れない"),
        (r'the words "(.*)" do not stand in the cited sentences', r"「\1」という語句が引用文にない"),
        (r"the cited sentences speak of something else", "引用文は別のことを述べている"),
        (r"the text does not answer the question", "問いに答えていない"),
        (r"the text says nothing", "内容のある記述がない"),
        (r'the statement leaves out the "not" of "not only"', "引用文の「not only」の否定が抜けている"),
        (r"the statement has a negation that the cited sentences do not have", "引用文にない否定がある"),
        (r"the cited sentence has a negation that the statement does not have", "引用文にある否定が抜けている"),
        (r"the statement denies what the cited sentences say \((.*)\)", r"引用文が述べることを否定している（\1）"),
        (r"the statement says what the cited sentences deny \((.*)\)", r"引用文が否定することを述べている（\1）"),
        (r"the statement is the cited sentence but for a negation", "否定の有無だけが引用文と異なる"),
        (
            r'the statement says "(.*)" where the cited sentences say "(.*)"',
            r"引用文の「\2」に対して「\1」と述べている",
        ),
        (
            r"The paper has hidden text that gives orders to machines; it was kept from the model\.",
            "この論文には機械への命令を含む、読者に見えない文字列がある。モデルには渡していない。",
        ),
        (
            r"The model left (\d+) of its questions without any answer; they are not shown\.",
            r"モデルは\1件の問いに答えなかった。それらは示していない。",
        ),
        (r"The Japanese mixes the polite and the plain style\.", "敬体と常体が混ざっている。"),
        (r"The paper is long: its appendices were not read\.", "長い論文のため、付録は読んでいない。"),
        (
            r"The paper is long: the note rests on (\d+) of its (\d+) sentences, chosen part by part\.",
            r"長い論文のため、このノートは全\2文のうち部分ごとに選んだ\1文に基づく。",
        ),
    )
)


def told(problem: str, language: str) -> str:
    """A problem or a warning in the note's language, where there is a translation."""
    if is_japanese(language):
        for pattern, text in _JAPANESE:
            if match := pattern.fullmatch(problem):
                return match.expand(text)
    return problem
