"""A small paper as LaTeXML writes it and arxiv.org serves it, with the menus and banners around it."""

from __future__ import annotations

TITLE = "On the Melting of Ice"
ID = "2402.08954v2"
ADDRESS = f"https://arxiv.org/html/{ID}"


def paper(
    *,
    title: str = TITLE,
    stamp: str = f"arXiv:{ID} [physics.ao-ph] 13 Feb 2024",
    inside: str = "",
    end: str = "</body></html>",
) -> bytes:
    """The page; ``inside`` goes into the introduction."""
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<base href="/html/{ID}/"></head><body>
<header class="desktop_header"><a href="https://arxiv.org">Back to arXiv</a> Report issue for preceding element</header>
<nav class="ltx_page_navbar"><nav class="ltx_TOC"><ol><li><a href="#S1">1 Introduction</a></li></ol></nav></nav>
<div class="ltx_page_main"><div id="watermark-tr">{stamp}</div><div class="ltx_page_content">
<article class="ltx_document">
<h1 class="ltx_title ltx_title_document">{title}</h1>
<div class="ltx_authors"><span class="ltx_creator ltx_role_author"><span class="ltx_personname">Ada Frost</span></span></div>
<div class="ltx_abstract"><h6 class="ltx_title ltx_title_abstract">Abstract</h6>
<p class="ltx_p">Ice melts. We measure how fast.</p></div>
<section class="ltx_section" id="S1"><h2 class="ltx_title ltx_title_section">
<span class="ltx_tag ltx_tag_section">1 </span>Introduction</h2>
<div class="ltx_para"><p class="ltx_p">Ice melts at
<math class="ltx_Math" alttext="T_{{0}}=0" display="inline"><semantics><mi>T</mi>
<annotation encoding="application/x-tex">T_{{0}}=0</annotation></semantics></math> degrees
<cite class="ltx_cite">(Frost, <a class="ltx_ref" href="#bib.bib1">2020</a>)</cite>.<span class="ltx_note ltx_role_footnote">
<sup class="ltx_note_mark">1</sup><span class="ltx_note_outer"><span class="ltx_note_content">
<sup class="ltx_note_mark">1</sup><span class="ltx_tag ltx_tag_note">1</span>At sea level.</span></span></span>
The code is at <a class="ltx_ref ltx_href" href="https://github.com/frost/ice">our site</a>.</p></div>
{inside}
<section class="ltx_subsection" id="S1.SS1"><h3 class="ltx_title ltx_title_subsection">
<span class="ltx_tag ltx_tag_subsection">1.1 </span>Law</h3>
<div class="ltx_para"><p class="ltx_p">The rate is</p>
<table class="ltx_equation ltx_eqn_table" id="S1.E1"><tbody><tr class="ltx_equation ltx_eqn_row">
<td class="ltx_eqn_cell"><math class="ltx_Math" alttext="r=kT" display="block"><mi>r</mi></math></td>
<td class="ltx_eqn_cell ltx_eqn_eqno"><span class="ltx_tag ltx_tag_equation">(1)</span></td></tr></tbody></table>
<p class="ltx_p">which holds below 20 degrees.</p></div></section></section>
<section class="ltx_section" id="S2"><h2 class="ltx_title ltx_title_section">
<span class="ltx_tag ltx_tag_section">2 </span>Results</h2>
<figure class="ltx_figure" id="S2.F1"><img src="x1.png" class="ltx_graphics" alt="Refer to caption">
<figcaption class="ltx_caption"><span class="ltx_tag ltx_tag_figure">Figure 1: </span>Rate of melting.</figcaption></figure>
<figure class="ltx_table" id="S2.T1"><figcaption class="ltx_caption"><span class="ltx_tag ltx_tag_table">Table 1: </span>
The lakes.</figcaption><table class="ltx_tabular"><tbody>
<tr class="ltx_tr"><th class="ltx_td">Lake</th><th class="ltx_td">Rate</th></tr>
<tr class="ltx_tr"><td class="ltx_td">Baikal</td><td class="ltx_td">0.5</td></tr></tbody></table></figure>
<div class="ltx_para"><ul class="ltx_itemize"><li class="ltx_item"><div class="ltx_para"><p class="ltx_p">First finding.</p>
</div></li></ul></div></section>
<section class="ltx_appendix" id="A1"><h2 class="ltx_title ltx_title_appendix">
<span class="ltx_tag ltx_tag_appendix">Appendix A </span>Lakes</h2><p class="ltx_p">Twelve lakes were visited.</p></section>
<section class="ltx_bibliography" id="bib"><h2 class="ltx_title ltx_title_bibliography">References</h2><ul class="ltx_biblist">
<li class="ltx_bibitem" id="bib.bib1"><span class="ltx_tag ltx_tag_bibitem">Frost (2020)</span>
<span class="ltx_bibblock">A. Frost. Ice. arXiv:2001.00001, 2020.</span></li></ul></section>
</article></div></div><script>alert("x")</script>{end}""".encode()  # noqa: E501 - markup as it is served
