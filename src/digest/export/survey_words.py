"""The words of a survey's page besides those that all shapes share."""

from __future__ import annotations

from typing import NamedTuple

from digest.export.labels import is_japanese


class Words(NamedTuple):
    """Headings and small texts, by language."""

    title: str
    summary: str
    contents: str
    counted: str
    paper: str
    compared: str
    compared_note: str
    metadata: str
    outlook: str
    references: str
    separator: str
    within: str


ENGLISH = Words(
    title="Survey: {}",
    summary="A review of {} papers by theme, every statement with its page",
    contents="Contents",
    counted=" ({})",
    paper="Paper",
    compared="The papers side by side",
    compared_note="A field is empty where the paper gave no evidence for it.",
    metadata="the paper’s own, by its metadata",
    outlook="Outlook",
    references="References",
    separator="; ",
    within=", ",
)
JAPANESE = Words(
    title="サーベイ：{}",
    summary="論文{}件のテーマ別サーベイ（根拠のページつき）",
    contents="目次",
    counted="（{}件）",
    paper="論文",
    compared="論文の比較",
    compared_note="空欄は、論文に根拠が見つからなかった項目である。",
    metadata="論文自体のもの、メタデータによる",
    outlook="今後の展望",
    references="参考文献",
    separator="；",
    within="、",
)


def words_for(language: str) -> Words:
    """The words of a language; English where we have no others."""
    return JAPANESE if is_japanese(language) else ENGLISH
