"""What a language model may do: word an answer. Whatever it says is checked before anyone sees it."""

from assistant.language.check import Checked, Checker, Source
from assistant.language.prompts import Prompts
from assistant.language.write import Writer

__all__ = ["Checked", "Checker", "Prompts", "Source", "Writer"]
