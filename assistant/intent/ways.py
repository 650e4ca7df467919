"""Ways of asking that say the same as a plainer one: "was the plan backed by Lee" is "did Lee back the plan"."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.intent.phrases import VIEW

_Turn = Callable[[re.Match[str]], str]

_DONE = (
    r"(?P<verb>called for|demanded|backed|supported|endorsed|urged|favou?red|advocated|opposed|rejected|condemned"
    r"|critici[sz]ed|denounced|ruled out|resisted|signed)"
)
_OPINE = (
    r"(?:think|thinks|thought|believe|believes|believed|say|says|said|argue|argues|argued|feel|feels|felt|reckon|reckons"
    r"|insist|insists|insisted|maintain|maintains|agree|agrees|agreed|suggest|suggests|suggested)"
)
_ASKED = r"^(?P<before>(?:who|which|do|does|did|has|have|are|is|list|why|when)\b(?:.*?\S)??)\s+"
_OUGHT = r"(?:should|must|ought to|needs? to|has to|have to)"
_GOOD = (
    r"(?:needed|necessary|essential|overdue|justified|right|a good idea|the right (?:thing|call|step)|the way forward)"
)
_BAD = r"(?:wrong|a mistake|a bad idea|unjustified|unnecessary|the wrong (?:thing|call|step))"
_SUPPORTER = r"(?P<for>supporter|backer|advocate|proponent|champion|fan|defender)"
_OPPONENT = r"(?P<against>opponent|critic|foe|enemy|sceptic|skeptic|detractor)"
_SIDE = rf"(?:{_SUPPORTER}s?|{_OPPONENT}s?|(?P<signed>signator(?:y|ies))) (?:of|to|for) (?P<topic>.+)$"
_SOME = r"(?:(?:all|the|a|an|any|some|main|leading|known|of)\s+)*"


def _taken(match: re.Match[str]) -> str:
    """The verb of a noun: who supports it, opposes it, or signed it."""
    given = match.groupdict()
    lead = f"does {given['name']}" if given.get("name") else f"which {given['group']}" if given.get("group") else "who"
    verb = "supports" if given["for"] else "opposes" if given["against"] else "signed"
    return f"{lead} {verb} {given['topic']}"


def _opined(match: re.Match[str]) -> str:
    """ "thinks that A should B" -> "wants A to B"."""
    verb = "opposes" if match["not"] else "wants"
    subject = re.sub(r"^there$", "", match["subject"], flags=re.IGNORECASE)
    whole = f"{subject} to {match['rest']}" if subject else re.sub(r"^be ", "", match["rest"])
    return f"{match['before']} {verb} {whole}"


_WAYS: tuple[tuple[str, str | _Turn], ...] = (
    # is it true that
    (
        r"^(?:is it (?:also |really |actually )?(?:true|correct|right|the case|a fact|known)|(?:is|are) there (?:any |some )?"
        r"(?:evidence|proof|indications?|signs?|records?|reports?))(?: to show| or not)? (?:that|whether|if) (?P<rest>.+)$",
        r"did \g<rest>",
    ),
    (r"^(?:say|confirm|check|find out|establish)?\s*(?:whether|if)(?: or not)? (?P<rest>.+)$", r"did \g<rest>"),
    # on a topic, where does somebody stand
    (
        rf"^(?:on|about|regarding|concerning|as for|when it comes to) (?P<topic>[^,?]{{2,80}}), (?P<rest>(?:what|where|how|who)\b.*"
        rf"(?:stand|{VIEW}|think|feel|say|vote))$",
        r"\g<rest> on \g<topic>",
    ),
    # passives
    (
        rf"^(?:was|were|is|are|has|have|had) (?P<topic>(?!who|which|what).+?) (?:been |being )?(?:ever |also )?{_DONE}"
        r" by (?P<who>(?:(?! to ).)+)(?P<rest> to .+)?$",
        lambda match: f"did {match['who']} {match['verb']} {match['topic']}{match['rest'] or ''}",
    ),
    (
        rf"^(?P<ask>who|whom|which .+?) (?:was|were|is|are|has|have|had) (?P<topic>.+?) (?:been |being )?{_DONE} by$",
        r"\g<ask> \g<verb> \g<topic>",
    ),
    (
        rf"^by (?P<ask>whom|which .+?) (?:was|were|is|are|has|have|had) (?P<topic>.+?) (?:been )?{_DONE}$",
        r"\g<ask> \g<verb> \g<topic>",
    ),
    # supporters and opponents
    (rf"^(?:(?:who|what) (?:is|are|was|were)|list)?\s*{_SOME}{_SIDE}", _taken),
    (rf"^which (?P<group>[^,]{{2,60}}?) (?:is|are|was|were|(?:has|have) been) {_SOME}{_SIDE}", _taken),
    (rf"^(?:is|are|was|were) (?P<name>.+?) {_SOME}{_SIDE}", _taken),
    (
        r"^(?:is|are|was|were) (?P<who>(?:(?!there\b)(?!\w+ing\b)[\w’'.-]+ ){1,5})for (?P<topic>(?:an?|the)\b.+)$",
        r"does \g<who>support \g<topic>",
    ),
    # what somebody says of himself
    (
        rf"{_ASKED}{_OPINE} (?:that|whether|if)? ?(?:he|she|it|they) (?:(?:will|would|is|are|was|were|has|have|had|does|do|did)\b ?)?"
        r"(?P<rest>.+)$",
        r"\g<before> \g<rest>",
    ),
    # who thinks that something should be done, or is good
    (
        rf"{_ASKED}{_OPINE} (?:that )?(?P<subject>(?:(?!\b{_OUGHT}\b).)+?) {_OUGHT} (?P<not>not |never |n['’]t )?(?P<rest>.+)$",
        _opined,
    ),
    (
        rf"{_ASKED}{_OPINE} (?:that )?(?P<topic>.+?) (?:is|are|was|were|would be) {_GOOD}$",
        r"\g<before> supports \g<topic>",
    ),
    (
        rf"{_ASKED}{_OPINE} (?:that )?(?P<topic>.+?) (?:(?:is|are|was|were|would be) {_BAD}"
        rf"|(?:is|are|was|were|would) not (?:be )?{_GOOD})$",
        r"\g<before> opposes \g<topic>",
    ),
    # lists without "who"
    (
        r"^(?:all|every|each|any|(?:the )?names? of(?: all| the| any)?)(?: of)?(?: the)? (?P<rest>\w.+)$",
        r"list \g<rest>",
    ),
    (
        r"^(?:the |those )?(?P<group>(?!(?:list|who|which|are|is|do|does|did|has|have|had|was|were|what|why|when|how|where|and|give|tell)\b)(?:[\w’'-]+ ){0,3}[\w’'-]+s) (?:who|that) (?P<rest>.+)$",
        r"list \g<group> who \g<rest>",
    ),
    (
        r"^(?:is|are) there (?:any )?(?P<group>(?!any|some)(?:[\w’'-]+ ){0,3}[\w’'-]+s) (?P<rest>.+)$",
        r"are there any \g<group> \g<rest>",
    ),
)
_READ = tuple((re.compile(pattern, re.IGNORECASE), turn) for pattern, turn in _WAYS)


def plainer(question: str) -> str:
    """The question in the plainest way that is known; as it is where none is."""
    for pattern, turn in _READ:
        question = pattern.sub(turn, question, count=1)
    return question
