"""Does a piece of text read like an order to the machine that reads the paper?

Only asked of text that no human reader can see, so a loose net is right: an honest hidden string (a label under a
picture, a recognised line of a scan) does not speak of instructions and reviews. The words are compared without the
spaces between them, because hidden text often comes without any.
"""

from __future__ import annotations

import re
import unicodedata

_MORE = r"(?:all|any|the|your|every|each|of|these|those|this|my|our|other|and|or)*"
_EARLIER = r"(?:previous|prior|above|earlier|preceding|foregoing|former|initial|original|existing|system|other)"
_ORDERS = r"(?:instruction|prompt|direction|command|rule|guideline|context|message|text|task|input)s?"
_GOOD = r"(?:positive|favou?rable|good|great|excellent|high|higher|highest|glowing|strong|perfect|top|maximum|best)"
_VERDICT = r"(?:review|rating|score|recommendation|evaluation|assessment|feedback|grade|mark|comment|remark|opinion)s?"

ENGLISH = (
    rf"(?:ignore|disregard|forget|overlook|override|bypass|skip){_MORE}{_EARLIER}",
    rf"(?:ignore|disregard|forget|override|bypass)(?:all|any|the|your|every|this|these|{_ORDERS}){_MORE}(?:{_ORDERS}|$)",
    (
        rf"(?:give|write|provide|return|output|produce|generate|assign|award|submit|issue){_MORE}(?:an?|it|only|me|us|paper)*"
        rf"(?:very|extremely|overwhelmingly|exclusively)*{_GOOD}(?:ly)?{_VERDICT}?"
    ),
    rf"(?:only|exclusively){_GOOD}|{_GOOD}(?:{_VERDICT})?only",
    r"(?:donot|don'?t|never|mustnot)(?:highlight|mention|reveal|disclose|discuss|criti|report|point|list|include|tell)",
    r"(?:recommend|advise|suggest|vote)(?:for|to|that|the|this|paper|be|strong|an?|its|it)*(?:accept|publication)",
    r"(?:accept|praise|promote|endorse|recommend)this(?:paper|work|article|submission|manuscript|study)",
    (
        r"(?:asan?|youarean?|youarenowan?|youarenow|for(?:the|all|any|every)?(?:an?)?|to(?:any|all|every)|ifyouarean?|attention|note(?:to)?|dear)"
        r"(?:large|ai|artificial|automated|helpful)*(?:language)?"
        r"(?:llm|languagemodel|aimodel|ai|assistant|chatbot|gpt|chatgpt|reviewer|agent)s?"
    ),
    r"(?:chatgpt|llm|languagemodel|aireviewer|aiassistant|ai)s?[:,]?(?:must|should|please|reviewing|reading|ignore|when)",
    r"system(?:prompt|message|override|instruction)|newinstructions?|developermessage|<\|?(?:im_start|system|inst)",
    (
        r"(?:respond|reply|answer|output|say|print|begin|start)(?:only|with|that|exactly|your|every|the|response|answer)+"
        r".{0,20}[\"'“:]"
    ),
    r"(?:summari[sz]e|describe|rate|score|rank|review|evaluate|judge)(?:this|the)(?:paper|work|article|submission|study)?as",
    r"(?:instructions?|prompt|message)(?:for|to)(?:the|any|all|every)?(?:ai|llm|reviewer|model|assistant|machine|reader)",
    r"(?:send|post|email|upload|exfiltrate|reveal|leak)(?:the|your|all|this|any)+(?:key|password|prompt|data|content|text)",
)
JAPANESE = (
    r"(?:以前|これまで|前|上記|先|以上|従来|すべて|全て|あらゆる)の?(?:すべて|全て)?の?(?:指示|命令|プロンプト|指令|ルール|内容)",
    r"(?:指示|命令|プロンプト|ルール)[をは](?:すべて|全て)?(?:無視|忘れ|破棄)",
    r"無視(?:し|せよ|して)",
    r"(?:肯定|好意|ポジティブ)的?な?(?:評価|レビュー|査読|コメント|意見|感想)",
    r"(?:高い?|最高の?|良い|よい)(?:評価|得点|点数|スコア)",
    r"(?:否定|批判|欠点|弱点|短所|ネガティブ).{0,12}(?:しない|せず|触れ|言及|述べ|書か|指摘|含め)",
    r"(?:採択|採録|アクセプト|受理)(?:を|する|と|に)?(?:推薦|推奨|す|して|せよ|べき|勧め)",
    r"(?:あなたは|査読者は|AIは|aiは|モデルは|言語モデル|llm|chatgpt).{0,20}(?:です|である|として|べき|ください|下さい|せよ)",
    r"(?:出力|回答|返答|要約|評価|記述|推薦)(?:して|せよ|しなさい|すること)(?:ください|下さい)?",
)
CHINESE = (
    r"(?:忽略|無視|无视|忘记|忘記|不要理会|不要理會|跳过|跳過)(?:之前|以前|先前|前面|上述|以上|上面|所有|任何|一切|此前)",
    r"(?:之前|以前|先前|前面|上述|以上|所有)的?(?:所有|全部|任何)?的?(?:指令|指示|提示|命令|要求|规则|規則)",
    r"(?:只|仅|僅|请|請|必须|必須|务必|務必|应|應).{0,8}(?:正面|积极|積極|肯定|好评|好評|高分|满分|滿分|赞扬|讚揚)",
    r"(?:给|給|给出|給出|给予|給予|写|寫|提供|输出|輸出).{0,8}(?:正面|积极|積極|肯定|好评|好評|高分|满分|滿分)",
    r"(?:不要|不得|请勿|請勿|切勿|禁止|避免).{0,6}(?:提及|指出|提到|强调|強調|批评|批評|讨论|討論|透露|列出|负面|負面|缺点|缺點)",
    r"(?:推荐|推薦|建议|建議|同意).{0,6}(?:接收|接受|录用|錄用|发表|發表)",
    r"(?:你是|您是|作为|作為)(?:一个|一個|一名|一位)?.{0,6}(?:助手|审稿|審稿|模型|评审|評審|ai|人工智能|专家|專家)",
    r"(?:系统|系統)提示|新的?(?:指令|指示)",
)

_ORDER = re.compile("|".join((*ENGLISH, *JAPANESE, *CHINESE)))
_DROPPED = re.compile(r"[\s_*#.\-\u00ad\u200b-\u200f\u2060\ufeff]+")


def is_instruction(text: str) -> bool:
    """Whether hidden text reads like an order, in English, Japanese or Chinese."""
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _ORDER.search(plain) is not None
