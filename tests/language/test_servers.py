"""A server that fails in every way: the plain answer within the time, one line that says why, and the key nowhere."""

from __future__ import annotations

import builtins
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest

from assistant.generate import connect
from assistant.language import Prompts, Writer
from assistant.types import Answer
from index.errors import UsageError
from index.settings import LanguageSettings, from_environment
from tests.language.worded import GOOD, Handler, Request, answer, serving

KEY = "sk-very-secret-0123456789"
SECONDS = 1.5
MORE = "Bob Day refused to back the call [2]."


def worded(url: str | None, *, provider: str = "openai", seconds: float = SECONDS) -> Answer:
    settings = LanguageSettings(provider, "m", url, KEY, seconds=seconds)
    return Writer(connect(settings), Prompts.load()).write(answer())


def _status(code: int, body: bytes = b'{"error": {"message": "no"}}') -> Handler:
    return lambda request: request.plain(code, body)


def _stream(work: Callable[[Request], None]) -> Handler:
    def handle(request: Request) -> None:
        request.begin()
        work(request)

    return handle


def _endless(request: Request) -> None:
    while True:
        request.say("word " * 200)


def _endless_sentences(request: Request) -> None:
    for n in range(100_000):
        request.say(f"Carl Fox number {n} said so [1]. ")


def _slow(request: Request) -> None:
    request.say(*("x" for _ in range(100)), pause=0.2)


def _secret(request: Request) -> None:
    request.plain(401, f'{{"error": {{"message": "key {KEY} is not valid"}}}}'.encode())


FAULTS: dict[str, Handler] = {
    "bad request": _status(400),
    "no such key": _status(401),
    "forbidden": _status(403),
    "wrong model name": _status(404, b'{"error": {"message": "model m not found"}}'),
    "time-out of the server": _status(408),
    "context overflow": _status(400, b'{"error": {"message": "maximum context length is 10 tokens"}}'),
    "too many requests": _status(429),
    "broken inside": _status(500),
    "bad gateway": _status(502),
    "unavailable": _status(503, b"<html>down</html>"),
    "echoes the key": _secret,
    "no JSON": lambda request: request.plain(200, b"garbage"),
    "a web page": lambda request: request.plain(200, b"<html><script>alert(1)</script></html>", "text/html"),
    "nothing at all": lambda request: request.plain(200, b""),
    "closes at once": lambda request: request.connection.close(),
    "never answers": lambda _: time.sleep(4),
    "an empty stream": _stream(lambda request: request.end()),
    "a stream of rubbish": _stream(lambda request: request.raw(b"data: {not json\n\n")),
    "bytes of no text": _stream(lambda request: request.raw(b"data: \xff\xfe\x00\n\n")),
    "cut off in a sentence": _stream(lambda request: request.say("Ann Lee called for")),
    "too slow": _stream(_slow),
    "endless": _stream(_endless),
    "endless sentences": _stream(_endless_sentences),
    "a tool call": _stream(
        lambda request: request.event(
            {"tool_calls": [{"index": 0, "id": "t", "type": "function", "function": {"name": "rm", "arguments": "{}"}}]}
        )
    ),
    "ignores the format": _stream(lambda request: request.say("Sure! Here is it:\n\n# Answer\n* Ann Lee")),
    "an error in the stream": _stream(lambda request: request.raw(b'data: {"error": {"message": "overloaded"}}\n\n')),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_gives_the_plain_answer_in_time(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with serving(FAULTS[name]) as server, caplog.at_level(logging.DEBUG):
        began = time.monotonic()
        found = worded(server.url)
        took = time.monotonic() - began
    assert found.text == answer().text
    assert (found.holders, found.citations) == (answer().holders, answer().citations)
    assert found.generated is not None
    assert found.generated.note
    assert "\n" not in found.generated.note
    assert took < SECONDS + 3  # far from the time that a broken server would take
    assert KEY not in caplog.text
    assert KEY not in str(found.to_json())


def test_there_are_as_many_faults_as_there_should_be() -> None:
    assert len(FAULTS) >= 25


def test_a_server_that_is_down_is_one_sentence() -> None:
    with serving(_status(200)) as server:
        url = server.url
    found = worded(url)
    assert found.text == answer().text
    assert found.generated is not None
    assert "openai:m failed" in (found.generated.note or "")


def test_what_was_said_before_a_fault_stays() -> None:
    def handle(request: Request) -> None:
        request.begin()
        request.say(f"{GOOD} ", f"{MORE} ", "And then")
        request.raw(b"data: {broken\n\n")

    with serving(handle) as server:
        found = worded(server.url)
    assert found.generated is not None
    assert len(found.generated.sentences) == 2
    assert found.generated.note
    assert found.text.endswith(answer().text)


def test_a_good_server_words_the_answer_and_gets_the_key_alone() -> None:
    def handle(request: Request) -> None:
        request.begin()
        request.say(*f"{GOOD} {MORE}")
        request.end()

    with serving(handle) as server:
        found = worded(server.url, seconds=20)
        (headers, body), *_ = server.heard
    assert found.generated is not None
    assert (found.generated.note, len(found.generated.sentences)) == (None, 2)
    assert {name.lower(): value for name, value in headers.items()}["authorization"] == f"Bearer {KEY}"
    assert KEY not in str(body)
    assert (body["model"], body["temperature"], body["stream"]) == ("m", 0.0, True)


def test_the_first_sentence_comes_before_the_second_is_written() -> None:
    def handle(request: Request) -> None:
        request.begin()
        request.say(f"{GOOD} B")
        time.sleep(1.0)
        request.say(MORE[1:])
        request.end()

    with serving(handle) as server:
        settings = LanguageSettings("openai", "m", server.url, KEY, seconds=20)
        steps = Writer(connect(settings), Prompts.load()).stream(answer())
        began = time.monotonic()
        first = next(steps)
        early = time.monotonic() - began
        *_, last = steps
    assert first.generated is not None
    assert last.generated is not None
    assert (len(first.generated.sentences), len(last.generated.sentences)) == (1, 2)
    assert early < time.monotonic() - began - 0.5


def test_ollama_is_spoken_to_as_it_wants() -> None:
    def handle(request: Request) -> None:
        lines = "".join(
            f'{{"model":"m","message":{{"role":"assistant","content":{part}}},"done":{done}}}\n'
            for part, done in ((f'"{GOOD} "', "false"), ('""', "true"))
        )
        request.plain(200, lines.encode(), "application/x-ndjson")

    with serving(handle) as server:
        found = worded(server.url.removesuffix("/v1"), provider="ollama", seconds=20)
    assert found.generated is not None
    assert (found.generated.note, len(found.generated.sentences)) == (None, 1)


def test_a_missing_extra_says_how_to_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *others: Any, **named: Any) -> Any:
        if name.startswith("llama_index.llms."):
            raise ImportError(name, name=name)
        return real(name, *others, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    for provider in ("openai", "ollama"):
        with pytest.raises(UsageError, match=r"pip install 'onrecord\[llm\]'"):
            connect(LanguageSettings(provider, "m"))


@pytest.mark.parametrize(
    ("variables", "fault"),
    [
        ({"ONRECORD_LLM": "gpt"}, "write ollama:NAME or openai:NAME"),
        ({"ONRECORD_LLM": "openai:"}, "write ollama:NAME"),
        ({"ONRECORD_LLM": "openai:m", "ONRECORD_LLM_URL": "file:///etc/passwd"}, "is no address"),
        ({"ONRECORD_LLM": "openai:m", "ONRECORD_LLM_TIMEOUT": "soon"}, "ONRECORD_LLM_TIMEOUT is 'soon'"),
        ({"ONRECORD_LLM": "openai:m", "ONRECORD_LLM_CONTEXT": "3"}, "from 512"),
    ],
)
def test_settings_are_checked(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], fault: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=fault):
        from_environment()


def test_a_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_LLM_KEY", KEY)
    settings = from_environment(language="openai:m")
    assert KEY not in repr(settings)
    assert settings.language is not None
    assert KEY not in repr(connect(settings.language))
