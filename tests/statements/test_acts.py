"""Words of a cue that leave no doubt: who is asked, who refuses, who has not done it yet."""

from __future__ import annotations

import numpy as np
import pytest

from index.statements.acts import act_and_stance, is_pressed, is_refusal
from index.statements.labels import Act, Stance
from index.statements.link import Linked
from index.types import Span


def decided(cue: str, act: Act = Act.CALLS_FOR, stance: Stance = Stance.FOR) -> tuple[Act, Stance]:
    acts = np.array([float(one is act) for one in Act], dtype=np.float32)
    stances = np.array([float(one is stance) for one in Stance], dtype=np.float32)
    linked = Linked((0, 1), (), None, (), acts, stances)
    made = act_and_stance(cue, Span(0, len(cue)), [], linked)
    return made[0], made[1]


@pytest.mark.parametrize(
    "cue", ["is under growing pressure to call for", "faces fresh calls to back", "was urged to support"]
)
def test_who_is_asked_does_not_call(cue: str) -> None:
    assert is_pressed(cue)


@pytest.mark.parametrize("cue", ["called for", "has put pressure on", "asked for", "urged", "told the council"])
def test_who_asks_is_not_taken_for_who_is_asked(cue: str) -> None:
    assert not is_pressed(cue)


@pytest.mark.parametrize("cue", ["refused to back", "has declined to support", "ruled out", "resisted calls for"])
def test_a_refusal_is_no_call_whatever_the_network_says(cue: str) -> None:
    assert is_refusal(cue)
    assert decided(cue) == (Act.REFUSES, Stance.AGAINST)


@pytest.mark.parametrize("cue", ["has yet to call for", "stopped short of backing", "fell short of calling for"])
def test_what_is_not_done_yet_is_no_call(cue: str) -> None:
    assert decided(cue) == (Act.REFUSES, Stance.OTHER)


def test_what_is_not_ruled_out_is_no_refusal() -> None:
    assert not is_refusal("has not ruled out")


def test_other_acts_stay_as_the_network_has_them() -> None:
    assert decided("denied", Act.DENIES, Stance.AGAINST) == (Act.DENIES, Stance.AGAINST)
    assert decided("called for") == (Act.CALLS_FOR, Stance.FOR)
