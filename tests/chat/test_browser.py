"""A reader with a real browser: asks, reads, clicks; and articles, titles and questions that mean harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from assistant.chat import answers
from assistant.cli.plain import plain
from assistant.types import Answer, Conflict, Turn
from index.types import Article, Filters
from tests.chat.conftest import Served
from tests.chat.fake_engine import ARTICLES, FakeEngine, quoting
from tests.chat.payloads import PAYLOADS, forged_citations

pytestmark = pytest.mark.browser

Serve = Callable[[FakeEngine], AbstractContextManager[Served]]

# every element that our own markup may consist of, with every attribute it may have
_FOREIGN = """(within) => {
  const ours = {
    article: [], bdi: [], blockquote: [], button: ["type", "value"], div: [], em: [], footer: [], h1: [],
    h2: [], h3: [], header: [], mark: ["id", "tabindex"], p: ["role"], section: [], span: [], strong: [],
    time: ["datetime"], a: ["href", "target", "rel"],
  };
  const strange = [];
  for (const pane of document.querySelectorAll(`${within || ""} .prose span.md`)) {
    for (const one of pane.querySelectorAll("*")) {
      const allowed = ours[one.localName];
      const names = one.getAttributeNames().filter((name) => !["class", "dir"].includes(name));
      const classes = [...one.classList].every((name) => name.startsWith("or-"));
      const leads = one.localName !== "a" || /^https?:\\/\\//.test(one.getAttribute("href"));
      if (!allowed || !classes || !leads || !names.every((name) => allowed.includes(name)))
        strange.push(one.outerHTML.slice(0, 200));
    }
  }
  return strange;
}"""
# what no pane of ours may bring into the page, wherever it would end up
_COUNT = """() => document.querySelectorAll(
  "img,iframe,form,video,audio,object,embed,style,link,script,base,meta,svg image,dialog,canvas,template"
).length"""


@dataclass
class Watched:
    """A page, and what it did that a reader would not see."""

    page: Page
    url: str
    troubles: list[str] = field(default_factory=list)

    def ask(self, question: str) -> Locator:
        """Asks, waits until the whole answer is there, and returns it."""
        asked = self.page.locator("#or-question textarea")
        turns = self.page.locator(".or-turn").count()
        asked.fill(question)
        asked.press("Enter")
        expect(self.page.locator(".or-turn")).to_have_count(turns + 1, timeout=30_000)
        expect(self.page.locator("#or-latest .or-coverage")).to_be_visible(timeout=30_000)
        expect(self.page.locator("#or-send")).to_be_enabled()
        return self.page.locator("#or-latest")

    def calm(self) -> None:
        """Nothing was logged, fetched from elsewhere, run, or opened."""
        assert self.troubles == []
        assert self.page.evaluate("window.pwned") is None


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Opens a page of a server in a context of its own."""
    contexts = []

    def opened(served: Served, *, path: str = "/", **options: object) -> Watched:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        watched = Watched(context.new_page(), served.url)
        note = watched.troubles.append
        allowed = (f"{served.url}/", f"ws://127.0.0.1:{served.port}/")

        def said(shown: Dialog) -> None:
            note(f"said {shown.message}")
            shown.dismiss()

        context.on("request", lambda sent: None if sent.url.startswith(allowed) else note(f"sent {sent.url}"))
        context.on("page", lambda other: note(f"opened {other.url}") if other != watched.page else None)
        watched.page.on("dialog", said)
        watched.page.on("console", lambda told: note(told.text) if told.type in ("error", "warning") else None)
        watched.page.on("pageerror", lambda error: note(str(error)))
        watched.page.on("response", lambda got: note(f"{got.status} {got.url}") if got.status >= 400 else None)
        watched.page.goto(served.url + path)
        expect(watched.page.locator("#or-send")).to_be_visible(timeout=30_000)
        return watched

    yield opened
    for context in contexts:
        context.close()


def _in_view(mark: Locator) -> bool:
    """Whether the whole of ``mark`` is within the window and within everything that scrolls around it."""
    return bool(
        mark.evaluate(
            """(mark) => {
              const at = mark.getBoundingClientRect();
              for (let pane = mark.parentElement; pane; pane = pane.parentElement) {
                if (getComputedStyle(pane).overflowY === "visible") continue;
                const edge = pane.getBoundingClientRect();
                if (at.top < edge.top - 1 || at.bottom > edge.bottom + 1) return false;
              }
              return at.height > 0 && at.top >= 0 && at.bottom <= innerHeight && at.left >= 0;
            }"""
        )
    )


# reading


def test_a_reader_asks_clicks_a_citation_and_sees_the_words_marked_in_the_article(
    served: Served, visit: Callable[..., Watched]
) -> None:
    watched = visit(served)
    page = watched.page
    expect(page.locator("#or-masthead h1")).to_have_text("On Record")
    expect(page.locator("#or-masthead")).to_contain_text("3 articles from 3 outlets")
    latest = watched.ask("Who refused to back it?")
    expect(latest).to_contain_text("3 articles screened")
    latest.locator("button.or-cite").first.click()
    mark = page.locator("#or-article mark")
    expect(mark).to_be_visible()
    expect(mark).to_have_text(re.compile("^Bob Day, who speaks .* “only help Hamas”.$"))
    expect(mark).to_be_focused()
    assert _in_view(mark)
    expect(page.locator("#or-article h2")).to_have_text("Council leader breaks with party over Gaza")
    page.get_by_role("button", name="Back to the answer").click()
    expect(latest.locator("button.or-cite").first).to_be_focused()
    watched.calm()


def test_each_citation_opens_its_own_place_and_the_same_one_opens_twice(
    served: Served, visit: Callable[..., Watched]
) -> None:
    watched = visit(served)
    latest = watched.ask("Who called for a ceasefire?")
    expected = ["We need a ceasefire", "was the first to sign", "Eleven councillors"]
    mark = watched.page.locator("#or-article mark")
    for i in (0, 1, 2, 2, 0):
        latest.locator("button.or-cite").nth(i).click()
        expect(mark).to_contain_text(expected[i])
        expect(mark).to_be_focused()
        assert _in_view(mark)
        # away from it, to see the next click bring it back
        watched.page.evaluate("document.querySelector('#or-tabs .tabitem').scrollTo(0, 1e6)")
    watched.calm()


def test_a_question_asked_while_the_page_still_loads_is_answered(browser: Browser, served: Served) -> None:
    for _ in range(5):
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(served.url, wait_until="commit")
            page.locator("#or-question textarea").fill("Who refused to back it?")
            page.locator("#or-question textarea").press("Enter")
            expect(page.locator("#or-latest .or-coverage")).to_be_visible(timeout=30_000)


def test_a_citation_clicked_while_the_answer_still_grows_opens(served: Served, visit: Callable[..., Watched]) -> None:
    watched = visit(served)
    watched.ask("Who called for a ceasefire?")
    watched.page.locator("#or-question textarea").fill("How many councillors signed?")
    watched.page.locator("#or-question textarea").press("Enter")
    expect(watched.page.locator("#or-past .or-turn")).to_have_count(1)
    watched.page.locator("#or-past button.or-cite").nth(1).click()
    expect(watched.page.locator("#or-article mark")).to_contain_text("was the first to sign")
    expect(watched.page.locator("#or-latest .or-coverage")).to_be_visible()
    watched.calm()


def test_the_answer_appears_progressively(served: Served, visit: Callable[..., Watched]) -> None:
    watched = visit(served)
    watched.page.evaluate(
        """() => {
          window.lengths = [];
          new MutationObserver(() => {
            const answer = document.querySelector("#or-latest .or-answer");
            if (answer) window.lengths.push(answer.textContent.length);
          }).observe(document.querySelector("#or-latest"), { childList: true, subtree: true });
        }"""
    )
    watched.ask("How many councillors signed?")
    lengths = list(dict.fromkeys(watched.page.evaluate("window.lengths")))
    assert len(lengths) >= 3
    assert lengths == sorted(lengths)


def test_the_evidence_shows_each_passage_with_where_it_is_from(served: Served, visit: Callable[..., Watched]) -> None:
    watched = visit(served)
    watched.ask("How many councillors signed?")
    cards = watched.page.locator("#or-evidence .or-card")
    expect(cards).to_have_count(2)
    expect(cards.first.locator("mark")).to_have_text("Eleven councillors signed a letter that repeats her call.")
    expect(cards.first).to_contain_text("Barford Gazette · 27 October 2023 · original")
    expect(cards.first.locator("a")).to_have_attribute("href", ARTICLES[0].url or "")
    cards.nth(1).get_by_role("button", name="Read it in the article").click()
    expect(watched.page.locator("#or-article mark")).to_contain_text("Twelve councillors")
    watched.calm()


def test_an_answer_without_evidence_looks_plainly_different(served: Served, visit: Callable[..., Watched]) -> None:
    watched = visit(served)
    latest = watched.ask("Who won the cup final?")
    expect(latest.locator(".or-none")).to_contain_text("No evidence in this collection")
    border = latest.locator(".or-none").evaluate("(box) => getComputedStyle(box).borderTopStyle")
    assert border == "dashed"
    expect(watched.page.locator("#or-evidence")).to_contain_text("Nothing was cited")


def test_a_conversation_stays_on_the_page_and_its_old_citations_still_open(
    served: Served, visit: Callable[..., Watched]
) -> None:
    watched = visit(served)
    watched.ask("Who called for a ceasefire?")
    watched.ask("When did she say so?")
    assert len(served.engine.asked[-1][2]) == 1
    past = watched.page.locator("#or-past .or-turn")
    expect(past).to_have_count(1)
    past.locator("button.or-cite").nth(1).click()
    expect(watched.page.locator("#or-article mark")).to_contain_text("was the first to sign")
    watched.calm()


def test_an_example_is_asked_with_one_click(served: Served, visit: Callable[..., Watched]) -> None:
    watched = visit(served)
    example = watched.page.locator("#or-examples button").first
    question = example.inner_text()
    example.click()
    expect(watched.page.locator("#or-latest h3")).to_have_text(question)
    expect(watched.page.locator("#or-latest .or-coverage")).to_be_visible()
    expect(watched.page.locator("#or-examples")).to_be_hidden()
    watched.calm()


def test_filters_are_folded_away_and_reach_the_engine(served: Served, visit: Callable[..., Watched]) -> None:
    watched = visit(served)
    page = watched.page
    expect(page.locator("#or-from")).to_be_hidden()
    page.get_by_text("Filters: dates and outlet").click()
    page.locator("#or-from input").fill("2023-10-28")
    page.locator("#or-outlet input").click()
    page.get_by_role("option", name="County Wire").click()
    watched.ask("Who called for a ceasefire?")
    filters = served.engine.asked[-1][1]
    assert (str(filters.date_from), filters.date_to, filters.outlet) == ("2023-10-28", None, "County Wire")
    expect(page.locator("#or-latest")).to_contain_text("1 of 3 articles screened")
    watched.calm()


def test_an_error_is_told_in_the_conversation_and_the_question_kept(
    served: Served, visit: Callable[..., Watched]
) -> None:
    watched = visit(served)
    box = watched.page.locator("#or-question textarea")
    for question, told in (
        ("nothing to look for", "no word to look for"),
        ("broken", "Something went wrong"),
    ):
        box.fill(question)
        box.press("Enter")
        expect(watched.page.locator("#or-latest .or-notice")).to_contain_text(told)
        expect(box).to_have_value(question)
        assert "secret" not in watched.page.content()
    watched.calm()


def test_everything_can_be_done_from_the_keyboard(served: Served, visit: Callable[..., Watched]) -> None:
    watched = visit(served)
    page = watched.page
    page.locator("#or-question textarea").focus()
    page.keyboard.type("Who called for a ceasefire?")
    page.keyboard.press("Enter")
    expect(page.locator("#or-latest .or-coverage")).to_be_visible()
    page.locator("#or-question textarea").focus()
    page.keyboard.press("Shift+Tab")
    third = page.get_by_role("button", name="Citation 3")
    expect(third).to_be_focused()
    page.keyboard.press("Enter")
    mark = page.locator("#or-article mark")
    expect(mark).to_be_focused()
    assert mark.evaluate("(mark) => getComputedStyle(mark).outlineStyle") == "solid"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Back to the answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(third).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_stacks_the_panes_and_scrolls_one_way_only(
    served: Served, visit: Callable[..., Watched], scheme: str
) -> None:
    watched = visit(served, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = watched.page
    page.get_by_text("Filters: dates and outlet").click()
    watched.ask("Who refused to back it?").locator("button.or-cite").click()
    mark = page.locator("#or-article mark")
    expect(mark).to_be_focused()
    assert _in_view(mark)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    left, right = (page.locator(name).bounding_box() for name in ("#or-left", "#or-right"))
    assert left is not None
    assert right is not None
    assert right["y"] >= left["y"] + left["height"] - 1
    watched.calm()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_paper(served: Served, visit: Callable[..., Watched], scheme: str) -> None:
    watched = visit(served, color_scheme=scheme)
    watched.ask("How many councillors signed?")
    # WCAG 2.2, 1.4.3: a contrast of 4.5 to 1; relative luminance as the same document defines it
    pale = watched.page.evaluate(
        """() => {
          const linear = (value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
          const channel = (value) => linear(value / 255);
          const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
          const parts = (colour) => colour.match(/[0-9.]+/g).map(Number);
          const paper = (one) => {
            for (let at = one; at; at = at.parentElement) {
              const found = parts(getComputedStyle(at).backgroundColor);
              if (found.length === 3 || found[3] > 0) return found;
            }
          };
          const pale = [];
          const worn = ".prose *, #or-send, #or-tabs [role=tab], .label-wrap span";
          for (const one of document.querySelectorAll(worn)) {
            const worded = [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
            if (!one.offsetParent || !worded) continue;
            const [a, b] = [light(parts(getComputedStyle(one).color)), light(paper(one))];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < 4.5) pale.push(`${contrast.toFixed(2)} ${one.className} ${one.textContent}`);
          }
          return pale;
        }"""
    )
    assert pale == []


def test_right_to_left_text_runs_from_the_right(served: Served, visit: Callable[..., Watched]) -> None:
    watched = visit(served)
    quoted = watched.ask("What was said in Arabic?").locator("blockquote p")
    assert quoted.evaluate("(words) => getComputedStyle(words).direction") == "rtl"
    expect(watched.page.locator("#or-evidence .or-card-title")).to_have_text("رسالة من غزة")


def test_a_page_that_is_printed_shows_all_of_the_answer_and_no_controls(
    served: Served, visit: Callable[..., Watched]
) -> None:
    watched = visit(served)
    watched.ask("How many councillors signed?")
    watched.page.emulate_media(media="print")
    expect(watched.page.locator("#or-ask")).to_be_hidden()
    expect(watched.page.locator("#or-latest .or-coverage")).to_be_visible()
    expect(watched.page.locator("#or-evidence .or-card").last).to_be_visible()


def test_nothing_of_gradios_own_shows(served: Served, visit: Callable[..., Watched]) -> None:
    watched = visit(served)
    shown = watched.page.locator("body").inner_text()
    assert "gradio" not in shown.casefold()
    assert "use via api" not in shown.casefold()
    assert watched.page.title() == "On Record"


# meaning harm


def _hostile(payload: str, number: int) -> Article:
    """An article with ``payload`` in every place that an article has."""
    text = f"Opening words number {number}. Before {payload} after.\n\nSecond paragraph, {payload} again."
    return Article(f"{number:03}.txt", text, payload, None, payload[:180], payload, payload)


def _repeating(engine: FakeEngine, question: str, _: Filters, __: Sequence[Turn]) -> Answer:
    """An answer that repeats all of every article, with payloads in every field that has words."""
    places = [(article, article.text.split("\n\n")[0]) for article in engine.articles]
    found = quoting(engine, question, places, lead="Hostile.")
    disputes = tuple(Conflict(article.title or "", (1,)) for article in engine.articles)
    return Answer(
        question, found.kind, True, found.text, found.coverage, short="hostile",
        citations=found.citations, conflicts=disputes,
    )  # fmt: skip


def _refusing(engine: FakeEngine, question: str, filters: Filters, history: Sequence[Turn]) -> Answer:
    """Declines with payloads in the reason."""
    found = _repeating(engine, question, filters, history)
    told = " ".join(PAYLOADS)
    return Answer(question, found.kind, False, told, found.coverage, reason=told)


def _shown(words: str) -> str:
    """What of ``words`` a pane's text content holds: invisible characters spelt out, white space folded."""
    return _folded(re.sub(r"‹(U\+[0-9A-F]{4,6})›", r"\1", plain(words)))


def _folded(words: str) -> str:
    return re.sub(r"[ \t\n]+", " ", words).strip()


def _content(page: Page, selector: str) -> str:
    return _folded(page.locator(selector).text_content() or "")


def test_no_payload_in_any_article_runs_fetches_or_makes_an_element(
    serve: Serve, visit: Callable[..., Watched]
) -> None:
    articles = [_hostile(payload, number) for number, payload in enumerate(PAYLOADS)]
    assert len(articles) >= 150
    with serve(FakeEngine(articles, script=_repeating)) as hostile:
        watched = visit(hostile)
        page = watched.page
        before = page.evaluate(_COUNT)
        latest = watched.ask("What do they say?")
        expect(page.locator("#or-evidence .or-card")).to_have_count(len(articles))
        assert page.evaluate(_FOREIGN) == []
        answered, evidence = _content(page, "#or-latest"), _content(page, "#or-evidence")
        for article in articles:
            # an answer writes round brackets where an article has square ones
            words = article.text.split("\n\n")[0].replace("[", "(").replace("]", ")")
            assert _shown(words) in answered
            assert _shown(article.title or "") in evidence
        buttons = latest.locator("blockquote button.or-cite")
        for number, article in enumerate(articles):
            buttons.nth(number).evaluate("(button) => button.click()")
            expect(page.locator("#or-article mark").first).to_contain_text(f"Opening words number {number}.")
            assert page.evaluate(_FOREIGN, "#or-article") == []
            assert _shown(article.byline or "") in _content(page, "#or-article")
        assert page.evaluate(_COUNT) == before
        watched.calm()


def test_no_payload_in_a_question_runs_fetches_or_makes_an_element(serve: Serve, visit: Callable[..., Watched]) -> None:
    questions: list[str] = []
    for payload in (payload[:1000] for payload in PAYLOADS):
        if questions and len(questions[-1]) + len(payload) < 1900:
            questions[-1] += f" {payload}"
        else:
            questions.append(payload)
    with serve(FakeEngine(script=_refusing)) as hostile:
        watched = visit(hostile)
        before = watched.page.evaluate(_COUNT)
        for question in questions:
            watched.ask(question)
            assert watched.page.evaluate(_FOREIGN) == []
            assert _shown(question) in _content(watched.page, "#or-latest h3")
        expect(watched.page.locator("#or-past .or-turn")).to_have_count(len(questions) - 1)
        assert watched.page.evaluate(_COUNT) == before
        watched.calm()


def test_forged_citations_are_inert_and_every_real_one_leads_to_its_words(
    serve: Serve, visit: Callable[..., Watched]
) -> None:
    forged = [" ".join(one.split()) for one in forged_citations()]
    assert len(forged) >= 200
    article = Article(
        "forged.txt",
        "\n\n".join(f"It says {one} in line {n}." for n, one in enumerate(forged)),
        f"Title {' '.join(forged[:20])}",
        outlet=f"Outlet {' '.join(forged[:8])}"[:180],
    )
    wire = ARTICLES[1]

    def script(engine: FakeEngine, question: str, _: Filters, __: Sequence[Turn]) -> Answer:
        lines = [(article, line) for line in article.text.split("\n\n")]
        found = quoting(engine, question, [*lines, (wire, "The council’s leader, Ann Lee, was the first to sign.")])
        # the words as they stand, brackets and all
        text = "\n\n".join(f"{citation.text} [{citation.n}]" for citation in found.citations)
        return Answer(question, found.kind, True, text, found.coverage, citations=found.citations)

    with serve(FakeEngine([article, wire], script=script)) as hostile:
        watched = visit(hostile)
        page = watched.page
        latest = watched.ask(f"What about {' '.join(forged[:60])}"[:1900])
        places = latest.locator("button").evaluate_all("(all) => all.map((one) => [one.textContent, one.value])")
        answer = script(hostile.engine, "", Filters(), ())
        assert places == [[f"Citation {one.n}", answers.place(one)] for one in answer.citations]
        assert page.evaluate(_FOREIGN) == []
        for citation in answer.citations[::20]:
            latest.get_by_role("button", name=f"Citation {citation.n}", exact=True).click()
            expect(page.locator("#or-article mark")).to_have_text(_shown(citation.text))
            # nothing in the article is a button but the way back
            assert page.locator("#or-article article button").count() == 1
        watched.calm()


def test_a_script_that_did_get_into_the_page_would_not_run(served: Served, visit: Callable[..., Watched]) -> None:
    watched = visit(served)
    watched.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.pwned=1";
          document.body.append(script);
          const box = document.createElement("div");
          box.innerHTML = '<img src=x onerror="window.pwned=1"><img src="http://evil.example/x.png">';
          document.body.append(box);
        }"""
    )
    watched.page.wait_for_timeout(300)
    assert watched.page.evaluate("window.pwned") is None
    assert any("Content Security Policy" in trouble for trouble in watched.troubles)
