"""The questions that can be asked of any paper, and the phrases by which authors give their answers away."""

from __future__ import annotations

import re

from digest.summarize.cues import MEASURED, WE, Question, cues

PROBLEM = Question(
    id="problem",
    text={"en": "What problem does the paper address?", "ja": "この論文はどのような課題に取り組んでいるか。"},
    cues=cues(
        (
            2.5,
            (
                rf"\b{WE}\b(?: \w+){{0,3}}? (?:address(?:es)?|tackles?|study|studies|investigates?|"
                rf"examines?|explores?|considers?|aims?|seeks?|asks?)\b"
            ),
        ),
        (
            2.5,
            (
                r"\b(?:main|key|major|central|fundamental|open|important|critical|significant|basic|"
                r"difficult|challenging) "
                r"(?:problem|challenge|question|obstacle|issue|difficult|bottleneck|task)"
            ),
        ),
        (
            3.0,
            r"\bremains?\b.{0,25}\b(?:open|unclear|challeng|difficult|unknown|poorly|elusive|debate|limited|unsolved)",
        ),
        (3.0, r"\b(?:little is known|not (?:yet )?(?:well|fully) understood|poorly understood|lack of)\b"),
        (
            2.0,
            (
                r"\bhowever\b.{0,160}\b(?:lack|limit|expensive|difficult|fail|suffer|costly|unclear|"
                r"require|prevent|hard|slow|cannot|not)"
            ),
        ),
        (
            1.5,
            (
                r"\b(?:suffers? from|need for|motivat|necessary to|challeng|problem of|the problem|goal "
                r"(?:of|is)|objective)"
            ),
        ),
    ),
    roles={"abstract": 0.8, "introduction": 1.2, "background": -0.5},
    elsewhere=-1.2,
    threshold=3.4,
)
CONTRIBUTIONS = Question(
    id="contributions",
    text={"en": "What are its main contributions?", "ja": "主な貢献は何か。"},
    cues=cues(
        (3.0, r"\b(?:our|main|key|primary|major|first|second|third) contributions?\b|\bwe contribute\b"),
        (
            2.6,
            (
                r"\bwe (?:also )?(?:propose|introduce|present|develop|design|demonstrate|provide|derive|"
                r"prove|release|construct|establish)\b"
            ),
        ),
        (
            2.8,
            (
                r"\bthis (?:paper|work|article|study) (?:also )?(?:proposes|introduces|presents|describes|"
                r"provides|gives|develops|reports|demonstrates|shows)\b"
            ),
        ),
        (1.2, r"\b(?:best of our knowledge|for the first time|the first)\b"),
        (0.6, r"\b(?:novel|new|efficient|general|simple)\b"),
        (1.8, r"\bwe (?:show|describe|report|give|find|discuss|argue)\b"),
    ),
    roles={"introduction": 1.2, "abstract": 0.6, "conclusion": 0.8},
    elsewhere=-1.2,
    threshold=3.6,
    most=3,
    named=re.compile(r"\b(?:propose|introduce|present|develop|release|describe)\b[^.;]{0,60}NAME"),
)
METHOD = Question(
    id="method",
    text={"en": "How does the approach work?", "ja": "手法はどのような仕組みか。"},
    cues=cues(
        (
            3.0,
            (
                r"\b(?:our|the proposed|the overall|the final|the full) (?:\w+ ){0,2}(?:method|approach|"
                r"model|system|architecture|framework|algorithm|pipeline|technique|procedure|network|"
                r"analysis)\b"
                r".{0,40}\b(?:is|are|uses?|consists?|works?|takes?|combines?|relies|employs?|learns?|"
                r"follows?|first|maps?|computes?)\b"
            ),
        ),
        (2.2, r"\b(?:consists? of|is composed of|are composed of|composed of|comprises|is made up of)\b"),
        (
            2.0,
            (
                r"\bwe (?:first |then |also |instead )?(?:use|employ|adopt|apply|train|model|compute|"
                r"define|represent|combine|formulate|solve|fit|measure|calculate|estimate|construct|"
                r"encode|learn|perform|perform(?:ed)?|derive|used|applied|computed|fitted|adopted|"
                r"modell?ed)\b"
            ),
        ),
        (1.5, r"\b(?:is based on|are based on|in order to|by (?:first|using|means of|combining|comparing))\b"),
        (0.8, r"\b(?:key|main|core|basic|central) (?:idea|insight|step|component)"),
        (1.5, r"\bthe (?:key|main|core|basic|central) (?:idea|insight)"),
    ),
    roles={"method": 1.6, "abstract": 0.2, "introduction": 0.2, "background": -2.0, "conclusion": 0.2},
    elsewhere=-0.6,
    threshold=4.4,
    most=3,
    named=re.compile(
        r"\bNAME\b (?:\w+ )?(?:is|uses?|follows?|consists?|combines?|relies|takes|works|employs?|learns?|leverages?|"
        r"first|maps|encodes?|contains|comprises)\b",
    ),
)
DATA = Question(
    id="data",
    text={"en": "Which data or materials are used?", "ja": "どのようなデータや材料を用いているか。"},
    cues=cues(
        (
            1.6,
            (
                r"\b(?:data ?sets?|corpus|corpora|benchmarks?|training data|test set|training set|sample "
                r"of|images|spectra|observations|catalogu?e|archive|records|participants|light curves?|"
                r"photometry|survey data)\b"
            ),
        ),
        (
            1.8,
            (
                r"\b(?:we|were|was|is|are)\b.{0,25}\b(?:use|used|trained?|evaluated?|collect|collected|"
                r"obtain|obtained|observed|analy[sz]ed?|select|selected|gathered|acquired|downloaded|"
                r"taken|performed|conducted)\b"
            ),
        ),
        (
            1.6,
            (
                r"\btrained (?:on|with)|\bconsist(?:s|ing) of (?:about |approximately |over |around )?\d|"
                r"\bcontain(?:s|ing)? (?:about |approximately |over |around |more than )?\d"
            ),
        ),
        (
            1.0,
            (
                r"\b\d[\d,.]*\s?(?:k|M|B|million|thousand|billion)?\s?(?:\w+ ){0,2}(?:examples|pairs|"
                r"questions|images|sentences|documents|stars|galaxies|sources|samples|tables|tokens|"
                r"papers|spectra|objects|schemas|repositories|passages|hours|instances|problems)\b"
            ),
        ),
        (
            0.8,
            (
                r"\b(?:from the|publicly available|telescope|mission|satellite|wikipedia|imagenet|gaia|"
                r"hubble|kepler|tess)\b"
            ),
        ),
    ),
    roles={"data": 1.8, "results": 0.9, "method": 0.5, "abstract": 0.0, "background": -1.5, "introduction": -0.8},
    elsewhere=-0.5,
    threshold=4.4,
)
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

ORDER = (PROBLEM, CONTRIBUTIONS, METHOD, DATA, EVALUATION, RESULTS, COMPARISON, LIMITATIONS, FUTURE)
SURVEY_ORDER = (PROBLEM, SCOPE, CLASSES, METHOD, DATA, EVALUATION, RESULTS, LIMITATIONS, FUTURE)
