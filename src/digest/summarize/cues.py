"""The questions that can be asked of any paper, and the phrases by which authors give their answers away."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from digest.summarize.language import resolve

_I = re.IGNORECASE


def _cues(*pairs: tuple[float, str]) -> tuple[tuple[float, re.Pattern[str]], ...]:
    return tuple((weight, re.compile(pattern, _I | re.DOTALL)) for weight, pattern in pairs)


@dataclass(frozen=True)
class Question:
    """A question with its wording by language, the cues that count for it, and the parts of a paper it is answered in.

    ``roles`` adds to the score of sentences in such a section. ``needs`` must occur, ``bars`` must not. ``strangers`` is
    taken off where the authors do not speak of their own work; ``named`` is a cue in which NAME is their own thing.
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


_WE = r"(?:we|this (?:paper|work|article|study|report|survey|review|thesis|chapter)|in this (?:paper|work|article|study)|the (?:present|current) (?:paper|work|study)|our)"
_MEASURED = re.compile(
    r"\d\s?%|\bper ?cent\b|\d\.\d|\b\d+(?:\.\d+)?\s?(?:times|x|×|points?|BLEU|ms|seconds|hours|days|GPUs?|K|km|kpc|pc|AU|au|Myr|Gyr"
    r"|yr|years|mas|μas|nm|μm|mm|cm|GHz|MHz|Hz|eV|keV|GeV|σ|dex|mag|M⊙|K)\b|±|\b(?:two|three|four|five|ten|\d+)[- ]?(?:times|fold)\b",
    _I,
)
_OTHERS = re.compile(
    r"\b(?:et al\.|they (?:show|propose|use|find|report|train|apply)|(?:proposed|introduced|presented|developed) by)",
    _I,
)
_ROADMAP = re.compile(
    r"§|\b(?:section|sect\.|appendix|chapter)s?\s+(?:\d|[A-Z]\b|[IVX]+\b)|\brest of (?:the|this) paper\b|\borgani[sz]ed as follows\b"
    r"|\bin this (?:section|subsection|appendix)\b|\bwe (?:now|next) (?:turn|describe|discuss)|\bas follows\s*:?\s*$|\bthe following (?:section|sub)",
    _I,
)

PROBLEM = Question(
    id="problem",
    text={"en": "What problem does the paper address?", "ja": "この論文はどのような課題に取り組んでいるか。"},
    cues=_cues(
        (
            2.5,
            rf"\b{_WE}\b(?: \w+){{0,3}}? (?:address(?:es)?|tackles?|study|studies|investigates?|examines?|explores?|considers?|aims?|seeks?|asks?)\b",
        ),
        (
            2.5,
            r"\b(?:main|key|major|central|fundamental|open|important|critical|significant|basic|difficult|challenging) "
            r"(?:problem|challenge|question|obstacle|issue|difficult|bottleneck|task)",
        ),
        (
            3.0,
            r"\bremains?\b.{0,25}\b(?:open|unclear|challeng|difficult|unknown|poorly|elusive|debate|limited|unsolved)",
        ),
        (3.0, r"\b(?:little is known|not (?:yet )?(?:well|fully) understood|poorly understood|lack of)\b"),
        (
            2.0,
            r"\bhowever\b.{0,160}\b(?:lack|limit|expensive|difficult|fail|suffer|costly|unclear|require|prevent|hard|slow|cannot|not)",
        ),
        (
            1.5,
            r"\b(?:suffers? from|need for|motivat|necessary to|challeng|problem of|the problem|goal (?:of|is)|objective)",
        ),
    ),
    roles={"abstract": 0.8, "introduction": 1.2, "background": -0.5},
    elsewhere=-1.2,
    threshold=3.4,
)
CONTRIBUTIONS = Question(
    id="contributions",
    text={"en": "What are its main contributions?", "ja": "主な貢献は何か。"},
    cues=_cues(
        (3.0, r"\b(?:our|main|key|primary|major|first|second|third) contributions?\b|\bwe contribute\b"),
        (
            2.6,
            r"\bwe (?:also )?(?:propose|introduce|present|develop|design|demonstrate|provide|derive|prove|release|construct|establish)\b",
        ),
        (
            2.8,
            r"\bthis (?:paper|work|article|study) (?:also )?(?:proposes|introduces|presents|describes|provides|gives|develops|reports|demonstrates|shows)\b",
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
    cues=_cues(
        (
            3.0,
            r"\b(?:our|the proposed|the overall|the final|the full) (?:\w+ ){0,2}(?:method|approach|model|system|architecture|framework|algorithm|pipeline|technique|procedure|network|analysis)\b"
            r".{0,40}\b(?:is|are|uses?|consists?|works?|takes?|combines?|relies|employs?|learns?|follows?|first|maps?|computes?)\b",
        ),
        (2.2, r"\b(?:consists? of|is composed of|are composed of|composed of|comprises|is made up of)\b"),
        (
            2.0,
            r"\bwe (?:first |then |also |instead )?(?:use|employ|adopt|apply|train|model|compute|define|represent|combine|formulate|solve|fit|measure|calculate|estimate|construct|encode|learn|perform|perform(?:ed)?|derive|used|applied|computed|fitted|adopted|modell?ed)\b",
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
    cues=_cues(
        (
            1.6,
            r"\b(?:data ?sets?|corpus|corpora|benchmarks?|training data|test set|training set|sample of|images|spectra|observations|catalogu?e|archive|records|participants|light curves?|photometry|survey data)\b",
        ),
        (
            1.8,
            r"\b(?:we|were|was|is|are)\b.{0,25}\b(?:use|used|trained?|evaluated?|collect|collected|obtain|obtained|observed|analy[sz]ed?|select|selected|gathered|acquired|downloaded|taken|performed|conducted)\b",
        ),
        (
            1.6,
            r"\btrained (?:on|with)|\bconsist(?:s|ing) of (?:about |approximately |over |around )?\d|\bcontain(?:s|ing)? (?:about |approximately |over |around |more than )?\d",
        ),
        (
            1.0,
            r"\b\d[\d,.]*\s?(?:k|M|B|million|thousand|billion)?\s?(?:\w+ ){0,2}(?:examples|pairs|questions|images|sentences|documents|stars|galaxies|sources|samples|tables|tokens|papers|spectra|objects|schemas|repositories|passages|hours|instances|problems)\b",
        ),
        (
            0.8,
            r"\b(?:from the|publicly available|telescope|mission|satellite|wikipedia|imagenet|gaia|hubble|kepler|tess)\b",
        ),
    ),
    roles={"data": 1.8, "results": 0.9, "method": 0.5, "abstract": 0.0, "background": -1.5, "introduction": -0.8},
    elsewhere=-0.5,
    threshold=4.4,
)
EVALUATION = Question(
    id="evaluation",
    text={"en": "How was it tested or evaluated?", "ja": "どのように評価または検証したか。"},
    cues=_cues(
        (
            2.6,
            r"\bwe (?:also |then |further |first )?(?:evaluate|evaluated|compare|compared|test|tested|measure|measured|validate|validated|assess|assessed|benchmark|report|conduct(?:ed)?|perform(?:ed)? (?:a |an )?(?:\w+ ){0,2}(?:experiment|ablation|comparison|test|analysis|simulation))\b",
        ),
        (
            2.0,
            r"\b(?:evaluated|tested|measured|validated|assessed) (?:on|with|against|using|by|in terms of)\b|\bfor evaluation\b|\bto (?:evaluate|test|assess|validate|verify)\b",
        ),
        (
            1.0,
            r"\b(?:metrics?|accuracy|BLEU|F1|errors?|RMSE|recall|precision|exact match|perplexity|baselines?|cross-validation|ground truth|benchmarks?|test sets?)\b",
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
    cues=_cues(
        (
            2.2,
            r"\b(?:achiev|outperform|surpass|exceed|attain|improv(?:es|ed|ement|ing)|reach(?:es|ed)|obtain(?:s|ed)?|yield(?:s|ed)?|result(?:s|ed)? in|boost|gain|increas|reduc|decreas|correspond)",
        ),
        (
            2.0,
            r"\bwe (?:find|found|show|observe|observed|obtain|obtained|measure|measured|estimate|estimated|derive|derived|conclude|report)\b",
        ),
        (1.2, r"\b(?:state[- ]of[- ]the[- ]art|best|highest|lowest|fastest|significant(?:ly)?)\b"),
        (
            1.0,
            r"\b(?:accuracy|BLEU|F1|precision|recall|error|score|speed-?up|faster|slower|better|mass|distance|radius|period|temperature|age|rate|velocity|abundance)\b",
        ),
        (
            1.5,
            r"\brang(?:e|es|ed|ing) (?:from|between)\b|\b(?:results?|experiments?|data|evaluation) (?:show|indicate|suggest|demonstrate)s?\b",
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
    needs=_MEASURED,
    bars=re.compile(r"\b(?:learning rate|dropout|batch size|warm-?up|hyper-?parameters?|optimizer)\b", _I),
)
COMPARISON = Question(
    id="comparison",
    text={"en": "How does it compare with earlier work?", "ja": "先行研究と比べてどうか。"},
    cues=_cues(
        (
            2.8,
            r"\b(?:than|over|with|to|from|unlike|outperform\w*|surpass\w*|exceed\w*|improv\w* (?:on|over|upon)) "
            r"(?:the |all |any |most |many )?(?:\w+ )?"
            r"(?:previous|prior|existing|earlier|state|traditional|conventional|competing|(?:previously )?(?:published|reported))"
            r"|\b(?:than|unlike|over) (?:the |all |any |most |many )?other",
        ),
        (
            2.4,
            r"\bin contrast (?:to|with)\b|\bunlike\b|\bas opposed to\b|\bcompared (?:to|with) (?:the |other |previous |prior |existing )",
        ),
        (
            2.0,
            r"\b(?:outperform|surpass|superior to|differs? from|consistent with|agree(?:s|ment)? with|in agreement|discrepan|contrary to)",
        ),
        (
            1.0,
            r"\b(?:previous|prior|existing|earlier) (?:work|stud|method|approach|result|model|system|estimate|measurement|analys)",
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
    cues=_cues(
        (
            3.0,
            r"\b(?:limitations?|drawbacks?|shortcomings?|caveats?|beyond the scope|threats? to validity|weakness(?:es)?)\b",
        ),
        (
            2.4,
            r"\b(?:limited (?:to|by)|restricted to|only (?:consider|tested|test|cover|appl|work|evaluat|use)\w*|should be (?:noted|interpreted|treated)|caution)\b",
        ),
        (
            2.0,
            r"\b(?:we|our|this|the (?:present|current|proposed))\b.{0,70}\b(?:do|does|did|is|are|was|were|could|can)(?:n't|not| not)\b",
        ),
        (
            1.5,
            r"\b(?:fails? to|cannot|unable to|struggl\w+|suboptimal|sensitive to|not (?:yet )?(?:able|possible|available|account)|uncertaint\w+|bias(?:ed|es)?)\b",
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
    cues=_cues(
        (
            3.2,
            r"\bfuture (?:work|research|stud|direction|investigation|observation|extension|development|version|effort|mission)",
        ),
        (
            3.2,
            r"\bwe (?:plan|intend|hope|leave|aim to extend|will (?:extend|investigate|explore|study|continue))\b|\bin the future\b",
        ),
        (
            2.6,
            r"\bremains? to be\b|\bfurther (?:work|research|stud|investigation|improvement|observation|analys|exploration)",
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
    cues=_cues(
        (
            3.0,
            r"\b(?:this|our|the present) (?:survey|review|overview|paper|article|tutorial)\b.{0,60}\b(?:cover|review|survey|summari|present|provide|give|discuss|describ|focus|introduc|explain|aim)",
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
    cues=_cues(
        (
            3.0,
            r"\b(?:taxonomy|categori[sz]ed?|classified|classif(?:y|ies)|divided|divide|grouped|subdivided)\b.{0,50}\b(?:into|by|as|in|according)\b",
        ),
        (
            2.5,
            r"\b(?:two|three|four|five|six|several|main|different) (?:main |major |different |broad |basic )?(?:categor|class|group|type|famil|kind|approach)",
        ),
        (1.0, r"\b(?:can be|are|is) (?:distinguished|separated|split)"),
    ),
    roles={"introduction": 0.8, "background": 0.6, "method": 0.6},
    elsewhere=0.3,
    threshold=4.0,
)

ORDER = (PROBLEM, CONTRIBUTIONS, METHOD, DATA, EVALUATION, RESULTS, COMPARISON, LIMITATIONS, FUTURE)
SURVEY_ORDER = (PROBLEM, SCOPE, CLASSES, METHOD, DATA, EVALUATION, RESULTS, LIMITATIONS, FUTURE)
SURVEY = re.compile(r"\b(?:survey|review|overview|tutorial|primer)\b", _I)
OTHERS = _OTHERS
ROADMAP = _ROADMAP
OWN_VOICE = re.compile(rf"\b{_WE}\b", _I)
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
        r"method|approach|model|architecture|algorithm|framework|design|system|implementation|training|formul|theory|pipeline|procedure|technique|numerical|proof|construction",
    ),
)
_ROLE_PATTERNS = tuple((role, re.compile(pattern, _I)) for role, pattern in _ROLES)


def role_of(title: str) -> str | None:
    """What part of a paper a heading announces, or None when it does not say."""
    return next((role for role, pattern in _ROLE_PATTERNS if pattern.search(title)), None)
