"""Bytes of a paper to a Document; pure, and run in a worker process."""
