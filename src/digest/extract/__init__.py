"""Bytes of a paper to a Document; pure, and run in a worker process."""

from digest.extract.read import EXTRACTOR, read_pdf

__all__ = ["EXTRACTOR", "read_pdf"]
