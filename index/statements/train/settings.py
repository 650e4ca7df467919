"""Every setting of a training run; they are kept beside the weights."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Training:
    """How a network is trained.

    Attributes:
        epochs: over the attributions (the relations come round as often as ``relation_tokens`` has it), or the views.
        tokens, relation_tokens: word pieces of each kind in a step, padding included.
        top, decay: learning rate of the encoder's last layer, and the factor for each layer below it.
        heads, transitions: learning rates of what stands on the encoder, and of the tags' neighbours.
        warm: share of the steps in which the rates rise; then they fall along a cosine to nearly nothing.
        average: of the exponential moving average of the weights, which is what is kept.
    """

    seed: int = 7
    epochs: int = 5
    tokens: int = 4096
    relation_tokens: int = 640
    top: float = 3e-4
    decay: float = 0.85
    heads: float = 1e-3
    transitions: float = 3e-3
    warm: float = 0.1
    weight_decay: float = 0.01
    clip: float = 1.0
    average: float = 0.995
    threads: int = 2

    def with_threads(self, threads: int) -> Training:
        """The same on so many threads."""
        return replace(self, threads=threads)


TAGGER = Training()
#: a last round in which longer passages weigh more; the lower layers, which the stance model shares, stay as they are
REFINED = Training(seed=11, epochs=1, relation_tokens=1536, top=1e-4, decay=0.9, heads=4e-4, transitions=1e-3)
STANCE = Training(epochs=2, tokens=4096, top=2e-4, decay=0.9)
