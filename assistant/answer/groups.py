"""Whether holders are of the group that was asked for ("MPs", "Hackney councillors"), by what the articles say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answer.list import Find
from assistant.answer.who import roles
from index.collection import terms
from index.collection.records import StoredArticle
from index.statements.found import Evidence, Position
from index.statements.labels import HolderType

_PEOPLE = frozenset("those people person politician politicians figure figures individual individuals one ones".split())
_BODIES = frozenset(
    "organisation organisations organization organizations body bodies institution institutions".split()
)
_ANY = frozenset("holder holders name names side sides else".split())
_PARTIES = frozenset(
    "labour conservative tory liberal democrat green snp plaid reform republican sinn dup sdlp".split()
)
#: what may be said instead; each word stands for all of its line
_SAME = (
    frozenset("mp mps parliamentarian".split()),
    frozenset("councillor councillors cllr cllrs".split()),
    frozenset("conservative conservatives tory tories".split()),
    frozenset("frontbencher frontbenchers frontbench shadow".split()),
    frozenset("bishop bishops archbishop archbishops".split()),
    frozenset("union unions unionist".split()),
    frozenset("charity charities ngo ngos".split()),
    frozenset("country countries nation nations government governments state states".split()),
)
_OF = re.compile(r"\s(?:of|from|in|on|for|at|within|who|that)\s", re.IGNORECASE)
_SMALL = frozenset(
    "the a an of for in on at from to and or two three four five senior leading prominent local other".split()
)
#: characters before a mention in which a title stands: "Cllr Lee"
_TITLE = 20
#: what stands behind a mention and says what it is: "Lee, a Barford councillor," "Lee MP", "Lee (Labour)"
_BEHIND = re.compile(r"\s*(?:[,(–—]\s*[^,.;:()–—\n]{2,60}|(?:MP|MSP|MS|MLA|TD)\b)")


def belongs(group: str, position: Position, find: Find) -> bool | None:
    """Whether the articles say that a holder is one of ``group``; None where they do not say."""
    noun, *rest = _OF.split(f" {group} ", maxsplit=1)
    own = noun.split()
    others = [*own[:-1], *(word for part in rest for word in part.split())]
    head = own[-1].casefold() if own else "people"
    articles = {one.article_id: article for one in position.evidence if (article := find(one.article_id))}
    # a surname is neither a party nor an office: Kate Green, Matt Bishop
    named = () if position.type is HolderType.PERSON else (position.name,)
    known = {stem for text in (*named, *roles(position)) for stem in terms(text)}
    near = {
        stem
        for one in position.evidence
        if (article := articles.get(one.article_id))
        for text in _near(one, article)
        for stem in terms(text)
    }
    decided = _is_head(head, position, known, near)
    if decided is not True:
        return decided
    wide = known | near | {stem for article in articles.values() for stem in terms(opening(article))}
    for word in others:
        if word.casefold() in _SMALL or _has(
            word, wide if word[:1].isupper() and not _is_party(word) else known | near
        ):
            continue
        if _is_party(word) and any(_is_party(stem) for stem in known):
            return False
        return None
    return True


def _is_head(head: str, position: Position, known: set[str], near: set[str]) -> bool | None:
    if head in _ANY:
        return True
    if head in _PEOPLE:
        return position.type is HolderType.PERSON
    if head in _BODIES:
        return position.type is HolderType.ORGANISATION
    if _has(head, known):
        return True
    if position.type is HolderType.GROUP or (position.type is HolderType.PERSON and roles(position)):
        return False
    return True if _has(head, near) else None


def _has(word: str, stems: Iterable[str]) -> bool:
    folded = word.casefold()
    ways = next((line for line in _SAME if folded in line), frozenset({folded}))
    return bool({stem for way in ways for stem in terms(way)} & set(stems))


def _is_party(word: str) -> bool:
    return any(set(terms(word)) & set(terms(party)) for party in _PARTIES)


def _near(one: Evidence, article: StoredArticle) -> list[str]:
    """The title before, and the apposition behind, each place that names the holder."""
    found = []
    for mention in one.holder.mentions:
        if mention.rule != "pronoun":
            behind = _BEHIND.match(article.text, mention.end)
            found.append(article.text[max(0, mention.start - _TITLE) : mention.end])
            found.append(behind[0] if behind else "")
    return found


def opening(article: StoredArticle) -> str:
    """Title and lead: they say where an article is about."""
    lead = article.sentences[0].of(article.text) if article.sentences else ""
    return f"{article.title or ''} {lead}"
