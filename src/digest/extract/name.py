"""The name under which documents made of PDFs are kept; it changes when the same bytes would be read differently."""

EXTRACTOR = "digest-pdf-4"
