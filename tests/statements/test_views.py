"""What the stance model is shown: every statement once, its words where they stand, whatever the article's length."""

from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.models.sources import packaged_folder
from index.passages import split_sentences
from index.statements.pieces import CLS, SEP, Piecer
from index.statements.views import CORE, MATCHED, WHOLE, Marked, Part, Shown, View, Viewer, joined
from index.types import Span

SENTENCE = "Councillor Ann Lee{} has refused to back the toll on the Barford bridge, for now.  "


@pytest.fixture(scope="module")
def piecer() -> Piecer:
    folder = packaged_folder()
    assert folder is not None
    return Piecer(Tokenizer.from_file(str(folder / "tokenizer.json")))


def shown(sentences: int) -> Shown:
    text = "".join(SENTENCE.format(f" the {number}th") for number in range(sentences))
    marked = []
    for number in range(sentences):
        at = text.index(f"Ann Lee the {number}th")
        cue, content = text.index("refused", at), text.index("the toll", at)
        marked.append(Marked(Span(at, at + 7), Span(cue, cue + 15), (Span(content, content + 8),)))
    return Shown("A toll", text, split_sentences(text), marked)


def words(piecer: Piecer, view: View, row: int, column: int) -> str:
    return str(piecer.tokenizer.decode(view.segment.ids[view.seen[row, column] > 0].tolist()))


@pytest.mark.parametrize("sentences", [1, 5, 60])
def test_every_statement_stands_in_one_view_with_its_own_words(piecer: Piecer, sentences: int) -> None:
    views = Viewer(piecer).article(shown(sentences))
    assert sorted(number for view in views for number in view.statements) == list(range(sentences))
    for view in views:
        for row, number in enumerate(view.statements):
            assert words(piecer, view, row, 0) == "ann lee"
            assert words(piecer, view, row, 1) == "refused to back"
            assert words(piecer, view, row, 2) == "the toll"
            assert f"the {number}th" in words(piecer, view, row, 3)
            assert view.seen[row].sum(axis=1) == pytest.approx(1.0)


def test_an_article_that_fits_is_one_view_and_a_longer_one_has_its_lead_in_each(piecer: Piecer) -> None:
    viewer = Viewer(piecer)
    assert len(viewer.article(shown(5))) == 1
    views = viewer.article(shown(60))
    assert len(views) > 1
    assert all("0th" in piecer.tokenizer.decode(view.segment.ids.tolist()) for view in views[1:])
    assert all(len(view.segment.ids) < WHOLE + 100 for view in views)


def test_one_sentence_longer_than_a_window_is_cut(piecer: Piecer) -> None:
    text = "Ann Lee wants a toll " * (CORE // 2)
    marked = [Marked(Span(at, at + 7), Span(at + 8, at + 13), ()) for at in range(0, len(text), 21)]
    views = Viewer(piecer).article(Shown("", text, split_sentences(text), marked))
    assert len(views) > 1
    assert sorted(number for view in views for number in view.statements) == list(range(len(marked)))


def test_a_first_person_has_no_words_and_nothing_is_seen_for_it(piecer: Piecer) -> None:
    text = "I want a toll."
    (view,) = Viewer(piecer).article(Shown("", text, split_sentences(text), [Marked(None, Span(2, 6), ())]))
    assert view.seen[0, 0].sum() == 0
    assert view.seen[0, 2].sum() == 0


def test_an_empty_text_has_no_views(piecer: Piecer) -> None:
    assert Viewer(piecer).article(Shown("", "", [], [])) == []


def test_a_view_begins_with_its_topic(piecer: Piecer) -> None:
    viewer = Viewer(piecer)
    topic = viewer.topic("a toll")
    (view,) = viewer.article(shown(1))
    whole = joined(topic, view)
    assert topic.ids[0] == CLS
    assert topic.ids[-1] == whole.ids[-1] == SEP
    assert np.flatnonzero(whole.parts % MATCHED == Part.TOPIC).tolist() == [1, 2]
    assert {Part.TITLE, Part.HOLDER, Part.CUE, Part.CONTENT} <= set((whole.parts % MATCHED).tolist())


def test_words_that_topic_and_window_share_are_marked_in_both(piecer: Piecer) -> None:
    viewer = Viewer(piecer)
    (view,) = viewer.article(shown(1))
    whole = joined(viewer.topic("tolls on the river"), view)
    marked = piecer.tokenizer.decode(whole.ids[whole.parts >= MATCHED].tolist()).split()
    assert set(marked) == {"tolls", "toll"}
    assert marked[0] == "tolls"
