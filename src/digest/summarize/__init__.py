"""Document to Note: drafts by a model or by extraction, evidence checked against the text."""
