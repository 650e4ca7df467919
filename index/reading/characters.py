"""Characters made canonical: what two readers see as the same is the same, and nothing is hidden in it.

Invisible characters are neutral in the index: they go, except where a script or an emoji needs them.

| characters | what happens |
| --- | --- |
| C0 and C1 controls, NUL, lone surrogates, noncharacters | out |
| every kind of space, no-break and ideographic ones too | U+0020 |
| line ends of every kind (CRLF, CR, NEL, U+2028) | ``\\n``; U+2029 is a paragraph's end |
| zero-width space, word joiner, BOM, soft hyphen, fillers | out |
| bidi embeddings, overrides and isolates | out: right-to-left letters keep their own direction without them |
| left-to-right and right-to-left marks | kept beside a right-to-left letter, out elsewhere |
| joiner, non-joiner | kept inside emoji and between letters of scripts that join, out elsewhere |
| variation selectors | one, after a symbol, a keycap's digit or an ideograph; out elsewhere |
| tag characters | kept in the flags of England, Scotland and Wales, out elsewhere |
| combining marks | at most 30 in a row (the Stream-Safe Text Format of UAX #15) |

Then NFC. Homoglyphs stay as they are: they are visible.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

#: UAX #15, section 13: no text of any language needs more; longer runs make normalisation quadratic
_MAX_MARKS = 30

# nothing is done to these: a text of nothing else is only normalised
_PLAIN = frozenset(
    chr(point)
    for low, high in (
        (0x0A, 0x0A),
        (0x20, 0x7E),
        (0xA1, 0xAC),
        (0xAE, 0x2FF),
        (0x2010, 0x2015),
        (0x2018, 0x2027),
        (0x20AC, 0x20AC),
    )
    for point in range(low, high + 1)
)
_LINE_END = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028]")
_SPACE = re.compile(r"[\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")
_NEVER = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)

_RTL = "\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
# Arabic, Syriac, N'Ko, Mongolian, the scripts of South and South-East Asia
_JOINING = (
    "\u0600-\u061b\u061d-\u07ff\u0860-\u0dff\u0e80-\u109f\u1780-\u18af\ufb50-\ufdcf\ufe70-\ufefe\U00011000-\U00011fff"
)
_PICTURE = "\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_DIRECTION_MARK = re.compile(f"(?<![{_RTL}])[\u061c\u200e\u200f](?![{_RTL}])")
_JOINER = re.compile(
    f"(?<![{_JOINING}{_PICTURE}\ufe0f])[\u200c\u200d]"
    f"|(?<=[{_JOINING}])[\u200c\u200d](?![{_JOINING}])"
    f"|(?<=[{_PICTURE}\ufe0f])(?:\u200c|\u200d(?![{_PICTURE}]))"
)
_SELECTOR = re.compile(
    f"(?<![{_PICTURE}\xa9\xae\u203c\u2049\u2122\u2139\u3030\u303d\u3297\u32990-9#*])[\ufe0e\ufe0f]"
    "|(?<=[0-9#*])[\ufe0e\ufe0f](?!\u20e3)"
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
)
_FLAGS = "|".join("".join(chr(0xE0000 + ord(letter)) for letter in region) for region in ("gbeng", "gbsct", "gbwls"))
_TAG = re.compile(f"(?P<flag>\U0001f3f4(?:{_FLAGS})\U000e007f)|[\U000e0020-\U000e007f]")

# in this order: what one leaves, the next looks at
_CONDITIONAL = (
    (frozenset(map(chr, range(0xE0020, 0xE0080))), _TAG),
    (frozenset("\ufe0e\ufe0f") | frozenset(map(chr, range(0xE0100, 0xE01F0))), _SELECTOR),
    (frozenset("\u061c\u200e\u200f"), _DIRECTION_MARK),
    (frozenset("\u200c\u200d"), _JOINER),
)


def canonical_characters(text: str) -> str:
    """``text`` with every character as the table above has it. Applying it twice changes nothing more."""
    special = set(text) - _PLAIN
    if not special:
        return unicodedata.normalize("NFC", text)
    if not special.isdisjoint("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"):
        text = _LINE_END.sub("\n", text.replace("\u2029", "\n\n"))
    text = _fold(text, special)
    for hidden, pattern in _CONDITIONAL:
        if not special.isdisjoint(hidden):
            text = pattern.sub(_kept_flag, text)
    if any(map(unicodedata.combining, special)):
        # twice: composition exclusions come apart in NFC, so a run may have grown
        return _cap_marks(unicodedata.normalize("NFC", _cap_marks(text)))
    return unicodedata.normalize("NFC", text)


def _kept_flag(found: re.Match[str]) -> str:
    return found.groupdict().get("flag") or ""


def _fold(text: str, special: set[str]) -> str:
    """``text`` with the odd spaces among ``special`` plain, and those that are never kept taken out."""
    odd = {ord(character): " " for character in special if _SPACE.match(character)}
    odd |= {ord(character): "" for character in special if _NEVER.match(character)}
    if len(odd) > 8:
        return text.translate(odd)
    for point, plain in odd.items():
        text = text.replace(chr(point), plain)
    return text


def _cap_marks(text: str) -> str:
    return _long_runs().sub(lambda found: found[0][:_MAX_MARKS], text)


@cache
def _long_runs() -> re.Pattern[str]:
    """Runs of combining characters longer than allowed. Built once, from Python's own tables."""
    points = [point for point in range(0x300, 0x1E950) if unicodedata.combining(chr(point))]
    starts = [point for point in points if not unicodedata.combining(chr(point - 1))]
    ends = [point for point in points if not unicodedata.combining(chr(point + 1))]
    ranges = "".join(f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True))
    return re.compile(f"[{ranges}]{{{_MAX_MARKS + 1},}}")
