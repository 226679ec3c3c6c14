"""A database of every released schema."""
