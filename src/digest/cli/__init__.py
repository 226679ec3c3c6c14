"""The command line: a command parses, calls one function, prints.

Everything heavy is imported inside the commands, so that ``digest --help`` stays quick.
"""

from digest.cli.app import app

__all__ = ["app"]
