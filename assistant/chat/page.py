"""The page: Gradio components, and what happens between them. All markup comes from ``views``."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.themes import Base
from gradio.themes.utils.fonts import Font

from assistant.chat import answers, asked, views
from assistant.chat.backend import Backend, Stored
from assistant.chat.desk import Desk
from assistant.cli.plain import plain
from assistant.evaluate.marks import MAX_NOTE_CHARS, keep
from assistant.question import MAX_QUESTION_CHARS
from assistant.types import Answer, Turn
from index.errors import OnRecordError
from index.types import Filters

#: turns of a conversation that are kept and shown; earlier ones leave the page
MAX_TURNS = 40
#: outlets offered in the filter; any other can be typed
MAX_OUTLETS = 300
#: in how many steps an answer appears, and the seconds between two of them
STEPS, PAUSE = 20, 0.025

EXAMPLES = (
    "How many Labour MPs defied the whip over the SNP amendment?",
    "When was Suella Braverman sacked?",
    "How many bills were in the King's Speech?",
    "Did Humza Yousaf call for a ceasefire?",
)

# article:start:end, as answers.place writes it
_PLACE = re.compile(r"([0-9a-f]{6,64}):([0-9]{1,9}):([0-9]{1,9})")
_FAULT = "Something went wrong inside On Record: the server's log says what."

#: turns of a conversation that are kept with a mark
_FOLLOWED = 8

_log = logging.getLogger("onrecord.chat")

_SANS = ["system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]
#: fonts of the reader's own system: nothing is fetched for them, from here or elsewhere
THEME = Base(font=[Font(name) for name in _SANS], font_mono=[Font(name) for name in _MONO])

Update = dict[Any, Any]


class Page:
    """The components by name, and the handlers of their events."""

    def __init__(self, backend: Backend, desk: Desk, marks: Path | None = None) -> None:
        """``marks`` is the question set that a reviewer's marks go into; without it nothing can be marked."""
        self._backend = backend
        self._desk = desk
        self._marks = marks
        # private: nothing of it is offered as an endpoint to Gradio's clients
        self._private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        with gr.Blocks(title="On Record", analytics_enabled=False, delete_cache=(3600, 3600)) as self.blocks:
            self.turns: Any = gr.State(())
            self.masthead = _pane("or-masthead", self._masthead())
            with gr.Row(elem_id="or-columns", equal_height=False):
                with gr.Column(elem_id="or-left", scale=6, min_width=320):
                    self._lay_conversation()
                with gr.Column(elem_id="or-right", scale=5, min_width=320):
                    self._lay_evidence()
            # a citation's button is our own markup: the page's script writes its value here
            self.wanted = gr.Textbox(visible="hidden", elem_id="or-wanted", max_length=200)
            self._connect()

    def _lay_conversation(self) -> None:
        with gr.Column(elem_id="or-conversation"):
            self.past = _pane("or-past", "")
            self.latest = _pane("or-latest", "")
            with gr.Column(elem_id="or-examples") as self.examples:
                _pane("or-invitation", views.invitation())
                self.example_buttons = [gr.Button(example, size="sm") for example in EXAMPLES]
        with gr.Column(elem_id="or-ask"):
            with gr.Row(elem_id="or-box"):
                self.question = gr.Textbox(
                    label="Your question",
                    placeholder="Ask the articles",
                    lines=1,
                    max_lines=4,
                    max_length=MAX_QUESTION_CHARS,
                    elem_id="or-question",
                    scale=8,
                    container=False,
                )
                self.ask = gr.Button("Ask", variant="primary", elem_id="or-send", scale=1, min_width=88)
            with gr.Accordion("Filters: dates and outlet", open=False, elem_id="or-filters"), gr.Row():
                self.date_from = gr.Textbox(
                    label="From", placeholder="2023-10-01", max_length=10, max_lines=1, elem_id="or-from"
                )
                self.date_to = gr.Textbox(
                    label="To", placeholder="2023-11-30", max_length=10, max_lines=1, elem_id="or-to"
                )
                self.outlet = gr.Dropdown(
                    label="Outlet",
                    choices=self._outlets(),
                    value="",
                    allow_custom_value=True,
                    elem_id="or-outlet",
                )
            if self._marks is not None:
                self._lay_marks()

    def _lay_marks(self) -> None:
        with gr.Accordion("Mark the last answer", open=False, elem_id="or-marks"):
            self.mark = gr.Radio(["right", "wrong"], label="The last answer is", elem_id="or-mark")
            self.note = gr.Textbox(label="Note", lines=1, max_lines=4, max_length=MAX_NOTE_CHARS, elem_id="or-note")
            self.keep_mark = gr.Button("Keep the mark", size="sm", elem_id="or-keep")
            self.marked = _pane("or-marked", views.runs_link())

    def _lay_evidence(self) -> None:
        with gr.Tabs(elem_id="or-tabs") as self.tabs:
            with gr.Tab("Evidence", id="evidence", render_children=True):
                self.evidence = _pane("or-evidence", views.nothing_cited(None))
            with gr.Tab("Article", id="article", render_children=True):
                self.article = _pane("or-article", views.no_article())

    def _connect(self) -> None:
        shown = [self.past, self.latest, self.evidence, self.article, self.tabs, self.examples]
        filters = [self.date_from, self.date_to, self.outlet]
        outputs = [*shown, self.masthead, self.outlet, self.question, self.ask, self.turns]
        # one event of both, so that a second question waits until the first is answered
        gr.on(
            [self.ask.click, self.question.submit],
            self.answer,
            [self.question, *filters, self.turns],
            outputs,
            trigger_mode="once",
            **self._private,
        )
        for button in self.example_buttons:
            button.click(self.answer, [button, *filters, self.turns], outputs, **self._private)
        if self._marks is not None:
            given = [self.mark, self.note, self.turns]
            self.keep_mark.click(self.keep, given, [self.marked, self.note], **self._private)
        self.wanted.change(
            self.open, [self.wanted], [self.article, self.tabs], trigger_mode="always_last", **self._private
        )

    async def answer(
        self, question: str, date_from: str, date_to: str, outlet: str, turns: tuple[Turn, ...]
    ) -> AsyncIterator[Update]:
        """Answers a question and shows the answer as it comes, then the evidence for it."""
        try:
            question, filters = asked.check(question or "", date_from, date_to, outlet)
            yield self._begin(question, turns, filters)
            found = await self._desk.run(lambda: self._backend.ask(question, filters=filters, history=turns))
            async for update in self._appear(question, found):
                yield update
            yield await self._complete(found, turns)
        except OnRecordError as error:
            yield self._fail(question, str(error))
        except Exception:  # noqa: BLE001 - the outermost edge: a reader gets a sentence
            _log.exception("A question failed")
            yield self._fail(question, _FAULT)

    async def keep(self, mark: str | None, note: str, turns: tuple[Turn, ...]) -> Update:
        """Keeps what a reviewer says of the last answer."""
        marks = self._marks
        if marks is None or mark not in ("right", "wrong") or not turns:
            return {self.marked: views.marked("Ask a question first, then say whether the answer is right or wrong.")}
        try:
            added = await self._desk.run(
                lambda: keep(marks, turns[-_FOLLOWED:], is_right=mark == "right", note=note or "")
            )
        except OnRecordError as error:
            return {self.marked: views.marked(str(error))}
        told = f"Kept as {mark} in {marks.name}." if added else f"That is in {marks.name} already."
        return {self.marked: views.marked(told), self.note: ""}

    async def open(self, wanted: str) -> Update:
        """Shows the article of a citation, at its place."""
        found = _PLACE.match(wanted or "")
        stored = await self._desk.run(lambda: self._backend.collection.article(found[1])) if found else None
        if found is None or stored is None:
            return {self.article: views.lost_article(), self.tabs: gr.Tabs(selected="article")}
        length = len(stored.text)
        start, end = min(int(found[2]), length), min(int(found[3]), length)
        return {self.article: views.article(stored, start, end), self.tabs: gr.Tabs(selected="article")}

    def _begin(self, question: str, turns: tuple[Turn, ...], filters: Filters) -> Update:
        within = self._backend.collection.count_articles(filters)
        return {
            self.past: views.conversation(turns),
            self.latest: views.latest(question, None, articles=within),
            self.examples: gr.Column(visible=False),
            self.question: "",
            self.ask: gr.Button(interactive=False),
        }

    async def _appear(self, question: str, found: Answer) -> AsyncIterator[Update]:
        units = answers.length(found)
        stride = max(1, -(-units // STEPS))
        for shown in range(stride, units, stride):
            yield {self.latest: views.latest(question, found, units=shown)}
            await asyncio.sleep(PAUSE)

    async def _complete(self, found: Answer, turns: tuple[Turn, ...]) -> Update:
        cited = found.citations[: views.PASSAGES_SHOWN]
        stored = await self._desk.run(lambda: self._articles([citation.article for citation in cited]))
        return {
            self.latest: views.latest(found.question, found),
            self.evidence: views.evidence(found, stored),
            self.article: views.no_article(),
            self.tabs: gr.Tabs(selected="evidence"),
            # articles may have come or gone since the page was made
            self.masthead: self._masthead(),
            self.outlet: gr.Dropdown(choices=self._outlets()),
            self.ask: gr.Button(interactive=True),
            self.turns: (*turns, Turn(found.question, found))[-MAX_TURNS:],
        }

    def _articles(self, ids: list[str]) -> list[Stored | None]:
        known = {key: self._backend.collection.article(key) for key in dict.fromkeys(ids)}
        return [known[key] for key in ids]

    def _fail(self, question: str, sentence: str) -> Update:
        return {
            self.latest: views.notice(question[:MAX_QUESTION_CHARS], sentence),
            self.question: question[:MAX_QUESTION_CHARS],
            self.ask: gr.Button(interactive=True),
        }

    def _masthead(self) -> str:
        collection = self._backend.collection
        return views.masthead(collection.count_articles(Filters()), len(collection.outlets()))

    def _outlets(self) -> list[tuple[str, str]]:
        names = self._backend.collection.outlets()[:MAX_OUTLETS]
        return [("All outlets", ""), *((plain(name), name) for name in names)]


def _pane(name: str, value: str) -> gr.Markdown:
    """A place for our own markup. ``gr.HTML`` needs ``eval``; here Gradio's sanitiser looks again."""
    return gr.Markdown(value, elem_id=name, latex_delimiters=[], sanitize_html=True, line_breaks=False)
