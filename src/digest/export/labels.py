"""The words around a note, by language. Languages without labels of their own get the English ones."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Labels(NamedTuple):
    """What a reader sees besides title, text and quotations."""

    authors: str
    published: str
    updated: str
    url: str
    categories: str
    licence: str
    overview: str
    questions: str
    page: str
    section: str
    verified: str
    unverified: str
    not_stated: str
    extracted: str
    counts: str
    counts_extracted: str
    made_by: str
    withdrawn: str
    unknown: str
    stamp: str
    date: str
    listing: str
    colon: str
    aside: str
    quoted: str
    weekly_title: str
    weekly_summary: str
    not_summarized: str
    repeat_of: str


ENGLISH = Labels(
    authors="Authors",
    published="Published",
    updated="Last updated",
    url="URL",
    categories="Categories",
    licence="Licence",
    overview="Overview",
    questions="Q&A",
    page="p. {}",
    section="§ {}",
    verified="verified",
    unverified="not verified",
    not_stated="not stated in the paper",
    extracted="This note is extracted from the paper, no language model used: every sentence below is the paper's own.",
    counts="Answers: {all}; verified against the paper: {verified}, not verified: {unverified}, "
    "not stated in it: {not_stated}.",
    counts_extracted="{found} of {all} questions found sentences that may answer them.",
    made_by="Model: {model}. Prompts: {prompts}. Language: {language}. Quotations are the paper's own text; "
    "pages are counted from the first of the PDF.",
    withdrawn="This paper was withdrawn by its authors.",
    unknown="unknown",
    stamp="by the stamp on its first page",
    date="%Y-%m-%d",
    listing=", ",
    colon=": ",
    aside=" ({})",
    quoted="“{}”",
    weekly_title="Paper notes of the week",
    weekly_summary="Notes on {total} papers, with questions and answers",
    not_summarized="Not summarized",
    repeat_of="met before in: {}",
)
JAPANESE = Labels(
    authors="著者",
    published="発行日",
    updated="最終更新日",
    url="URL",
    categories="カテゴリ",
    licence="ライセンス",
    overview="概要",
    questions="Q&A",
    page="{}ページ",
    section="§{}",
    verified="確認済み",
    unverified="未確認",
    not_stated="論文に記載なし",
    extracted="このノートは論文からの抜粋であり、言語モデルは使っていない"
    "（extracted from the paper, no language model used）。以下の文はすべて論文の原文である。",
    counts="{all}件の回答のうち{verified}件は論文と照合済み、{unverified}件は未確認、{not_stated}件は論文に記載なし。",
    counts_extracted="{all}件の問いのうち{found}件で、答えになりうる文が見つかった。",
    made_by="モデル：{model}、プロンプト：{prompts}、言語：{language}。引用は論文の原文、ページはPDFの先頭からの番号である。",
    withdrawn="この論文は著者により取り下げられている。",
    unknown="不明",
    stamp="1ページ目のスタンプによる",
    date="%Y年%m月%d日",
    listing=", ",
    colon="：",
    aside="（{}）",
    quoted="「{}」",
    weekly_title="最新論文ノート",
    weekly_summary="論文{total}件の概要とQ&A",
    not_summarized="要約なし",
    repeat_of="既出：{}",
)
_BY_LANGUAGE = {"en": ENGLISH, "ja": JAPANESE}


def labels_for(language: str) -> Labels:
    """The labels of a language, given by its code; a region (``ja-JP``) does not matter."""
    return _BY_LANGUAGE.get(_code(language), ENGLISH)


def is_japanese(language: str) -> bool:
    """Whether a language's code means Japanese."""
    return _code(language) == "ja"


def _code(language: str) -> str:
    return language.casefold().replace("_", "-").split("-")[0]


def shown_date(moment: datetime, labels: Labels) -> str:
    """A date as the language writes it."""
    return moment.strftime(labels.date)
