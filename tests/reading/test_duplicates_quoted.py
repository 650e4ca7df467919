"""Who alters quotations has reworded an article; who repeats them has reported the same speech."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.reading.clean import clean
from index.reading.duplicates import are_family, signature
from index.reading.quotations import Quotations, Quoted, Told, quotations, told

_SHARED = Path(__file__).parents[3] / "shared"

REPORT = """Ann Lee, who leads Barford council, wants the old bridge shut to lorries before winter.

“The old bridge would not carry another winter of heavy lorries without serious damage to its northern arch,” she said.

“It would also give our engineers more time to find a lasting repair and the money that it needs.

“Nobody in this town should have to wonder whether the road to the hospital will be open tomorrow.”

Traders fear for their trade. Roger Day, who sells shoes, called the plan rushed."""
SPUN = """The boss of the Barford authority has demanded that trucks be kept off an ageing crossing.

Lee said: “The old bridge will not carry one more winter of heavy lorries without serious harm to its northern arch.

“This will also give our engineers extra time to find a durable repair and the money that it needs.

“Nobody in this city should have to ask whether the road to the hospital will be open tomorrow.”"""
HONEST = """Lorries may soon have to drive round by Linwell, 12 miles further, if the council's leader has her way.

"The old bridge would not carry another winter of heavy lorries without serious damage to its northern arch," Ms Lee
told the Gazette. "Nobody in this town should have to wonder whether the road to the hospital will be open tomorrow."

Hauliers were quick to object, and the county has yet to say who would pay for the signs."""


def _told(one: str, other: str) -> Told:
    both = quotations(one), quotations(other)
    index = Quoted()
    index.add(1, both[0])
    found = told(both[1], [both[0]])[0]
    assert told(both[0], [both[1]]) == [found]
    assert found is Told.OTHER or index.alike(both[1]) == [1]
    return found


def _words(text: str) -> list[int]:
    """How many different words each quoted sentence was found to have."""
    found = quotations(text)
    return found[1 : 1 + found[0]].tolist() if len(found) else []


def test_a_rewrite_is_known_by_its_altered_quotations() -> None:
    assert _told(REPORT, SPUN) is Told.ALTERED
    assert _told(SPUN, HONEST) is Told.ALTERED


def test_two_reports_with_the_same_quotations_are_not_rewrites() -> None:
    assert _told(REPORT, HONEST) is Told.SAME
    assert _told(REPORT, REPORT) is Told.SAME


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("would not carry", "wouldn't carry"),  # how each reporter writes it down
        ("The old bridge would not carry another winter of ", "It would fall under "),  # cut short
        ("in this town", "in town"),
    ],
)
def test_a_slip_or_a_cut_is_no_rewrite(said: str, heard: str) -> None:
    assert said in HONEST
    assert _told(REPORT, HONEST.replace(said, heard)) is Told.SAME


def test_one_altered_sentence_is_no_rewrite() -> None:
    first, second, *_ = SPUN.split("\n\n“")
    assert _told(REPORT, first + "\n\nThe rest was not quoted.") is Told.OTHER
    assert _told(REPORT, f"{first}\n\n“{second}") is Told.ALTERED


def test_a_speaker_who_varies_a_sentence_makes_no_rewrite_of_two_reports() -> None:
    things = ("school hall", "swimming pool", "bus station", "fire engine")
    said = "\n\n".join(f"“We shall build a new {thing} for this town before the year is over.”" for thing in things)
    assert _told("Ms Lee spoke on Monday.\n\n" + said, "There was applause.\n\n" + said) is Told.SAME


SENTENCE = "The bridge will not carry another winter of lorries"


@pytest.mark.parametrize(
    "text",
    [
        f"“{SENTENCE},” she said.",
        f'"{SENTENCE}," she said.',
        f"“{SENTENCE}.\n\nShe left.",
        f'"{SENTENCE}.\n\nShe left.',
        f"« {SENTENCE} », she said.",
        f"»{SENTENCE}«, she said.",
        f"„{SENTENCE}“, she said and went back to the hall at once.",
        f"”{SENTENCE}”, she said.",
        f"‘{SENTENCE},’ she said.",
        f'The board is 6" wide and 8" long, which nobody in the hall believed. ("{SENTENCE}.")',
        f"“Yes. “{SENTENCE}.”",
    ],
)
def test_quotation_marks_of_all_kinds_are_understood(text: str) -> None:
    assert _words(text) == [9]


@pytest.mark.parametrize("text", ["", "“Yes,” she said.", SENTENCE, f'{SENTENCE}," he said.', "“" * 9, '" ' * 99])
def test_what_is_not_quoted_at_length_does_not_count(text: str) -> None:
    assert _words(text) == []
    assert Quoted().alike(quotations(text)) == []
    assert told(quotations(text), [quotations(REPORT)]) == [Told.OTHER]
    assert told(quotations(REPORT), [quotations(text), quotations(SPUN)]) == [Told.OTHER, Told.ALTERED]


def test_the_size_is_bounded() -> None:
    long = " ".join(f"word{number}" for number in range(500))
    assert _words("\n\n".join([f"“{long}.”"] * 100)) == [32] * 24


def test_marks_without_end_take_linear_time() -> None:
    assert _words('‘“"«»„”a ' * 200_000) == []
    assert _words("“‘a" * 200_000 + " ‘b c" * 200_000) == []


def _made_up(rng: random.Random) -> str:
    words = [["".join(rng.choices("aeioubcdfglmnprst", k=rng.randint(3, 8))) for _ in range(16)] for _ in range(4)]
    return "\n\n".join(f"“{' '.join(line)}.”" for line in words)


def _reworded(text: str, rng: random.Random) -> str:
    return " ".join(word[::-1] if rng.random() < 0.12 else word for word in text.split(" "))


def _pairs(index: Quoted, several: Sequence[Quotations]) -> set[tuple[int, int]]:
    found = set()
    for row, one in enumerate(several):
        found |= {(row, key) for key in index.alike(one) if told(one, [several[key]]) == [Told.ALTERED]}
        index.add(row, one)
    return found


@pytest.mark.parametrize("pending", [16, 65_536])
def test_the_index_finds_what_comparing_everything_finds(pending: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.reading.quotations._MOST_PENDING", pending)
    rng = random.Random(3)
    texts = [_made_up(rng) for _ in range(60)]
    several = [quotations(text) for text in [*texts, *(_reworded(text, rng) for text in texts)]]
    everything = {
        (row, column)
        for row, one in enumerate(several)
        for column, how in enumerate(told(one, several[:row]))
        if how is Told.ALTERED
    }
    assert len(everything) >= 30
    assert _pairs(Quoted(), several) == everything


def test_many_at_once_and_one_by_one_find_the_same() -> None:
    rng = random.Random(4)
    texts = ["Nobody was quoted.", *(_made_up(rng) for _ in range(40))]
    several = [quotations(text) for text in texts]
    at_once, one_by_one = Quoted(), Quoted()
    at_once.add_all(np.arange(20), several[:20])
    at_once.add_all(np.arange(20, 41), several[20:])
    for key, one in enumerate(several):
        one_by_one.add(key, one)
    assert [at_once.alike(one) for one in several] == [one_by_one.alike(one) for one in several]
    assert at_once.alike(quotations(_reworded(texts[7], rng))) == [7]


def test_a_phrase_that_everybody_uses_leads_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.reading.quotations._MOST_SHARING", 3)
    index, one = Quoted(), quotations(REPORT)
    for key in range(3):
        index.add(key, one)
    assert index.alike(one) == [0, 1, 2]
    index.add(3, one)
    assert index.alike(one) == []


def test_in_real_news_no_two_reports_are_taken_for_rewrites() -> None:
    names = [f"{folder}/{part}.jsonl" for folder in ("positions", "polnear") for part in ("dev", "train")]
    if not all((_SHARED / name).exists() for name in names):
        pytest.skip("../shared/positions and ../shared/polnear are not beside this checkout")
    lines = [line for name in names for line in (_SHARED / name).read_text(encoding="utf-8").splitlines()]
    several = [one for line in lines if len(one := quotations(clean(json.loads(line)["text"])))]
    assert len(several) > 600
    assert _pairs(Quoted(), several) == set()


def test_a_real_rewrite_is_found() -> None:
    paths = [path for start in ("001", "002") for path in (_SHARED / "articles").glob(f"{start}_*.txt")]
    if len(paths) != 2:
        pytest.skip("../shared/articles is not beside this checkout")
    one, other = (clean(path.read_text(encoding="utf-8")) for path in paths)
    assert not are_family(signature(one), signature(other))
    assert _told(one, other) is Told.ALTERED
