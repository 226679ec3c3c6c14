"""Figures of papers on a page: shown where the licence allows it, with caption and credit; else a link and why.

A figure is shown whole and as it is, which every Creative Commons licence lets one do: those with "no derivatives" too,
which allow to share a work "in whole or in part" (section 2(a)(1) of version 4.0), and those with "non-commercial" for
such use only, which the credit line says.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from digest.document import Figure
from digest.editions import Picture
from digest.export.dialects import Dialect
from digest.export.esc import esc, link
from digest.export.frontmatter import one_line
from digest.export.labels import Labels, labels_for
from digest.export.page import Page
from digest.export.style import Figures
from digest.licences import find_licence, licence_label
from digest.models import Paper

NEVER = "figures are left out here"
UNKNOWN = "the paper's licence is not known"
FORBIDDEN = "the paper's licence does not allow it ({})"
NOT_CUT = "it could not be cut out of the paper"
HOSTED = "this site shows only pictures that were uploaded to it"
TOO_LARGE = "the picture is too large for this site"

_LARGEST = {"zenn": 3_000_000}
"""Bytes of a picture that a site takes (zenn.dev's limit is 3 MB)."""

_CAPTION = 400
_ALT = 120
_AUTHORS = 3
_OTHERS = " et al."


class _Words(NamedTuple):
    credit: str
    licence: str
    non_commercial: str
    unchanged: str
    not_shown: str
    others: str
    end: str


_ENGLISH = _Words(
    credit="Source: {}",
    licence="Licence: {}",
    non_commercial="for non-commercial use only",
    unchanged="unchanged",
    not_shown="Not shown: {}. ",
    others="{} and others",
    end=". ",
)
_JAPANESE = _Words(
    credit="出典：{}",
    licence="ライセンス：{}",
    non_commercial="非営利目的に限る",
    unchanged="改変なし",
    not_shown="図は掲載しない：{}。",
    others="{}ほか",
    end="。",
)
_REASONS = {
    NEVER: "ここでは図を省いている",
    UNKNOWN: "論文のライセンスが不明である",
    NOT_CUT: "論文から切り出せなかった",
    HOSTED: "このサイトには、アップロードした画像しか載せられない",
    TOO_LARGE: "このサイトには画像が大きすぎる",
}


def withheld(licence: str | None, figures: Figures) -> str | None:
    """Why a figure under the licence with this URL is not to be shown, in English; None where it may be."""
    if figures == "never":
        return NEVER
    known = find_licence(licence)
    if figures == "always" or (known and known.figures != "no"):
        return None
    return FORBIDDEN.format(known.label) if known else UNKNOWN


def picture_of(
    paper: Paper, figure: Figure, png: bytes | None, *, figures: Figures = "allowed", section: str = ""
) -> Picture:
    """A figure with all that must stand under it; ``png`` is None where it could not be cut out of the paper.

    The file is named after paper and figure, so that figures of many papers fit on one page. ``section`` is what
    ``key_figures.section_naming`` finds.
    """
    reason = withheld(paper.licence, figures) or (NOT_CUT if png is None else None)
    names = [author.name for author in paper.authors]
    words = f"{paper.id[:40]} {figure.label[:20]} p{figure.page}".casefold()
    return Picture(
        paper_id=paper.id,
        label=figure.label,
        caption=figure.caption,
        page=figure.page,
        paged=figure.image_url is None,  # only papers read as HTML have pictures with addresses
        file=re.sub(r"[^a-z0-9]+", "-", words).strip("-") + ".png",
        png=None if reason else png,
        reason=reason,
        licence=paper.licence,
        url=paper.url,
        section=section,
        credit=", ".join(names[:_AUTHORS]) + (_OTHERS if len(names) > _AUTHORS else ""),
    )


def place(picture: Picture, row: Dialect, page: Page, labels: Labels) -> tuple[str, dict[str, bytes]]:
    """The figure as Markdown, and the files that belong to it, by their place in the site's folder.

    The Markdown is paragraphs: the picture; its caption; where it is from, by whom and under which licence. Where the
    picture is not to be shown, or the site would not show it, a line that says why stands in its place.
    """
    words = _words(labels)
    caption = caption_of(picture)
    why = why_not_shown(picture, row, labels)
    if why or picture.png is None:
        return f"{caption}  \n{why}{_source(picture, words, labels)}", {}
    shown = row.picture(page, picture.file, cut(f"{picture.label}: {_bare(picture)}", _ALT))
    markdown = f"{shown}\n\n{caption}  \n{_source(picture, words, labels)}{words.end}{_licence(picture, words, labels)}"
    return markdown, {row.image_file(page, picture.file): picture.png}


def why_not_shown(picture: Picture, row: Dialect, labels: Labels) -> str:
    """``Not shown: the paper's licence does not allow it. `` as Markdown; nothing where the picture is shown."""
    reason = picture.reason or _refused(picture.png, row)
    words = _words(labels)
    return words.not_shown.format(esc(_told(reason, words))) if reason else ""


def caption_of(picture: Picture) -> str:
    """``**Figure 1.** What it shows`` as Markdown, no longer than a paragraph."""
    text = esc(cut(_bare(picture), _CAPTION))
    return f"**{esc(picture.label)}.** {text}" if text else f"**{esc(picture.label)}**"


def _words(labels: Labels) -> _Words:
    return _JAPANESE if labels is labels_for("ja") else _ENGLISH


def _refused(png: bytes | None, row: Dialect) -> str | None:
    """Why the site would not show the picture."""
    if png is None:
        return NOT_CUT
    if row.image_url is None:
        return HOSTED
    return TOO_LARGE if len(png) > _LARGEST.get(row.name, len(png)) else None


def _told(reason: str, words: _Words) -> str:
    """A reason in the language of the page, where there is a translation."""
    if words is _ENGLISH:
        return reason
    if match := re.fullmatch(re.escape(FORBIDDEN).replace(re.escape("{}"), "(.+)"), reason):
        return f"論文のライセンス（{match[1]}）が許していない"
    return _REASONS.get(reason, reason)


def _bare(picture: Picture) -> str:
    """The caption without the label that it begins with."""
    return re.sub(rf"^\s*{re.escape(picture.label)}\s*[.:|–—-]?\s*", "", one_line(picture.caption), flags=re.IGNORECASE)


def _source(picture: Picture, words: _Words, labels: Labels) -> str:
    """``Source: Figure 1, https://arxiv.org/abs/…, p. 4, Ada Lovelace``."""
    url = picture.url or ("" if ":" in picture.paper_id else f"https://arxiv.org/abs/{picture.paper_id}")
    where = labels.page.format(picture.page) if picture.paged else ""
    few = picture.credit.removesuffix(_OTHERS)
    credit = esc(few if few == picture.credit else words.others.format(few))
    parts = [esc(picture.label), link(url, url) if url else "", where, credit]
    return words.credit.format(labels.listing.join(part for part in parts if part))


def _licence(picture: Picture, words: _Words, labels: Labels) -> str:
    known = find_licence(picture.licence)
    name = link(licence_label(picture.licence), picture.licence) if picture.licence else esc(labels.unknown)
    notes = [words.non_commercial] if known and known.figures == "non-commercial" else []
    return words.licence.format(name) + labels.aside.format(labels.listing.join([*notes, words.unchanged]))


def cut(text: str, most: int) -> str:
    """A text of at most so many characters, cut after a sentence where one ends in its second half."""
    flat = one_line(text)
    if len(flat) <= most:
        return flat
    head = flat[:most]
    ends = [match.end() for match in re.finditer(r"[.!?](?=\s)|[。！？]", head)]
    if ends and ends[-1] > most // 2:
        return head[: ends[-1]]
    return head[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
