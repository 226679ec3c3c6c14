from __future__ import annotations

import pytest

from digest.editions import nickname, short_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("OLMo: Accelerating the Science of Language Models", "OLMo"),
        ("MoE-LLaVA:  Mixture of Experts\nfor Large Vision-Language Models", "MoE-LLaVA"),
        ("Rephrasing the Web: A Recipe for Language Modeling", "Rephrasing the Web"),
        ("Rho-1 — Not All Tokens Are What You Need", "Rho-1"),
        ("灯台：大規模言語モデルの探索", "灯台"),
        ("$k$-NN-LM: Retrieval at every token", "$k$-NN-LM"),
        ("Corrective Retrieval Augmented Generation", None),
        ("Large Language Models for Mathematical Reasoning: Progresses and Challenges", None),
        ("A Survey: What we know", None),
        ("Technical Report: The model", None),
        ("Part II: Proofs", None),
        ("Comment on: Counting", None),
        ("42: An answer", None),
        ("Scores of 3:1 and what they mean", None),
        ("A (very: odd) title", None),
        (": nothing before it", None),
        ("Nothing after it: ", None),
        ("大規模言語モデルの推論能力を高める手法の比較：実験", None),
    ],
)
def test_a_paper_is_called_by_what_stands_before_the_colon_where_that_is_a_name(title: str, name: str | None) -> None:
    assert nickname(title) == name


@pytest.mark.parametrize(
    ("title", "listed", "name"),
    [
        ("OLMo: Open models", "Open Language Models", "OLMo"),
        ("Retrieval-Augmented Generation for Tasks", "RAG: Retrieval-Augmented Generation for Tasks", "RAG"),
        ("Corrective Retrieval Augmented Generation", "Corrective RAG", "Corrective RAG"),
        ("Corrective Retrieval Augmented Generation", "Corrective  Retrieval\nAugmented Generation", None),
        ("Counting", "2401.00001", None),
        ("Counting", "arXiv:2401.00001v2", None),
        ("Counting", "math/0309136", None),
        ("Counting", "https://a.example/x", None),
        ("Counting", "12.", None),
        ("Counting", "A list that says far more than a name", None),
        ("Counting", "", None),
    ],
)
def test_a_list_may_know_a_shorter_name_than_the_paper(title: str, listed: str, name: str | None) -> None:
    assert short_name(title, listed) == name
