"""What a paper is asked about the outcome: evaluation, results, comparison, limitations, future.

Each question has the phrases by which authors give its answer away.
"""

from __future__ import annotations

import re

from digest.summarize.cues import MEASURED, Question, cues

EVALUATION = Question(
    id="evaluation",
    text={"en": "How was it tested or evaluated?", "ja": "どのように評価または検証したか。"},
    cues=cues(
        (
            2.6,
            (
                r"\bwe (?:also |then |further |first )?(?:evaluate|evaluated|compare|compared|test|tested|"
                r"measure|measured|validate|validated|assess|assessed|benchmark|report|conduct(?:ed)?|"
                r"perform(?:ed)? (?:a |an )?(?:\w+ ){0,2}(?:experiment|ablation|comparison|test|analysis|"
                r"simulation))\b"
            ),
        ),
        (
            2.0,
            (
                r"\b(?:evaluated|tested|measured|validated|assessed) (?:on|with|against|using|by|in terms "
                r"of)\b|\bfor evaluation\b|\bto (?:evaluate|test|assess|validate|verify)\b"
            ),
        ),
        (
            1.0,
            (
                r"\b(?:metrics?|accuracy|BLEU|F1|errors?|RMSE|recall|precision|exact match|perplexity|"
                r"baselines?|cross-validation|ground truth|benchmarks?|test sets?)\b"
            ),
        ),
        (0.8, r"\b(?:experiments?|ablation|simulations?|human evaluation)\b"),
    ),
    roles={"results": 1.4, "data": 0.3, "method": 0.2, "background": -2.0, "introduction": -0.6},
    elsewhere=-0.5,
    threshold=4.5,
    strangers=0.8,
)
RESULTS = Question(
    id="results",
    text={"en": "What are the main results, in numbers?", "ja": "主な結果はどのような数値か。"},
    cues=cues(
        (
            2.2,
            (
                r"\b(?:achiev|outperform|surpass|exceed|attain|improv(?:es|ed|ement|ing)|reach(?:es|ed)|"
                r"obtain(?:s|ed)?|yield(?:s|ed)?|result(?:s|ed)? in|boost|gain|increas|reduc|decreas|"
                r"correspond)"
            ),
        ),
        (
            2.0,
            (
                r"\bwe (?:find|found|show|observe|observed|obtain|obtained|measure|measured|estimate|"
                r"estimated|derive|derived|conclude|report)\b"
            ),
        ),
        (1.2, r"\b(?:state[- ]of[- ]the[- ]art|best|highest|lowest|fastest|significant(?:ly)?)\b"),
        (
            1.0,
            (
                r"\b(?:accuracy|BLEU|F1|precision|recall|error|score|speed-?up|faster|slower|better|mass|"
                r"distance|radius|period|temperature|age|rate|velocity|abundance)\b"
            ),
        ),
        (
            1.5,
            (
                r"\brang(?:e|es|ed|ing) (?:from|between)\b|\b(?:results?|experiments?|data|evaluation) "
                r"(?:show|indicate|suggest|demonstrate)s?\b"
            ),
        ),
        (0.8, r"\d\s?%|±|\bper ?cent\b"),
    ),
    roles={
        "results": 1.2,
        "conclusion": 1.2,
        "abstract": 0.8,
        "discussion": 0.5,
        "background": -2.5,
        "introduction": -0.6,
    },
    elsewhere=-0.8,
    threshold=4.4,
    most=3,
    needs=MEASURED,
    bars=re.compile(r"\b(?:learning rate|dropout|batch size|warm-?up|hyper-?parameters?|optimizer)\b", re.IGNORECASE),
)
COMPARISON = Question(
    id="comparison",
    text={"en": "How does it compare with earlier work?", "ja": "先行研究と比べてどうか。"},
    cues=cues(
        (
            2.8,
            (
                r"\b(?:than|over|with|to|from|unlike|outperform\w*|surpass\w*|exceed\w*|improv\w* (?:on|over|upon)) "
                r"(?:the |all |any |most |many )?(?:\w+ )?"
                r"(?:previous|prior|existing|earlier|state|traditional|conventional|competing|"
                r"(?:previously )?(?:published|reported))"
                r"|\b(?:than|unlike|over) (?:the |all |any |most |many )?other"
            ),
        ),
        (
            2.4,
            (
                r"\bin contrast (?:to|with)\b|\bunlike\b|\bas opposed to\b|\bcompared (?:to|with) (?:the |"
                r"other |previous |prior |existing )"
            ),
        ),
        (
            2.0,
            (
                r"\b(?:outperform|surpass|superior to|differs? from|consistent with|agree(?:s|ment)? with|"
                r"in agreement|discrepan|contrary to)"
            ),
        ),
        (
            1.0,
            (
                r"\b(?:previous|prior|existing|earlier) (?:work|stud|method|approach|result|model|system|"
                r"estimate|measurement|analys)"
            ),
        ),
        (1.0, r"\b(?:our|ours|we|this work)\b"),
    ),
    roles={
        "results": 0.9,
        "discussion": 1.2,
        "conclusion": 0.8,
        "background": 0.4,
        "abstract": 0.3,
        "introduction": 0.0,
    },
    elsewhere=-0.3,
    threshold=4.6,
    strangers=0.8,
)
LIMITATIONS = Question(
    id="limitations",
    text={"en": "What are its limitations?", "ja": "限界は何か。"},
    cues=cues(
        (
            3.0,
            (
                r"\b(?:limitations?|drawbacks?|shortcomings?|caveats?|beyond the scope|threats? to "
                r"validity|weakness(?:es)?)\b"
            ),
        ),
        (
            2.4,
            (
                r"\b(?:limited (?:to|by)|restricted to|only (?:consider|tested|test|cover|appl|work|"
                r"evaluat|use)\w*|should be (?:noted|interpreted|treated)|caution)\b"
            ),
        ),
        (
            2.0,
            (
                r"\b(?:we|our|this|the (?:present|current|proposed))\b.{0,70}\b(?:do|does|did|is|are|was|"
                r"were|could|can)(?:n't|not| not)\b"
            ),
        ),
        (
            1.5,
            (
                r"\b(?:fails? to|cannot|unable to|struggl\w+|suboptimal|sensitive to|not (?:yet )?(?:able|"
                r"possible|available|account)|uncertaint\w+|bias(?:ed|es)?)\b"
            ),
        ),
        (1.0, r"\b(?:however|unfortunately|although|nevertheless|while)\b"),
        (0.8, r"\bassum(?:e|es|ed|ing|ption)"),
    ),
    roles={
        "limitations": 2.5,
        "discussion": 1.4,
        "conclusion": 1.2,
        "background": -3.0,
        "introduction": -2.5,
        "abstract": -1.0,
    },
    elsewhere=-1.0,
    threshold=4.8,
    strangers=2.5,
)
FUTURE = Question(
    id="future",
    text={"en": "What do the authors leave for future work?", "ja": "今後の課題として何を挙げているか。"},
    cues=cues(
        (
            3.2,
            (
                r"\bfuture (?:work|research|stud|direction|investigation|observation|extension|"
                r"development|version|effort|mission)"
            ),
        ),
        (
            3.2,
            (
                r"\bwe (?:plan|intend|hope|leave|aim to extend|will (?:extend|investigate|explore|study|"
                r"continue))\b|\bin the future\b"
            ),
        ),
        (
            2.6,
            (
                r"\bremains? to be\b|\bfurther (?:work|research|stud|investigation|improvement|"
                r"observation|analys|exploration)"
            ),
        ),
        (
            2.6,
            r"\bwould be (?:interesting|useful|worthwhile|valuable|desirable)\b|\bopen (?:question|problem|research)\b",
        ),
    ),
    roles={
        "conclusion": 1.2,
        "discussion": 0.9,
        "limitations": 0.8,
        "background": -2.0,
        "introduction": -1.2,
        "abstract": -0.4,
    },
    elsewhere=-0.6,
    threshold=3.6,
)
