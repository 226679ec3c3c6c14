from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from digest.errors import ConfigError
from digest.llm.request import Request
from digest.llm.schema import strict_schema
from digest.summarize.conversation import Conversation
from digest.summarize.drafts import SCHEMAS
from digest.summarize.options import Options
from digest.summarize.prompts import VARIABLES, Prompts, parse_prompt
from tests.summarize.papers import ScriptedModel, document, paper

ROOT = Path(__file__).parents[2]
PROMPTS = Prompts.load(ROOT / "prompts")
REWRITE = os.environ.get("DIGEST_REWRITE_GOLDEN") == "1"
GOLDEN = ROOT / "tests" / "golden" / "prompts"
DOC = document()

WORDS: dict[str, dict[str, object]] = {
    "questions": {"title": "Lantern", "abstract": "We present Lantern.", "count": 3},
    "summary": {},
    "answers": {"questions": [(1, "What is Lantern?"), (2, "How fast is it?")]},
    "repair": {
        "claims": [
            {"number": 2, "question": "How fast is it?", "text": "It takes 41 ms.", "sentences": "18",
             "anchor": "Inference takes", "problems": "the number 41 does not stand in the cited sentences"},
            {"number": 5, "question": None, "text": "It is good.", "sentences": "none", "anchor": "good",
             "problems": 'the words "good" do not stand in the cited sentences'},
        ]
    },
    "selection": {"questions": ["What is Lantern?"], "limit": 7},
}  # fmt: skip


def rendered(task: str, language: str) -> str:
    """The messages of one task as they would be sent, by the code that sends them."""
    asked: list[Request] = []

    class Stop(Exception):  # noqa: N818 - ends the call once the request is known
        pass

    def remember(request: Request) -> object:
        asked.append(request)
        raise Stop

    talk = Conversation(paper(), DOC, ScriptedModel({task: remember}), PROMPTS, Options(language=language))
    reading = None if task == "questions" else talk.reading(range(len(DOC.sentences)))
    with pytest.raises(Stop):
        talk.ask(task, reading, **WORDS[task]).send(None)
    return "\n".join(f"===== {message.role}\n{message.content}" for message in asked[0].messages) + "\n"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("task", list(WORDS))
def test_the_messages_are_these_to_the_byte(task: str, language: str) -> None:
    path = GOLDEN / f"{task}.{language}.txt"
    text = rendered(task, language)
    if REWRITE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_tasks_about_a_paper_share_everything_up_to_the_end_of_the_paper() -> None:
    heads = {rendered(task, "en").split("</paper>")[0] for task in WORDS if task != "questions"}
    assert len(heads) == 1


def test_each_prompt_names_a_schema_that_exists() -> None:
    assert {PROMPTS[name].schema for name in VARIABLES} - {"none"} <= set(SCHEMAS)


def test_any_character_of_any_prompt_changes_the_hash(tmp_path: Path) -> None:
    for name in VARIABLES:
        own = tmp_path / name
        own.mkdir()
        (own / f"{name}.md").write_text((ROOT / "prompts" / f"{name}.md").read_text().rstrip() + " Please.\n")
        assert Prompts.load(ROOT / "prompts", own).hash != PROMPTS.hash


def test_a_prompt_of_the_users_own_may_only_use_what_its_task_has(tmp_path: Path) -> None:
    original = (ROOT / "prompts" / "answers.md").read_text()
    (tmp_path / "answers.md").write_text(original + "\n{{ secret }}\n")
    with pytest.raises(ConfigError, match=r"answers\.md uses secret"):
        Prompts.load(ROOT / "prompts", tmp_path)


HEAD = "---\nid: summary\nversion: 1\nschema: summary\nmax_output_tokens: 10\n---\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no front matter", "no front matter"),
        (HEAD.replace("version: 1\n", "") + "x", "needs exactly"),
        (HEAD.replace("id: summary", "id: other") + "x", "says that it is 'other'"),
        (HEAD.replace("schema: summary", "schema: poem") + "x", "unknown schema"),
        (HEAD.replace("10", "many") + "x", "not a number"),
        (HEAD.replace("version: 1", "version 1") + "x", "key: value"),
        (HEAD + "{% if %}", "prompt here"),
    ],
)
def test_a_malformed_prompt_is_refused_with_what_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        parse_prompt(text, "summary", "here")


def test_a_missing_prompt_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"system\.md cannot be read"):
        Prompts.load(tmp_path)


def test_a_template_cannot_reach_into_python() -> None:
    prompt = parse_prompt(HEAD + "{{ language.__class__.__mro__ }}", "summary", "here")
    with pytest.raises(ConfigError):
        prompt.render(language="en", code="en")


@pytest.mark.parametrize(("name", "many"), [("answers", "answers"), ("repair", "claims")])
def test_a_reply_has_its_fields_in_the_order_that_the_prompt_shows(name: str, many: str) -> None:
    """A server that sees to the schema makes the model write them in that order."""
    shown = json.loads(PROMPTS[name].body.strip().splitlines()[-1])
    schema = strict_schema(SCHEMAS[name])["properties"]
    assert list(schema[many]["items"]["properties"]) == list(shown[many][0])
