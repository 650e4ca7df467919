"""Text that may be shown on a terminal: nothing in it moves a cursor, hides, or turns the line around.

Article text, titles, names, file names and questions are untrusted. Everything the command line writes goes
through ``plain`` or ``json_document``; ``assistant.cli.screen`` sees to it, so that no command can forget.
"""

from __future__ import annotations

import json
import re
from typing import Any

# What a reader cannot see or a terminal obeys. Ranges from Unicode 15's DerivedCoreProperties
# (Default_Ignorable_Code_Point) and UAX #9 table 4 (explicit bidi controls), with C0, DEL and C1.
_UNSAFE = (
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1: escape sequences, carriage returns, bells
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners and fillers
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero-width, line separators, bidi embeddings and isolates
    "\u3164\ufeff\uffa0\ufff9-\ufffb"  # fillers, byte order mark, interlinear annotation
    "\ud800-\udfff"  # lone surrogates: no encoding writes them
    "\ufdd0-\ufdef"  # noncharacters, and the last two of every plane: browsers and parsers drop them
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # shorthand, music, tags, selectors
)
# Emoji of several parts, the flags of England, Scotland and Wales, and scripts that need joiners inside a
# word (Persian, Hindi) stay whole. Every run is bounded, so the pattern is linear.
_JOINED = "\u0600-\u1cff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_KEPT = (
    "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
    f"|(?<=[{_JOINED}])[\u200c\u200d](?=[{_JOINED}])"
)
_FIND = re.compile(f"(?P<kept>{_KEPT})|(?P<unsafe>[{_UNSAFE}])")
_SPACE = re.compile(r"[ \t\n]+")


def plain(text: str) -> str:
    """``text`` on one line, its invisible and commanding characters spelt out, such as ``‹U+202E›``."""
    return _FIND.sub(_spell, _SPACE.sub(" ", text))


def json_document(value: Any) -> str:
    """``value`` as JSON, readable but with the characters that ``plain`` spells out in JSON's own escapes."""
    document = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    return re.sub(f"[{_UNSAFE}]", _escape, document)


def _spell(found: re.Match[str]) -> str:
    return found["kept"] or f"‹U+{ord(found['unsafe']):04X}›"


def _escape(found: re.Match[str]) -> str:
    # outside strings a document has line breaks only, and inside them JSON has escaped those already
    return "\n" if found[0] == "\n" else json.dumps(found[0])[1:-1]
