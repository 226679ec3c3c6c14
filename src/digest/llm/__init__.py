"""Requests to a language model, each paid once."""
