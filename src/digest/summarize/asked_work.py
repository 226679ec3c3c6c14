"""What a paper is asked about the work: its problem, contributions, method and data.

Each question has the phrases by which authors give its answer away.
"""

from __future__ import annotations

import re

from digest.summarize.cues import WE, Question, cues

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
