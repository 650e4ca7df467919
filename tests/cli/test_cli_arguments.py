"""Bad arguments: all at once, in one sentence on stderr, with exit code 2 and stdout left clean."""

from __future__ import annotations

from pathlib import Path

import pytest

import assistant.cli.ask
from assistant.cli.arguments import parse
from tests.cli.cli_runs import onrecord


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (
            ["ask", "Who?", "--from", "2023-13-01", "--to", "yesterday"],
            ["--from 2023-13-01", "--to yesterday"],
        ),
        (["ask", " ", "--from", "27/10/2023"], ["the question is empty", "--from 27/10/2023 is not a day"]),
        (
            ["ask", "Who?", "--from", "2023-11-02", "--to", "2023-11-01"],
            ["--from 2023-11-02 is later than --to"],
        ),
        (["ask", "x" * 2_001], ["has 2,001 characters and may have 2,000"]),
        (["ask", "Who?", "--colour", "--from", "soon"], ["--colour is not an argument", "--from soon"]),
        (["serve", "--port", "65536"], ["--port 65536 is not a port"]),
        (["serve", "--port", "-1"], ["--port"]),
        (["serve", "--port", "٣"], ["--port ٣ is not a port"]),
        (["serve", "--port", "9" * 5_000], ["is not a port"]),
        (
            [
                "eval",
                "s.jsonl",
                "--fail-under",
                "span.f2=1",
                "--fail-under",
                "span.f1",
                "--fail-under",
                "span.em=nan",
            ],
            [
                "there is no measure 'span.f2', but list.precision,",
                "span.f1: write MEASURE=VALUE",
                "span.em=nan: write",
            ],
        ),
        (["frobnicate"], ["frobnicate"]),
        (["ask"], ["QUESTION"]),
        ([], ["COMMAND"]),
        (["articles"], ["COMMAND"]),
        (["ask", "--js", "Who?"], ["--js is not an argument"]),
    ],
)
def test_bad_arguments_are_named_together_and_exit_with_2(words: list[str], faults: list[str]) -> None:
    run = onrecord(*words)
    assert run.code == 2
    assert run.out == ""
    assert [fault for fault in faults if fault not in run.err] == []
    assert run.err.count("\n") == 1
    assert "--help" in run.err
    assert "Traceback" not in run.err


def test_an_error_under_json_is_a_document_too() -> None:
    run = onrecord("ask", "--json", "Who?", "--from", "soon")
    assert run.code == 2
    assert list(run.document) == ["error"]
    assert run.document["error"] in run.err


def test_a_question_after_two_dashes_is_not_an_option() -> None:
    arguments = parse(["ask", "--", "--json", "Who?"])
    assert (arguments.question, arguments.json) == ("--json Who?", False)


@pytest.mark.parametrize("words", [["-c", "x", "status"], ["status", "-c", "x"], ["articles", "list", "-c", "x"]])
def test_shared_options_stand_before_or_after_the_command(words: list[str]) -> None:
    assert parse(words).collection == Path("x")


def test_words_that_were_not_quoted_are_one_question() -> None:
    assert parse(["ask", "Who", "called", "for", "it?"]).question == "Who called for it?"


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version_exit_with_0(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        parse([flag])
    assert stop.value.code == 0
    assert "onrecord" in capsys.readouterr().out


def fail(error: BaseException) -> object:
    def ask(*_: object) -> int:
        raise error

    return ask


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (
            ValueError("odd \x1b[2J thing"),
            70,
            "something went wrong inside On Record (ValueError: odd ‹U+001B›[2J",
        ),
        (KeyboardInterrupt(), 130, "stopped"),
        (KeyboardInterrupt("stopped; 3 articles are safe"), 130, "stopped; 3 articles are safe"),
        (BrokenPipeError(), 141, ""),
    ],
)
def test_whatever_happens_ends_in_a_sentence_and_a_code(
    error: BaseException, code: int, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.cli.ask, "ask", fail(error))
    run = onrecord("ask", "Who?")
    assert run.code == code
    assert sentence in run.err
    assert bool(run.err) == bool(sentence)
    assert "Traceback" not in run.err


def test_a_traceback_is_for_those_who_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant.cli.ask, "ask", fail(ValueError("odd")))
    run = onrecord("ask", "Who?", "--debug")
    assert run.code == 70
    assert "Traceback" in run.err
