"""A list in plain words: who is for it, who asks for less, who is against it, and what was screened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.answer.rows import Row
from assistant.types import Coverage
from index.statements.labels import HolderType, Stance

#: names told one by one in a group; of longer groups the others stand in the table only
FOLD = 12
#: so many more are still told: folding two names away saves nobody anything
_SLACK = 2
#: characters of a name or a role in the text; the table has it whole
_LONGEST = 160

_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()
_TYPES = {
    HolderType.PERSON: ("person", "people"),
    HolderType.ORGANISATION: ("organisation", "organisations"),
    HolderType.GROUP: ("group", "groups"),
}
# what one of them does, what several do, what they are called, and what nobody is
STANCES = {
    Stance.FOR: ("is for it", "are for it", "for it", "for {}"),
    Stance.PARTIAL: ("asks for less", "ask for less", "asking for less", "asking for less than {}"),
    Stance.AGAINST: ("is against it", "are against it", "against it", "against {}"),
    Stance.OTHER: (
        "is involved without a stance",
        "are involved without a stance",
        "involved without a stance",
        "involved in {} without a stance",
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for.

    Attributes:
        left_out: positions of another than the one ``stance`` that was wanted.
        group: what the holders had to be.
        deed: what those listed did, where that is no stance: "resigned from the council".
    """

    topic: str
    stance: Stance | None
    left_out: int
    group: str = ""
    deed: str = ""


def text(asked: Asked, rows: Sequence[Row], coverage: Coverage, undecided: Sequence[Row] = ()) -> str:
    """Paragraphs, divided by empty lines: how many, then who, stance by stance, then what was screened.

    Args:
        rows: in the order of the answer: by stance, then by type of holder.
        undecided: those of whom no article says whether they are of the group that was asked for.
    """
    stances = groupby(rows, key=lambda row: row.position.stance)
    paragraphs = [_paragraph(list(some), rows, bare=bool(asked.deed)) for _, some in stances]
    lead = _lead(asked, rows) if rows else f"On “{told(asked.topic)}”: nobody who is shown to be one of these."
    doubt = (
        [f"Whether they are {told(asked.group)}, no article says: {_names(undecided, rows, where='cited here')}."]
        if undecided
        else []
    )
    return "\n\n".join([lead, *paragraphs, *doubt, _closing(asked, coverage)])


def nothing(asked: Asked, coverage: Coverage) -> str:
    """One sentence that says what was screened in vain."""
    if coverage.articles == 0:
        return "This collection has no articles."
    if coverage.screened == 0:
        return "No article of this collection is within these filters."
    screened, topic = _screened(coverage), f"“{told(asked.topic)}”"
    if asked.left_out:
        others = _count(asked.left_out, "position is", "positions are")
        stance = STANCES[asked.stance][3].format(topic) if asked.stance else f"with such a stance on {topic}"
        who = f"none of the {told(asked.group)}" if asked.group else "nobody"
        rest = " or of others" if asked.group else ""
        return f"{screened}: {who} is on record {stance}; {others} of another stance{rest}."
    considered = f" ({_considered(coverage)})" if coverage.candidates else ""
    return f"{screened}: nothing says who takes which position on {topic}{considered}."


def told(words: str) -> str:
    """An article's or a reader's words on one line, in brackets that are no citations, and not without end."""
    plain = " ".join(words.replace("[", "(").replace("]", ")").split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"


def _lead(asked: Asked, rows: Sequence[Row]) -> str:
    if asked.deed:
        types = Counter(row.position.type for row in rows)
        done = _joined([_count(number, *_TYPES[kind]) for kind, number in types.items()])
        return f"{done[:1].upper()}{done[1:]} {told(asked.deed)}."
    clauses = []
    for stance, some in groupby(rows, key=lambda row: row.position.stance):
        types = Counter(row.position.type for row in some)
        counts = [_count(number, *_TYPES[kind]) for kind, number in types.items()]
        clauses.append(f"{_joined(counts)} {STANCES[stance][0 if types.total() == 1 else 1]}")
    return f"On “{told(asked.topic)}”: {'; '.join(clauses)}."


def _paragraph(rows: Sequence[Row], others: Sequence[Row], *, bare: bool = False) -> str:
    """Everybody of one stance, a sentence for each type; ``others`` may hold the same people with another stance."""
    sentences = []
    for (kind, counted), same in groupby(rows, key=lambda row: (row.position.type, row.position.count is not None)):
        some = list(same)
        name = _TYPES[kind][0 if len(some) == 1 else 1]
        stance = "" if bare else f" {STANCES[some[0].position.stance][2]}"
        note = " (people named here may be among them)" if counted and len(some) < len(rows) else ""
        label = f"counted {name}{stance}{note}" if counted else f"{name}{stance}"
        sentences.append(f"{label[:1].upper()}{label[1:]}: {_names(some, others)}.")
    return " ".join(sentences)


def _names(rows: Sequence[Row], others: Sequence[Row], *, where: str = "all in the table") -> str:
    """The first of them by name, the rest by the numbers of their citations."""
    shown = rows if len(rows) <= FOLD + _SLACK else rows[:FOLD]
    items = [_item(row, others) for row in shown]
    if rest := rows[len(shown) :]:
        rest_numbers = numbers(dict.fromkeys(n for row in rest for n in row.numbers))
        items.append(f"{len(rest):,} more, {where} {rest_numbers}")
    return _joined(items)


def _item(row: Row, others: Sequence[Row]) -> str:
    one = row.position
    known = [told(one.name), told(one.role) if one.role else "", _second_hand(row)]
    cited = " ".join(
        f"[{place.citation.n}]" + (f" (in {place.articles:,} articles)" if place.articles > 1 else "")
        for place in row.places
    )
    also = _joined([STANCES[stance][2] for stance in _elsewhere(row, others)])
    return f"{', '.join(part for part in known if part)} {cited}{f' (also {also})' if also else ''}"


def _elsewhere(row: Row, others: Sequence[Row]) -> list[Stance]:
    """The other stances that a holder of the same name and type is listed with."""
    one = row.position
    same = (other.position for other in others if other.position.name == one.name and other.position.type is one.type)
    return list(dict.fromkeys(other.stance for other in same if other.stance is not one.stance))


def _second_hand(row: Row) -> str:
    names = [told(name) for name in row.reporters]
    return f"according to {_joined(names[:2])}" if names else ""


def _closing(asked: Asked, coverage: Coverage) -> str:
    others = ""
    if asked.left_out:
        others = (
            f"{_count(asked.left_out, 'position of another stance is', 'positions of another stance are')} left out. "
        )
    return f"{others[:1].upper()}{others[1:]}{_screened(coverage)}; {_considered(coverage)}."


def _screened(coverage: Coverage) -> str:
    articles = _count(coverage.articles, "article", "articles", spell=False)
    if coverage.screened == coverage.articles:
        return f"Screened {articles}"
    return f"Screened {coverage.screened:,} of {articles}"


def _considered(coverage: Coverage) -> str:
    statements = _count(coverage.candidates, "statement", "statements", spell=False)
    return f"{statements} considered, {coverage.rejected:,} set aside"


def _count(number: int, one: str, several: str, *, spell: bool = True) -> str:
    written = _WORDS[number] if spell and number < len(_WORDS) else f"{number:,}"
    return f"{written} {one if number == 1 else several}"


def numbers(cited: Sequence[int] | dict[int, None]) -> str:
    """Citations as they stand in a text: "[1] [2]"."""
    return " ".join(f"[{n}]" for n in cited)


def _joined(items: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"; with semicolons where an item has commas of its own."""
    if any("," in item for item in items):
        return "; ".join([*items[:-2], "; and ".join(items[-2:])])
    return " and ".join([part for part in (", ".join(items[:-1]), *items[-1:]) if part])
