"""Notes about many papers to an ``Edition``: groups and the prose between them, checked like any answer."""
