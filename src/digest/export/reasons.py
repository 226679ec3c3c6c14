"""Why an entry has no note, and what was odd about its list, in the language of the page.

Failures are told by the class of their error, because their messages are for whoever ran the command: they name
addresses, tools and options that mean nothing to a reader. What has no translation is shown in English and said to be.
"""

from __future__ import annotations

import re

from digest.export.item import Item
from digest.export.labels import is_japanese

FAILURES = {
    "WithdrawnError": ("The paper was withdrawn by its authors.", "著者により取り下げられた論文である。"),
    "NotFoundError": ("There is no such document at its source.", "掲載元に該当する文書がない。"),
    "NotReadyError": ("Its PDF was not available yet.", "PDFがまだ用意されていない。"),
    "BadContentError": (
        "What its source sent is not the document itself.",
        "掲載元から届いたものが文書そのものではない。",
    ),
    "SourceDownError": (
        "Its source did not answer, or refuses to be read by programs.",
        "掲載元が応答しないか、プログラムによる閲覧を拒んでいる。",
    ),
    "FetchError": ("It could not be fetched from its source.", "掲載元から取得できない。"),
    "EncryptedError": ("Its PDF is protected by a password.", "PDFがパスワードで保護されている。"),
    "NoTextError": ("Its PDF holds no text, only pictures of it.", "PDFに文字情報がない（画像のみ）。"),
    "DamagedError": ("Its PDF is damaged and cannot be read.", "PDFが壊れていて読めない。"),
    "ParserDiedError": (
        "Reading its PDF took more time or memory than is allowed.",
        "PDFの読み取りが時間またはメモリの上限を超えた。",
    ),
    "ExtractError": ("Its text could not be read.", "本文を読み取れない。"),
    "BadReplyError": (
        "The language model gave no answer that could be used.",
        "言語モデルから使える回答が得られなかった。",
    ),
    "TruncatedContextError": (
        "The language model did not read the whole paper.",
        "言語モデルが論文の全体を読めなかった。",
    ),
    "ContextTooLongError": ("It is too long for the language model.", "言語モデルには長すぎる。"),
    "ModelDownError": ("The language model did not answer.", "言語モデルが応答しなかった。"),
    "ModelError": ("The language model failed.", "言語モデルの処理に失敗した。"),
    "BudgetError": (
        "Left for a later run: the budget of this one was reached.",
        "予算に達したため、次回に回す。",
    ),
}
"""Name of the error's class -> English, Japanese."""

_KINDS = {
    "a post on X": "Xへの投稿",
    "a post on Bluesky": "Blueskyへの投稿",
    "a post on LinkedIn": "LinkedInへの投稿",
    "a post on Facebook": "Facebookへの投稿",
    "a discussion on Reddit": "Redditの議論",
    "a discussion": "議論のページ",
    "a chat": "チャット",
    "a video": "動画",
    "a notebook": "ノートブック",
    "a code repository": "コードのリポジトリ",
    "a model, dataset or demo": "モデル・データセット・デモのページ",
}
_KIND = "|".join(re.escape(kind) for kind in _KINDS)
_SAYINGS = tuple(
    (re.compile(pattern, re.DOTALL), text)
    for pattern, text in (
        (rf"({_KIND}), not a paper", "{}であり、論文ではない"),
        (rf"the row links only ({_KIND})", "一覧のリンクが{}だけである"),
        (r"the row links only .*", "一覧のリンクの先に論文がない"),
        (r"the row has no link", "一覧の行にリンクがない"),
        (r"not a web address", "ウェブのアドレスではない"),
        (r"not an arXiv paper: .*", "arXivの論文番号として正しくない"),
        (r"a page of arXiv that is no paper", "arXivのページだが、論文ではない"),
        (r"Hugging Face names no (?:arXiv )?paper here", "Hugging Faceの一覧に論文が示されていない"),
        (r"a web page named in passing; .*", "本文中で触れられたウェブページである"),
        (r"the export gives no link and no arXiv id", "文献データにリンクもarXivの番号もない"),
        (r"The list gives nothing that can be read\.", "一覧に読めるものが示されていない。"),
        (r"There is no note of it in this language yet\.", "この言語のノートはまだない。"),
        (r"Left for a later run: the number of papers was limited\.", "件数の上限のため、次回に回す。"),
        (
            r"the feed stands still: its newest mailing is of (.+), \d+ mailings ago",
            "フィードの更新が{}で止まっている",
        ),
        (
            r"(\d+) items of the feed name no arXiv paper and were left out",
            "フィードの{}件はarXivの論文を示さず、除いた",
        ),
        (r"the list was cut short after (\d+) papers", "一覧は{}件で打ち切られている"),
    )
)


def failure_label(kind: str, language: str) -> str | None:
    """What a failure means to a reader; None for a class that is not known here."""
    known = FAILURES.get(kind)
    return known and known[is_japanese(language)]


def said(text: str, language: str) -> str:
    """A reason or a warning of a list, which sources give in English."""
    if not is_japanese(language):
        return text
    for pattern, translation in _SAYINGS:
        if match := pattern.fullmatch(text):
            return translation.format(*(_KINDS.get(part, part) for part in match.groups()))
    return f"（英語）{text}"


def reason_of(item: Item, language: str) -> str | None:
    """Why an entry has no note; None when nothing is known. A withdrawal brings what its authors say of it."""
    reason = item.reason or item.entry.reason
    label = failure_label(item.kind, language) if item.kind else None
    if label is None:
        return said(reason, language) if reason else None
    comment = item.paper.comment if item.paper and item.kind == "WithdrawnError" else None
    if not comment:
        return label
    return f"{label}「{comment}」" if is_japanese(language) else f"{label} “{comment}”"
