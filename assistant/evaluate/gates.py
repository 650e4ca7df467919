"""What a run must reach: values, and to be no worse than another run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.evaluate.compare import SIGNIFICANT, Comparison, worsened
from assistant.evaluate.measures import MEASURES, Score
from assistant.evaluate.results import Row

#: questions that are named one by one
_NAMED = 20


def missed(scores: Mapping[str, Score], gates: Iterable[tuple[str, float]]) -> list[str]:
    """A sentence for every gate that was missed; a measure with nothing to measure misses its gate."""
    sentences = []
    for name, bound in gates:
        value = scores[name].value
        less = MEASURES[name].less_is_better
        if value is None:
            sentences.append(f"{name} has no value: no question in the sets is of its kind")
        elif value > bound if less else value < bound:
            sentences.append(f"{name} is {value:.4g}, {'above' if less else 'under'} {bound:.4g}")
    return sentences


def worse(ours: Sequence[Row], theirs: Sequence[Row], comparison: Comparison) -> list[str]:
    """A sentence for every measure that is worse than in their run, and not by chance; latency is not looked at."""
    if not comparison.common:
        return [f"{comparison.name} has none of these questions: give a run of the same sets"]
    sentences = []
    for name, one in comparison.differences.items():
        measure = MEASURES[name]
        down = one.difference > 0 if measure.less_is_better else one.difference < 0
        if down and one.p < SIGNIFICANT and not measure.is_noisy:
            ids = worsened(ours, theirs, name)
            more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
            sentences.append(
                f"{name} is {one.ours:.4g}, worse than {one.theirs:.4g} in {comparison.name} (p = {one.p:.2g}): "
                f"{', '.join(ids[:_NAMED])}{more}"
            )
    return sentences
