"""A pydantic type as the JSON schema that every server understands.

The common subset: no ``$ref``, no patterns, formats or defaults, every field required, no further fields. Of the limits
there is ``maxItems`` only, which goes away where a server rejects it: servers differ in what else they take, reject or
silently ignore. See https://platform.openai.com/docs/guides/structured-outputs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import BaseModel

_KEPT = {"type", "properties", "items", "enum", "anyOf", "maxItems", "description"}


@lru_cache(maxsize=64)
def strict_schema(reply_type: type[BaseModel]) -> dict[str, Any]:
    """The schema of a type, definitions inlined; not to be changed. A type that contains itself is not supported."""
    schema = reply_type.model_json_schema(mode="validation")
    definitions = schema.get("$defs", {})
    return _reduced(schema, definitions)


def _reduced(node: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        return _reduced(definitions[node["$ref"].rsplit("/", 1)[-1]], definitions)
    if len(node.get("allOf", [])) == 1:
        return _reduced(node["allOf"][0], definitions)
    reduced = {name: value for name, value in node.items() if name in _KEPT and name != "description"}
    if "const" in node:
        reduced["enum"] = [node["const"]]
    if "properties" in reduced:
        reduced["properties"] = {name: _reduced(value, definitions) for name, value in reduced["properties"].items()}
        reduced["required"] = list(reduced["properties"])
        reduced["additionalProperties"] = False
    if "items" in reduced:
        reduced["items"] = _reduced(reduced["items"], definitions)
    if "anyOf" in reduced:
        reduced["anyOf"] = [_reduced(value, definitions) for value in reduced["anyOf"]]
    return reduced


def without_limits(schema: dict[str, Any]) -> dict[str, Any]:
    """The same schema without ``maxItems``. No field of ours has that name."""
    return {name: _unlimited(value) for name, value in schema.items() if name != "maxItems"}


def _unlimited(value: Any) -> Any:  # noqa: ANN401 - whatever a schema holds
    if isinstance(value, list):
        return [_unlimited(item) for item in value]
    return without_limits(value) if isinstance(value, dict) else value
