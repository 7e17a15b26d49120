"""The command line: `bot`. Each group of commands has a module of its own."""

from bot.cli.main import main

__all__ = ["main"]
