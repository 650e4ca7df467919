"""Words by which somebody is said to take a position, with the stances that they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.statements.labels import Act, Stance

FOR = frozenset({Stance.FOR})
AGAINST = frozenset({Stance.AGAINST})
#: who refuses to call for a thing may ask for less
REFUSING = frozenset({Stance.AGAINST, Stance.PARTIAL})
LESS = frozenset({Stance.PARTIAL})

_CALLS = r"(?: (?:the |a )?(?:calls?|demands?|appeals?|idea|case|campaign|push) (?:for|of|to))?"
_LETTER = (
    r"sign(?:s|ed|ing)?(?: up to)? (?:the |a |an |that |this )?(?:[\w’'-]+ ){0,3}?"
    r"(?:letter|statement|petition|motion|pledge|declaration|open letter)s? "
    r"(?:(?:that|which) )?(?:call(?:s|ed|ing) for|demand(?:s|ed|ing)|urg(?:es|ed|ing)|ask(?:s|ed|ing) for|back(?:s|ed|ing)"
    r"|support(?:s|ed|ing)|for|in (?:support|favou?r) of)"
)
_BASE_FOR = (
    r"call for|demand|back|support|endorse|urge|ask for|vote for|sign(?: up to)?|push for|press for|want|agree (?:to|with)"
    r"|commit to|accept|join(?: (?:the )?calls for)?|come out for|say yes to"
)

_CALLING = r"(?: (?:calling for|demanding|backing|supporting|endorsing|urging|asking for|voting for))?"

# the longest that matches at a place wins
_FOR = (
    r"call(?:s|ed|ing)?(?: out)? for",
    r"(?:come|comes|came|coming) out (?:for|in (?:favou?r|support) of)",
    r"(?:is |are |was |were |been |be )?in (?:favou?r|support) of",
    r"support(?:s|ed|ing|ive of)?" + _CALLS,
    r"back(?:s|ed|ing)?(?! (?:up|down|out|away|off|into|in|to|from)\b)" + _CALLS,
    r"call(?:s|ed|ing)?(?: (?:up)?on)(?=\s.+\sto\s)",
    r"express(?:es|ed|ing)? support for",
    r"demand(?:s|ed|ing)?",
    r"want(?:s|ed|ing)?(?: to see)?",
    r"urg(?:e|es|ed|ing)",
    r"ask(?:s|ed|ing)? for",
    r"ask(?:s|ed|ing)?(?=\s.+\sto\s)",
    r"(?:push|press|plead|pled|appeal|campaign|argu|lobb)(?:e|es|ed|s|ing|y|ied|ies|ying)? for",
    r"advocat(?:e|es|ed|ing)(?: for)?",
    r"endors(?:e|es|ed|ing)" + _CALLS,
    r"favou?r(?:s|ed|ing)?",
    r"vot(?:e|es|ed|ing) (?:for|in favou?r of)",
    _LETTER,
    r"agree(?:s|d|ing)? (?:with|to)",
    r"(?:approve|approves|approved|approving) of",
    r"(?:join|joins|joined|joining|echo|echoes|echoed|repeat|repeats|repeated|add(?:s|ed)? (?:his|her|their) voice to) "
    r"(?:the )?(?:calls?|demands?) (?:for|to)",
    r"insist(?:s|ed|ing)? on",
    r"accept(?:s|ed|ing)?",
    r"sa(?:y|ys|id|ying) yes to",
    r"sid(?:e|es|ed|ing) with",
    r"(?:take|takes|took|taken) the sides? of",
    r"(?:is |are |was |were )?on the side of",
    r"(?:is|are|was|were|get|gets|got|stand|stands|stood|rally|rallies|rallied|rallying) behind",
    r"(?:stand|stands|stood|speak|speaks|spoke) up for",
    r"(?:would|['’]d) (?:like|prefer)(?: to see)?",
    r"(?:go|goes|went|gone|going) along with",
    r"(?:speak|speaks|spoke|spoken|speaking) (?:out for|in favou?r of)",
)
_AGAINST = (
    r"oppos(?:e|es|ed|ing)" + _CALLS,
    r"(?:is |are |was |were |been |be )?(?:against|opposed to)",
    r"reject(?:s|ed|ing)?(?: the idea of)?",
    r"sa(?:y|ys|id|ying) no to",
    r"vot(?:e|es|ed|ing) against",
    r"(?:campaign|argu|protest|rebel|march|lobb|warn|fight|fought)(?:s|ed|led|ing|ling|ies|ied|es|e)? against",
    r"object(?:s|ed|ing)? to",
    r"condemn(?:s|ed|ing)?",
    r"critici[sz](?:e|es|ed|ing)",
    r"denounc(?:e|es|ed|ing)",
    r"disagree(?:s|d|ing)? with",
    r"(?:speak|speaks|spoke|spoken|speaking) (?:out )?against",
    r"(?:come|comes|came|coming) out against",
)
_REFUSING = (
    rf"(?:refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|(?:was|were|is|are) (?:not prepared|unwilling)|fail(?:s|ed|ing)?) "
    rf"to (?:{_BASE_FOR})",
    r"rul(?:e|es|ed|ing) out" + _CALLS + _CALLING,
    r"resist(?:s|ed|ing)?" + _CALLS,
    r"turn(?:s|ed|ing)? down" + _CALLS,
    r"reject(?:s|ed|ing)? (?:the |a )?(?:calls?|demands?|appeals?|pleas?) (?:for|to)",
    rf"rejects? calls to (?:{_BASE_FOR})",
)
_SHORT_OF = (r"(?:stop(?:s|ped|ping)?|f[ae]ll(?:s|en|ing)?) short of" + _CALLING,)
_DEEDS = {
    Act.RESIGNS_OVER: r"resign(?:s|ed|ing)?|quit(?:s|ting)?|left|leave|leaves|leaving|(?:stepp?|stood|stand|standing|stepping)"
    r"(?:s|ed)? down|walk(?:s|ed|ing)? (?:out|away)|defect(?:s|ed|ing)?|gave up (?:his|her|their) \w+",
    Act.SIGNS: r"sign(?:s|ed|ing)?(?: up to)?",
    Act.ABSTAINS: r"abstain(?:s|ed|ing)?",
}


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of position at ``[start, end)`` of a question."""

    start: int
    end: int
    stances: frozenset[Stance]


_KINDS = ((_FOR, FOR), (_AGAINST, AGAINST), (_REFUSING, REFUSING), (_SHORT_OF, LESS))
_VERBS = tuple(
    (re.compile(rf"\b(?:{pattern})(?![\w-])", re.IGNORECASE), stances) for some, stances in _KINDS for pattern in some
)


def verbs(question: str) -> list[Verb]:
    """All verbs of position, in order; of those that begin at one place the longest."""
    found: dict[int, Verb] = {}
    for pattern, stances in _VERBS:
        for match in pattern.finditer(question):
            known = found.get(match.start())
            if known is None or known.end < match.end():
                found[match.start()] = Verb(match.start(), match.end(), stances)
    return [found[start] for start in sorted(found)]


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb that says what somebody did, at ``start`` of a question."""

    start: int
    act: Act


_DONE = {act: re.compile(rf"\b(?:{pattern})(?![\w-])", re.IGNORECASE) for act, pattern in _DEEDS.items()}


def deed(question: str) -> Deed | None:
    """The first verb of that kind."""
    found = [Deed(match.start(), act) for act, pattern in _DONE.items() if (match := pattern.search(question))]
    return min(found, key=lambda one: one.start, default=None)


def does(act: Act, words: str) -> bool:
    """Whether words say that this is done."""
    return bool(_DONE[act].search(words))


def turned(stances: frozenset[Stance]) -> frozenset[Stance]:
    """What "has not" makes of a verb."""
    return REFUSING if stances == FOR else FOR if stances <= REFUSING else frozenset()
