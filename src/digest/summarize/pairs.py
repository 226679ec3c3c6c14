"""The table of words that come in opposite pairs, English beside English and Japanese beside English."""

from __future__ import annotations

# One row for each pair: regular expressions over whole lower-case words.
PAIRS: tuple[tuple[str, str], ...] = (
    (
        r"increas\w*|grow\w*|grew|ris(?:e|es|ing|en)|rose|rais\w*|gain\w*|boost\w*|enlarg\w*",
        (
            r"decreas\w*|reduc\w*|drop\w*|declin\w*|fall\w*|fell|shrink\w*|shrank|lowered|lowering|lowers|"
            r"loss\w*|lose[sd]?|losing|diminish\w*"
        ),
    ),
    (r"high|higher|highest|above|upper|exceed\w*|greater|greatest", r"low|lower|lowest|below|under"),
    (r"large|larger|largest|big|bigger|biggest|huge|great|greater", r"small|smaller|smallest|tiny|little"),
    (r"more|most|many|greater|greatest", r"less|fewer|fewest|least|few"),
    (
        r"better|best|improv\w*|superior\w*|enhanc\w*",
        r"worse|worst|worsen\w*|degrad\w*|inferior\w*|deteriorat\w*|hurt\w*|harm\w*",
    ),
    (r"outperform\w*|surpass\w*|exceed\w*|beats?|beating", r"underperform\w*|trails?|lags?|lagging"),
    (r"fast|faster|fastest|quick\w*|accelerat\w*|speed\w*|rapid\w*", r"slow|slower|slowest|slow\w*|decelerat\w*"),
    (r"strong|stronger|strongest|strongly", r"weak|weaker|weakest|weakly"),
    (r"long|longer|longest", r"short|shorter|shortest"),
    (r"positive\w*", r"negative\w*"),
    (
        r"before|prior|preced\w*|earlier|early|first|begin\w*|start\w*",
        r"after|afterwards|follow\w*|later|late|last|end|ends|final\w*",
    ),
    (r"maxim\w*", r"minim\w*"),
    (r"accept\w*", r"reject\w*"),
    (
        r"easy|easier|easiest|easily|simple|simpler|simplest|simply",
        r"hard|harder|hardest|difficult\w*|complex|complicated",
    ),
    (r"true", r"false"),
    (r"always|all|every", r"never|none|rarely|seldom"),
    (r"possible|able|capable|feasible", r"impossible|unable|incapable|infeasible"),
    (r"similar\w*|same|identical\w*|equal\w*", r"different\w*|dissimilar\w*|distinct\w*|unequal\w*"),
    (r"cheap|cheaper|cheapest|inexpensive", r"expensive|costly|costlier"),
    (r"advantage\w*|benefit\w*", r"disadvantage\w*|drawback\w*"),
    (r"succe\w*", r"fail\w*"),
    (r"dense\w*", r"sparse\w*"),
    (r"open", r"closed"),
    (r"left", r"right"),
    (r"global\w*", r"local\w*"),
    (r"supervised", r"unsupervised"),
    (r"linear\w*", r"nonlinear\w*"),
    (r"known", r"unknown"),
    (r"significant\w*", r"insignificant\w*|negligible"),
    (r"sufficient\w*|enough", r"insufficient\w*"),
    (r"efficient\w*", r"inefficient\w*"),
    (r"effective\w*", r"ineffective\w*"),
    (r"stable|stability", r"unstable|instability"),
    (r"common\w*|frequent\w*|often", r"uncommon\w*|infrequent\w*|rare|rarely"),
    (r"likely", r"unlikely"),
    (r"wide|wider|widest|widely|broad\w*", r"narrow\w*"),
    (r"deep|deeper|deepest", r"shallow\w*"),
    (r"hot|hotter|warm\w*|heat\w*", r"cold|colder|cool\w*"),
    (r"bright\w*", r"faint\w*|dim|dimmer|dark\w*"),
    (r"young|younger|youngest|new|newer", r"old|older|oldest"),
    (r"support\w*|confirm\w*|agree\w*", r"contradict\w*|refut\w*|disagree\w*"),
    (r"includ\w*", r"exclud\w*"),
    (r"with", r"without"),
    (r"correct\w*", r"incorrect\w*|wrong\w*"),
    (r"encod\w*", r"decod\w*"),
    (r"at least", r"at most"),
    (
        r"all|every|always|consistently|invariably|entirely|completely|everything|everywhere",
        r"some|most|mostly|many|several|often|usually|typically|sometimes|certain|partly|partially|frequently",
    ),
)

# Japanese words, and what an English sentence must not have on its own to be their source: (said, opposite).
JAPANESE: tuple[tuple[str, str, str], ...] = (
    (
        r"増加|増大|増え|増や|上昇|拡大",
        PAIRS[0][0] + r"|more|higher|larger|longer|improv\w*|scal\w*|expand\w*|extend\w*",
        PAIRS[0][1] + r"|less|fewer|lower|smaller",
    ),
    (
        r"減少|削減|低減|減ら|減る|低下|縮小|短縮|軽減",
        PAIRS[0][1]
        + (
            r"|less|fewer|lower|smaller|short\w*|degrad\w*|worse|mitigat\w*|alleviat\w*|decay\w*|slow\w*|"
            r"compress\w*|sav\w*|cut\w*"
        ),
        PAIRS[0][0] + r"|more|higher|larger|improv\w*|better",
    ),
    (
        r"向上|改善|優れ|上回|凌ぐ|凌駕|勝る|勝り",
        (
            r"improv\w*|better|best|superior\w*|outperform\w*|surpass\w*|exceed\w*|increas\w*|higher|"
            r"gain\w*|boost\w*|enhanc\w*|more|above|state|strong\w*|beat\w*|greater|reduc\w*|lower\w*|"
            r"faster|excel\w*|over"
        ),
        r"worse\w*|worst|degrad\w*|inferior|underperform\w*|decreas\w*|declin\w*|drop\w*|below|behind|trail\w*|lag\w*",
    ),
    (
        r"悪化|劣化|劣る|劣り|劣って|下回|及ばな",
        (
            r"worse\w*|worst|degrad\w*|inferior|underperform\w*|decreas\w*|drop\w*|below|lower|less|"
            r"lag\w*|trail\w*|behind|declin\w*|hurt\w*|deteriorat\w*|short|fail\w*"
        ),
        r"improv\w*|better|best|superior\w*|outperform\w*|surpass\w*|exceed\w*|higher|gain\w*|boost\w*|above",
    ),
    (
        r"高速|速い|速く|迅速",
        r"fast\w*|quick\w*|speed\w*|accelerat\w*|rapid\w*|effici\w*|less|time|short\w*",
        r"slow\w*|decelerat\w*",
    ),
    (
        r"低速|遅い|遅く",
        r"slow\w*|decelerat\w*|more|longer|delay\w*|laten\w*",
        r"fast\w*|quick\w*|accelerat\w*|rapid\w*|speed\w*",
    ),
    (
        r"(?<!最)高い|高く|より高",
        (
            r"high\w*|above|great\w*|strong\w*|good|better|best|more|improv\w*|superior|increas\w*|"
            r"large\w*|exceed\w*|outperform\w*|tall\w*"
        ),
        r"low|lower|lowest|below|worse|decreas\w*|reduc\w*|underperform\w*",
    ),
    (
        r"(?<!最)低い|低く|より低",
        r"low\w*|below|less|reduc\w*|decreas\w*|worse|poor\w*|small\w*|weak\w*|cheap\w*|fewer|drop\w*",
        r"high|higher|highest|above|increas\w*|exceed\w*",
    ),
    (
        r"大きい|大きく|大規模|最大",
        (
            r"larg\w*|big\w*|great\w*|maxim\w*|signific\w*|substant\w*|huge|massive|scale|more|most|"
            r"high\w*|drastic\w*|dramatic\w*|up to|increas\w*"
        ),
        r"small\w*|tiny|minim\w*|little|slight\w*|least",
    ),
    (
        r"小さい|小さく|小規模|最小",
        r"small\w*|tiny|minim\w*|little|less|low\w*|few\w*|compact|slight\w*|reduc\w*|least",
        r"larg\w*|big\w*|great\w*|maxim\w*|huge|massive",
    ),
    (
        r"多い|多く|多数|豊富",
        (
            r"many|more|most|much|larg\w*|numerous|abundan\w*|rich|multiple|several|lot|various|major\w*|"
            r"often|high\w*|wide\w*"
        ),
        r"few|fewer|fewest|less|little|rare\w*|seldom|least",
    ),
    (
        r"少ない|少なく(?!とも)|少数|わずか",
        (
            r"few\w*|less|little|small\w*|low\w*|rare\w*|only|limit\w*|reduc\w*|fraction|minim\w*|"
            r"scarce\w*|slight\w*|least"
        ),
        r"many|more|most|much|numerous|abundan\w*|larg\w*",
    ),
    (r"強い|強く", r"strong\w*|high\w*|robust\w*|power\w*|intens\w*|great\w*|heav\w*|firm\w*", r"weak\w*"),
    (r"弱い|弱く", r"weak\w*|low\w*|poor\w*|less|little|small\w*|faint\w*", r"strong\w*"),
    (r"長い|長く", r"long\w*|more|extend\w*|increas\w*", r"short|shorter|shortest"),
    (r"短い|短く", r"short\w*|less|brief\w*|fewer|reduc\w*", r"long|longer|longest"),
    (r"正の", r"positiv\w*", r"negativ\w*"),
    (r"負の", r"negativ\w*|minus|inverse\w*", r"positiv\w*"),
    (
        r"(?<!以)前(?:に|の段階)|以前",
        r"before|prior|preced\w*|previous\w*|earl\w*|ago|past|first|pre\w*",
        r"after|afterwards|subsequen\w*",
    ),
    (r"以降|の後|後に", r"after\w*|follow\w*|subsequen\w*|later|then|next|since|post\w*|finally", r"before|prior"),
    (
        r"容易|簡単|単純",
        r"eas\w*|simpl\w*|straightforward\w*|trivial\w*|facilitat\w*|naive",
        r"hard\w*|difficult\w*|complex|complicated|challeng\w*",
    ),
    (
        r"困難|難し|複雑",
        (
            r"hard\w*|difficult\w*|complex\w*|complicat\w*|challeng\w*|impract\w*|infeas\w*|not|cannot|"
            r"struggl\w*|intricat\w*|sophisticat\w*"
        ),
        r"eas\w*|simpl\w*|straightforward\w*",
    ),
    (
        r"同じ|同様|同等|等しい",
        r"same|similar\w*|equal\w*|identical\w*|equivalen\w*|comparab\w*|also|like\w*|match\w*|par|compet\w*|analog\w*",
        r"different\w*|dissimilar\w*|unequal\w*",
    ),
    (
        r"すべて|全て|全ての|あらゆる|いずれも|常に|必ず",
        (
            r"all|every|each|always|any|both|entire\w*|whole|complete\w*|full\w*|throughout|must|necessar\w*|never|only|"
            r"across|total|invariabl\w*|consistent\w*|everything|either|neither|no|none|universal\w*|regardless"
        ),
        r"some|most|mostly|many|several|often|usually|typically|sometimes|certain|partly|rarely|few|frequently",
    ),
    (
        r"過大",
        r"over\w*|too (?:large|high|great|much|many)|excess\w*|inflat\w*|exaggerat\w*",
        r"under\w{4,}|too (?:small|low|few|little)",
    ),
    (
        r"過小",
        r"under\w*|too (?:small|low|few|little)|deflat\w*",
        r"over\w{4,}|too (?:large|high|great|much|many)|excess\w*|inflat\w*|exaggerat\w*",
    ),
    (
        r"異なる|異なり|違い",
        r"differ\w*|distinct\w*|vari\w*|other|unlike|contrast|separate|divers\w*|dissimilar\w*",
        r"same|identical\w*|equal\w*",
    ),
)
