"""Questions about positions: who takes which, on what. Everything else is left to ``assistant.question``."""

from assistant.intent.follow import read
from assistant.intent.types import Intent

__all__ = ["Intent", "read"]
