"""Who resigned, signed or abstained: lists of what was done, where that is no stance on a topic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answer.groups import opening
from assistant.intent import Intent
from assistant.intent.verbs import does
from assistant.positions import Looked
from assistant.words import words
from index.collection import terms
from index.collection.records import StoredArticle
from index.statements.acts import is_refusal
from index.statements.decide import Nearness
from index.statements.labels import Act, Stance
from index.statements.records import Statement
from index.statements.topics import Read, Weighed

if TYPE_CHECKING:
    from assistant.answer.stand import Source

#: passages that are searched for the articles that may tell of it
_PASSAGES = 60
#: the share of the question's words that stand near the deed, all names among them
_NEEDED = 0.75
#: characters around the evidence that are near it
_AROUND = 300
#: what is not done, or only talked of
_UNDONE = re.compile(
    r"\b(?:not|never|threat\w*|would|may|might|could|should|consider\w*|call\w*|urg\w*|told|ask\w*|demand\w*)\b|n['’]t",
    re.IGNORECASE,
)


def look(asked: Intent, act: Act, source: Source) -> Looked:
    """Every statement by which somebody does what was asked, in articles that are near the question."""
    collection = source.collection
    vector = source.embedder.encode([asked.question])[0]
    hits = collection.search(asked.topic, vector, limit=_PASSAGES, filters=source.filters)
    wanted = [word for word in words(asked.topic) if not word.is_stop]
    named = {word.keys[0] for word in wanted if word.is_capital}
    rest = {word.keys[0] for word in wanted if not does(act, word.text)}
    read, weighed = {}, []
    for key, ledger in collection.statements(list(dict.fromkeys(hit.article_id for hit in hits))).items():
        article = collection.article(key)
        if article is None:
            continue
        read[key] = Read(article, article.sentences, ledger, Nearness(0.0, 0.0))
        for one in ledger.statements:
            if one.holder is None or not _is_done(act, one, article):
                continue
            near = set(terms(_near(one, article)))
            if named <= near and rest:
                share = len(rest & near) / len(rest)
                weighed.append(Weighed(key, one.holder, one, share, Stance.OTHER, 1.0))
    counts = collection.count_articles(), collection.count_articles(source.filters)
    return Looked(asked.topic, read, weighed, _NEEDED, 2.0, *counts)


def _is_done(act: Act, one: Statement, article: StoredArticle) -> bool:
    cue = one.cue.of(article.text)
    if is_refusal(cue) or _UNDONE.search(cue):
        return False
    return does(act, cue) or (one.act is act and act is not Act.RESIGNS_OVER)


def _near(one: Statement, article: StoredArticle) -> str:
    """The words in which it may be said where, and from what: those around it, title and lead."""
    start, end = max(0, one.evidence.start - _AROUND), one.evidence.end + _AROUND
    return f"{opening(article)} {article.text[start:end]}"
