"""Document to Note: drafts by a model or by extraction, evidence checked against the text."""

from digest.summarize.extractive import extract_note
from digest.summarize.options import Options
from digest.summarize.prompts import Prompts
from digest.summarize.write import write_note

__all__ = ["Options", "Prompts", "extract_note", "write_note"]
