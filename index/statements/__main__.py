"""The tagger by itself: ``python -m index.statements predict | score | train``.

predict < in.jsonl > out.jsonl      {"id", "text"} a line -> {"id", "attributions"}; places in the text untouched
score GOLD.jsonl PRED.jsonl         exact-match precision, recall and F1 as JSON
train --attributions FILE... --relations FILE... --positions FILE... [--kept FILE...]
          [--wordings FILE...] --work DIR [--out DIR]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from index.errors import OnRecordError, UsageError
from index.settings import ModelSettings
from index.types import Span

#: texts that are tagged together
_AT_ONCE = 64
_FAULT = 2


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, or 2 after one sentence on stderr."""
    arguments = _parser().parse_args(words)
    try:
        return int(arguments.run(arguments))
    except OnRecordError as error:
        sys.stderr.write(f"index.statements: {error}\n")
        return _FAULT
    except BrokenPipeError:
        return _FAULT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index.statements", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(required=True)
    predict = commands.add_parser("predict", help="attributions of the texts on stdin")
    predict.set_defaults(run=_predict)
    score = commands.add_parser("score", help="how well predictions agree with gold")
    score.add_argument("gold", type=Path)
    score.add_argument("predicted", type=Path)
    score.set_defaults(run=_score)
    train = commands.add_parser("train", help="train the weights; goes on where it was stopped")
    for name in ("attributions", "relations", "positions"):
        train.add_argument(f"--{name}", type=Path, nargs="+", required=True, metavar="FILE")
    train.add_argument("--kept", type=Path, nargs="*", default=[], metavar="FILE", help="positions never trained on")
    train.add_argument("--wordings", type=Path, nargs="*", default=[], metavar="FILE", help="topics in other words")
    train.add_argument("--work", type=Path, required=True, help="folder for what is not finished")
    train.add_argument("--out", type=Path, help="folder for the weights (default: those of the project)")
    train.add_argument("--threads", type=int, default=ModelSettings().threads)
    train.set_defaults(run=_train)
    return parser


def _predict(arguments: argparse.Namespace) -> int:
    from index.statements.reader import StatementReader
    from index.statements.weights import load_weights

    del arguments
    reader = StatementReader(load_weights(), threads=ModelSettings().threads)
    waiting: list[dict[str, Any]] = []
    for row in _texts(sys.stdin.buffer):
        waiting.append(row)
        if len(waiting) == _AT_ONCE:
            _put(reader, waiting)
            waiting = []
    _put(reader, waiting)
    return 0


def _texts(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"line {number} is not JSON ({error}): give an object with id and text a line") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
            raise UsageError(f'line {number} is no object with "id" and a "text": give one a line')
        yield row


def _put(reader: Any, rows: Sequence[dict[str, Any]]) -> None:
    def pairs(spans: Sequence[Span]) -> list[list[int]]:
        return [[span.start, span.end] for span in spans]

    for row, found in zip(rows, reader.attributions([row["text"] for row in rows]), strict=True):
        made = [{"source": pairs(one.source), "cue": pairs(one.cue), "content": pairs(one.content)} for one in found]
        sys.stdout.write(json.dumps({"id": row["id"], "attributions": made}) + "\n")
    sys.stdout.flush()


def _score(arguments: argparse.Namespace) -> int:
    from index.statements.measure import read_rows, score_spans

    figures = score_spans(read_rows(arguments.gold), read_rows(arguments.predicted))
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    return 0


def _train(arguments: argparse.Namespace) -> int:
    # torch: only for training
    from index.models.embed import load_embedder
    from index.statements.train.run import Data, Trainer
    from index.statements.train.settings import BOTH, TAGGER
    from index.statements.weights import FOLDER

    def say(sentence: str) -> None:
        sys.stderr.write(sentence + "\n")
        sys.stderr.flush()

    data = Data(arguments.attributions, arguments.relations, arguments.positions, arguments.kept, arguments.wordings)
    tagger, both = (settings.with_threads(arguments.threads) for settings in (TAGGER, BOTH))
    trainer = Trainer(data, tagger, both, arguments.work, say)
    trainer.run(arguments.out or FOLDER, load_embedder(ModelSettings(threads=arguments.threads)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
