"""The words of a survey's page besides those that all shapes share."""

from __future__ import annotations

from typing import NamedTuple

from digest.export.labels import is_japanese


class Words(NamedTuple):
    """Headings and small texts, by language."""

    title: str
    untitled: str
    summary: str
    paper: str
    compared: str
    compared_note: str
    compared_extractive: str
    outlook: str
    references: str


ENGLISH = Words(
    title="Survey: {}",
    untitled="Survey of {} papers",
    summary="A review of {} papers by theme, every statement with its page",
    paper="Paper",
    compared="The papers side by side",
    compared_note="A field is empty where the paper gave no evidence for it.",
    compared_extractive="A licence is that of the paper itself, by its metadata; it says nothing about code, data or "
    "models. Other fields are filled only when a language model reads the papers for them.",
    outlook="Outlook",
    references="References",
)
JAPANESE = Words(
    title="サーベイ：{}",
    untitled="論文{}件のサーベイ",
    summary="論文{}件のテーマ別サーベイ（根拠のページつき）",
    paper="論文",
    compared="論文の比較",
    compared_note="空欄は、論文に根拠が見つからなかった項目である。",
    compared_extractive="ライセンスはメタデータにある論文自体のもので、コードやデータ、モデルのものではない。"
    "その他の欄は、言語モデルが論文を読む場合にだけ埋まる。",
    outlook="今後の展望",
    references="参考文献",
)


def words_for(language: str) -> Words:
    """The words of a language; English where we have no others."""
    return JAPANESE if is_japanese(language) else ENGLISH
