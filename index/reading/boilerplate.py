"""What a page carries around its article: sign-ups, cookie notices, share buttons, links to other articles.

The rules are general and shy: a paragraph goes only where it speaks to the reader of the page
(``your inbox``, ``our newsletter``) or is a label and nothing else. A paragraph that reports or quotes stays.
"""

from __future__ import annotations

import re

#: labels and links to other articles are short; anything longer is read as prose
_LONGEST_LABEL = 200
#: a form is dense: one phrase to the reader in every so many characters
_FORM_CHARS = 110

_BUTTON = (
    r"(?:share|tweet|print|email|copy\s+link|comments?|save|bookmark"
    r"|whatsapp|facebook|twitter|linkedin|reddit|x)"
)
_LABEL = re.compile(
    rf"""(?:
      advert(?:isement)?s?(?:\s*[-–—:|]\s*(?:story|article|content)\s+continues\s+below)?
    | (?:story|article|content)\s+continues\s+(?:below|after)(?:\s+(?:this\s+)?adverti[sz]ement)?
    | sponsored(?:\s+(?:content|links?))?
    | {_BUTTON}(?:[\s,|·/]+{_BUTTON})*
    | share\s+(?:this(?:\s+(?:article|story|page|post))?|on|via|with)\b[\w\s,/]{{0,60}}
    | (?:sign|log)\s+(?:up|in)(?:\s+(?:now|here|for\s+free))? | subscribe(?:\s+(?:now|here|today))?
    | (?:accept|reject|manage)(?:\s+all)?(?:\s+(?:cookies|preferences))?
    | (?:skip\s+to\s+(?:main\s+)?content|back\s+to\s+top|show\s+(?:more|less|comments)|load\s+more
      |most\s+(?:read|viewed|popular))
    | (?:related|recommended|trending|more)(?:\s+(?:articles?|stor(?:y|ies)|topics?|content|news|reading))
    | (?:getty\s+images|(?:image|photo)\s+(?:credit|source))(?:\s*[:/]\s*[\w\s/.,-]{{0,60}})?
    )[\s.:!»›>]*""",
    re.IGNORECASE | re.VERBOSE,
)
_ELSEWHERE = re.compile(
    r"(?:read\s+(?:more|next|also|now)|see\s+also|also\s+read|more\s+on\s+this|related(?:\s+(?:articles?|stor(?:y|ies)))?"
    r"|recommended|watch(?:\s+(?:now|live|more))?|listen(?:\s+now)?|don['’]t\s+miss)\s*[:|–—»›>-]+\s*\S",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"[\"“(]?(?:follow|like|find|join)\s+(?:us|our|me|the\s+author|@?\w+(?:\s+\w+){0,4})\s+(?:live\s+)?(?:on|at)\s+"
    r"(?:twitter|facebook|instagram|whatsapp|telegram|tiktok|threads|linkedin|x)\b",
    re.IGNORECASE,
)
# each is said to the reader of a page, not about the world; two different ones in a paragraph decide
_ADDRESSED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:to|in|into)\s+your\s+(?:inbox|e-?mail|phone)\b",
        r"\bsign(?:ing)?[\s-]+up\s+(?:to|for|by|here)\b|\bsign\s*up\s+i\s+would\b|\bclick\s+[\"“”']*sign\s+up\b",
        r"\b(?:our|free|daily|weekly|morning|the\s+[\w’' ]{1,30})\s+(?:[\w-]+\s+){0,3}"
        r"(?:newsletters?|e-?mails|alerts|bulletins?)\b",
        r"\b(?:enter|with|entering)\s+(?:your|a\s+valid)\s+e-?mail\b|\bvalid\s+e-?mail\s+address\b",
        r"\bi\s+would\s+like\s+to\s+be\s+emailed\b|\boffers,\s+events\s+and\s+updates\b",
        r"\bour\s+(?:privacy|cookies?)\s+(?:notice|policy|statement)\b|\bread\s+our\s+(?:privacy|terms)\b",
        r"\bthank\s*(?:s|\s+you)\s+for\s+(?:signing\s+up|subscribing|registering)\b",
        r"\bunsubscribe\b",
        r"\b(?:we|our\s+(?:site|website|partners))\b[^.!?]{0,40}\buses?\s+cookies\b|\bthis\s+(?:web)?site\s+uses\s+cookies\b",
        r"\b(?:accept|consent\s+to|agree\s+to|reject|manage)\s+(?:all\s+|the\s+use\s+of\s+|our\s+use\s+of\s+|your\s+)?cookies?\b",
        r"\b(?:your|best|better|improve)\s+(?:[\w-]+\s+){0,4}(?:experience|browsing)\b|\bpersonali[sz]ed?\s+(?:ads|content)\b",
        r"\byour\s+(?:cookie|privacy|consent)\s+(?:settings|preferences|choices)\b|\bby\s+continuing\s+to\b",
        r"\bsubscribe\s+(?:to\s+our|now|today|here|for)\b|\balready\s+a\s+(?:subscriber|member)\b",
        r"\bstart\s+your\s+(?:free\s+)?trial\b",
        r"\bclick(?:ing)?\s+(?:here|the|on\s+the)\b",
        r"\ball\s+rights\s+reserved\b|\bno\s+part\s+of\s+this\s+(?:article|publication)\b",
        r"(?:©|\(c\)|\bcopyright)\s*(?:19|20)\d\d\b",
    )
)
# one of these is in whatever the patterns above find: most paragraphs have none, and cost nothing more
_HINTS = (
    *(
        "your",
        "sign",
        "letter",
        "mail",
        "cookie",
        "subscri",
        "click",
        "alert",
        "bulletin",
        "reserved",
        "copyright",
    ),
    *("©", "(c)", "privacy", "offers,", "member", "experience", "browsing", "personali", "by continuing"),
    "this article",
)
_REPORTS = re.compile(
    r"\b(?:said|says|told|added|according\s+to|argued|claimed|wrote|asked|announced|urged)\b", re.IGNORECASE
)
_YOU = re.compile(r"\b(?:you|your|we|our|us|please)\b|^SIGN UP\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?…”\"])\s+(?=[A-Z“\"‘'])")


def is_boilerplate(paragraph: str) -> bool:
    """Whether a canonical paragraph is no part of the article."""
    if len(paragraph) <= _LONGEST_LABEL and (
        _LABEL.fullmatch(paragraph) or _ELSEWHERE.match(paragraph) or _is_follow_line(paragraph)
    ):
        return True
    return not without_form(paragraph)


def without_form(paragraph: str) -> str:
    """``paragraph`` without the sentences of a sign-up form or a cookie notice; the rest as it stood."""
    if not _addressed(paragraph):
        return paragraph
    sentences = _SENTENCE.split(paragraph)
    is_form = _is_form(paragraph)
    kept = [sentence for sentence in sentences if not (_is_form(sentence) or (is_form and _speaks_to_reader(sentence)))]
    return paragraph if len(kept) == len(sentences) else " ".join(kept)


def _is_follow_line(paragraph: str) -> bool:
    return bool(_FOLLOW.match(paragraph)) and len(paragraph) <= 120 and not _REPORTS.search(paragraph)


def _is_form(text: str) -> bool:
    found = _addressed(text)
    # a report about newsletters has a reporting verb; a form that happens to have one says a great deal more
    enough = 4 if found and _REPORTS.search(text) else 2
    return found >= enough and len(text) <= found * _FORM_CHARS


def _speaks_to_reader(sentence: str) -> bool:
    if len(sentence) <= _LONGEST_LABEL and _LABEL.fullmatch(sentence):
        return True
    return bool(_addressed(sentence) or _YOU.search(sentence)) and not _REPORTS.search(sentence)


def _addressed(text: str) -> int:
    """How many different phrases to the reader of a page are in ``text``."""
    folded = text.lower()
    if not any(hint in folded for hint in _HINTS):
        return 0
    return sum(1 for pattern in _ADDRESSED if pattern.search(text))
