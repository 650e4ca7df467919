"""Every setting of a training run; they are kept beside the weights."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Training:
    """How a network is trained.

    Attributes:
        epochs: over the attributions, or over the views where there are any; the rest comes round as often as the
            numbers of word pieces have it.
        attributions, relations, articles, views: word pieces of each kind in a step, padding included.
        beside: views have the other kinds beside them in every so many-th step.
        top, decay: learning rate of the encoder's last layer, and the factor for each layer below it.
        heads, transitions: learning rates of what stands on the encoder, and of the tags' neighbours.
        warm: share of the steps in which the rates rise; then they fall along a cosine to nearly nothing.
        average: of the exponential moving average of the weights, which is what is kept.
        workers: so many batches of a step are gone through side by side, which wants fewer threads than many small
            products do; without dropout, so that a run is the same from the same seed.
    """

    seed: int = 7
    epochs: int = 2
    attributions: int = 3584
    relations: int = 1152
    articles: int = 0
    views: int = 0
    beside: int = 1
    top: float = 3e-4
    decay: float = 0.85
    heads: float = 1e-3
    transitions: float = 3e-3
    warm: float = 0.1
    weight_decay: float = 0.01
    clip: float = 1.0
    dropout: float = 0.1
    average: float = 0.995
    threads: int = 2
    workers: int = 1

    def with_threads(self, threads: int) -> Training:
        """The same on so many threads."""
        return replace(self, threads=threads)


#: first the tagger alone, so that there are statements to judge
TAGGER = Training()
#: then tagger and stance model together, on whole articles too
BOTH = Training(
    seed=11,
    epochs=5,
    attributions=768,
    relations=320,
    articles=192,
    views=2048,
    top=2e-4,
    heads=8e-4,
    warm=0.05,
    dropout=0.0,
    workers=2,
)
