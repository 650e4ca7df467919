"""A question that stands for itself -> what it asks about positions, or None where it asks about something else."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.intent import phrases
from assistant.intent.periods import Period, split
from assistant.intent.types import Intent, parts
from assistant.intent.verbs import FOR, LESS, deed, turned, verbs
from assistant.intent.ways import plainer
from assistant.types import Kind
from index.statements.labels import Stance

_TOO_LONG = 12  # words of a name or an office
_NOBODY = frozenset("nobody no most all there".split())


def alone(question: str) -> Intent | None:
    """What is asked, without what was asked before."""
    plain, but = _without(plainer(_plain(question)))
    for read in (_open, _neutral, _compare, _view, _position, _deed, _quote):
        if found := read(plain):
            return replace(found, question=question, but=but if found.kind is Kind.LIST else ())
    return None


def _without(plain: str) -> tuple[str, tuple[str, ...]]:
    """The question without whom it leaves out, and their names: "who besides Lee backs it"."""
    match = phrases.BUT.search(plain)
    if match is None:
        return plain, ()
    rest = f"{plain[: match.start()]} {plain[match.end() :].lstrip(' ,')}".strip()
    return rest, tuple(_name(name) for name in parts(match["names"]))


def _open(plain: str) -> Intent | None:
    """Who stands where: all stances."""
    for pattern in phrases.OPEN:
        if match := pattern.match(plain):
            given = match.groupdict()
            words = given["topic"]
            if given.get("first") and words.casefold() in {"it", "that", "this", "one"}:
                words = given["first"]
            topic, period = split(_topic(words))
            return Intent(plain, Kind.LIST, topic, group=given.get("group") or "", period=period) if topic else None
    return None


def _neutral(plain: str) -> Intent | None:
    match = phrases.NEUTRAL.match(plain)
    if match is None:
        return None
    topic, period = split(_topic(match["topic"]))
    before = _stripped(match["before"])[0]
    found = _list(before, topic, frozenset({Stance.OTHER}), negated=False) if topic else None
    if found is None and topic and (found := _of_one(before, topic, FOR, both=False)):
        found = replace(found, is_open=True)
    return replace(found, period=period) if found else None


def _plain(question: str) -> str:
    """Without courtesies and end marks, contractions and what is typed for them written out."""
    plain = " ".join(question.split()).rstrip(" ?!.")
    plain = re.sub(r"\b(who|what|that|where|how)['’]?s\b", r"\1 is", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\b(who)['’]ve\b", r"\1 have", plain, flags=re.IGNORECASE)
    plain = re.sub(r"(?<=\w)n['’]t\b", " not", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\b(is|are|was|were|do|does|did|has|have|had|would)nt\b", r"\1 not", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\b(ha(?:s|ve|d)) (?:still )?yet to\b", r"\1 not", plain, flags=re.IGNORECASE)
    return phrases.ASKING.sub("list ", phrases.OPENING.sub("", plain))


def _compare(plain: str) -> Intent | None:
    for pattern in phrases.COMPARES:
        if match := pattern.match(plain):
            who = tuple(_name(part) for part in (*re.split(r",\s*", match["a"]), match["b"]))
            topic, period = split(_topic(match["topic"]))
            # without stances the question is whether they differ
            stances = frozenset() if phrases.APART.search(plain[: match.start("topic")]) else FOR
            found = Intent(plain, Kind.COMPARE, topic, stances, who, period=period)
            return found if all(who) and len(who) > 1 else None
    return None


def _view(plain: str) -> Intent | None:
    for pattern in phrases.VIEWS:
        if match := pattern.match(plain):
            who = _name(match["who"])
            topic, period = split(_topic(match["topic"]))
            if not who or not topic:
                return None
            return Intent(plain, Kind.POSITION, topic, FOR, (who,), period=period, is_open=True)
    return None


def _quote(plain: str) -> Intent | None:
    for pattern in phrases.QUOTES:
        if match := pattern.match(plain):
            who, topic = _name(match["who"]), (match["topic"] or "").strip()
            if about := phrases.SUBJECT_MATTER.search(topic):
                topic = about["topic"]
            elif phrases.CHANNEL.match(topic):
                topic = ""
            topic, period = _dated(_topic(phrases.LEADING.sub("", topic)), topic)
            return Intent(plain, Kind.QUOTE, topic, frozenset(), (who,), period=period) if who else None
    return None


def _dated(topic: str, raw: str) -> tuple[str, Period | None]:
    """A topic without its period; where it is nothing else ("on 27 October"), an empty one."""
    alone_, period = split(f"it {raw}")
    if period is not None and alone_ == "it":
        return "", period
    return split(topic)


def _position(plain: str) -> Intent | None:
    """Whoever stands before the first verb of position, and what stands behind it."""
    for verb in verbs(plain):
        said = plain[verb.start : verb.end]
        if phrases.PASSIVE.search(plain[: verb.start]) and phrases.PARTICIPLE.match(said):
            return None  # "who was criticised by the union"
        before, negated = _stripped(plain[: verb.start])
        topic, period = split(_topic(plain[verb.end :]))
        if not topic or not before:
            continue
        stances = turned(verb.stances) if negated else verb.stances
        if stances == FOR and (less := phrases.LESS.match(topic)):
            topic, stances = topic[less.end() :], LESS
        found = _list(before, topic, stances, negated=negated)
        if found is not None and said.casefold().startswith("sign"):
            return None  # who signed a certain letter is not everybody who is for what it asks
        found = found or _of_one(before, topic, stances, both="both" in plain[: verb.start].casefold().split())
        if found is None:
            continue
        return replace(_rather(found), period=period)
    return None


def _deed(plain: str) -> Intent | None:
    """Who did what: "which councillors resigned from the party"."""
    found = deed(plain)
    if found is None or phrases.MODAL.search(plain[: found.start].rstrip()):
        return None
    before, negated = _stripped(plain[: found.start])
    topic, period = split(_topic(plain[found.start :]))
    if not before or negated or len(topic.split()) < 2:  # "who resigned" alone would name everybody who ever did
        return None
    who = _list(before, topic, frozenset(), negated=False) or _of_one(before, topic, frozenset(), both=False)
    return replace(who, deed=found.act, period=period) if who and who.kind in (Kind.LIST, Kind.POSITION) else None


def _list(before: str, topic: str, stances: frozenset[Stance], *, negated: bool) -> Intent | None:
    if negated and stances == FOR:
        return None  # who has not ruled it out need not be for it
    if phrases.ANYBODY.match(before):
        return Intent("", Kind.LIST, topic, stances)
    if match := phrases.WHETHER.match(before):
        group = match["group"] or match["among"] or ""
        return None if phrases.CLAUSE.search(group) else Intent("", Kind.LIST, topic, stances, group=group)
    if match := phrases.GROUP.match(before):
        group = _stripped(match["group"])[0]
        return (
            Intent("", Kind.LIST, topic, stances, group=group) if group and not phrases.CLAUSE.search(group) else None
        )
    return None


def _of_one(before: str, topic: str, stances: frozenset[Stance], *, both: bool) -> Intent | None:
    match = phrases.REASON.match(before) or phrases.SUBJECT.match(before)
    if match is None:
        return None
    kind = Kind.POSITION
    if "ask" in match.groupdict():
        kind = Kind.WHY if match["ask"].casefold() in {"why", "how come"} else Kind.WHEN
    who = _name(match["who"])
    names = [_name(part) for part in parts(who)]
    if not who or not all(names) or phrases.THING.search(who) or who.split()[0].casefold() in _NOBODY:
        return None
    if kind is Kind.POSITION and len(names) > 1 and both:
        return Intent("", Kind.COMPARE, topic, stances, tuple(names), each=True)
    return Intent("", kind, topic, stances, (who,))


def _rather(found: Intent) -> Intent:
    """ "A rather than B": for A, and not for B."""
    if match := phrases.RATHER.search(found.topic):
        topic, other = found.topic[: match.start()], match["other"] or match["not"]
        return replace(found, topic=topic, without=other if found.kind is Kind.LIST else "")
    return replace(found, topic=re.sub(r"^(?:only|just) (?:for )?", "", found.topic, flags=re.IGNORECASE))


def _stripped(before: str) -> tuple[str, bool]:
    """What stands before a verb without its auxiliaries and adverbs; whether "not" was among them."""
    negated = False
    before = before.strip()
    while match := phrases.TAIL.search(before):
        if match.start() == 0 or (match["aux"] and match["aux"][0].isupper()):  # "Theresa May", "Will Can"
            break
        negated ^= match["not"] is not None
        before = before[: match.start()].rstrip(" ,")
    return before, negated


def _name(words: str) -> str:
    """A name without what surrounds it in a question."""
    words = re.sub(r"\s*\([^()]*\)", "", words).strip(" ,“”\"'")
    while match := phrases.ADVERBS.search(words):
        words = f"{words[: match.start()]} {words[match.end() :]}".strip(" ,")
    words = re.sub(r"['’]s$", "", words)
    return "" if len(words.split()) > _TOO_LONG or not re.search(r"\w", words) else words


def _topic(words: str) -> str:
    words = re.sub(r"^that\s+", "", phrases.SECOND.sub("", words.strip(' ,:;“”"')), flags=re.IGNORECASE)
    while match := phrases.TRAILING.search(words):
        words = words[: match.start()].rstrip(" ,")
    # marks around a word of it are no part of a topic
    return re.sub(r"[“”\"]", "", words)
