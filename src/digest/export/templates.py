"""The arrangement of a page: one Jinja template for each shape, which a folder of the user's can replace.

What goes into a template is Markdown that was escaped already; the template decides on order and on the words between.
Templates run in Jinja's sandbox: one found on the internet cannot reach the machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from digest.errors import UsageError

SHIPPED = Path(__file__).parent / "templates"


def arrange(shape: str, parts: Mapping[str, object], folder: Path | None = None) -> str:
    """Fill the template ``<shape>.md.j2`` of the user's folder, or else the one that is shipped.

    Raises:
        UsageError: The user's template is not valid, or asks for something that the shape does not have.
    """
    loaders: list[BaseLoader] = [FileSystemLoader(SHIPPED)]
    if folder is not None:
        loaders.insert(0, FileSystemLoader(folder))
    environment = SandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # Markdown, escaped by esc() before it comes here
    )
    try:
        text = environment.get_template(f"{shape}.md.j2").render(parts)
    except TemplateError as error:
        raise UsageError(
            f"the template {shape}.md.j2 cannot be used: {error.message or error}",
            hint=f"Compare it with {SHIPPED / f'{shape}.md.j2'}; it may use: {', '.join(sorted(parts))}.",
        ) from error
    return re.sub(r"\n{3,}", "\n\n", text).strip()
