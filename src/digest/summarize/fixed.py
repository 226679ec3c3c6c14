"""The few texts that are the same in every note, by language. Languages that are not here get English."""

from __future__ import annotations

from typing import NamedTuple

from digest.summarize.language import resolve


class Fixed(NamedTuple):
    """The question that ends every note, and what is said when the paper does not answer."""

    code_question: str
    no_code: str
    not_stated: str


_FIXED = {
    "en": Fixed(
        "Where is the code published?",
        "None given.",
        "The paper does not say.",
    ),
    "ja": Fixed(
        "コードはどこで公開されているか。",
        "記載なし。",
        "論文には書かれていない。",
    ),
    "de": Fixed("Wo ist der Code veröffentlicht?", "Keine Angabe.", "Das steht nicht in der Arbeit."),
    "fr": Fixed("Où le code est-il publié ?", "Non indiqué.", "L’article ne le dit pas."),
    "es": Fixed("¿Dónde está publicado el código?", "No se indica.", "El artículo no lo dice."),
    "it": Fixed("Dove è pubblicato il codice?", "Non indicato.", "L’articolo non lo dice."),
    "pt": Fixed("Onde está publicado o código?", "Não indicado.", "O artigo não o diz."),
    "nl": Fixed("Waar is de code gepubliceerd?", "Niet vermeld.", "Het artikel zegt dit niet."),
    "zh": Fixed("代码在哪里公开?", "未给出。", "论文没有说明。"),
    "ko": Fixed("코드는 어디에 공개되어 있는가?", "제시되지 않음.", "논문에 나와 있지 않다."),
}


def fixed(language: str) -> Fixed:
    """The fixed texts in a language, given by name or code."""
    return _FIXED.get(resolve(language).code, _FIXED["en"])
