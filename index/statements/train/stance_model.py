"""The stance model's network, on the lower layers that it shares with the tagger, and both networks together."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from index.statements.labels import Act, Stance
from index.statements.stance import LABELS
from index.statements.train.model import Network
from index.statements.train.stance_batches import Batch
from index.statements.views import MATCHED, SEEN, Part

#: layers that tagger and stance model share
SHARED = 3
#: act, stance and certainty of the linker
KNOWN = len(Act) + len(Stance) + 1
HIDDEN = 128


class StanceNetwork(nn.Module):
    """From the hidden states of a view to what each of its statements is to the topic."""

    def __init__(self, tagger: Network) -> None:
        super().__init__()
        layers = enumerate(tagger.bert.encoder.layer)
        self.layer = nn.ModuleDict({str(number): copy.deepcopy(one) for number, one in layers if number >= SHARED})
        width = tagger.bert.config.hidden_size
        self.part = nn.Embedding(len(Part) + MATCHED, width)
        nn.init.zeros_(self.part.weight)
        nn.init.normal_(self.part.weight[MATCHED:], std=0.05)  # to be seen from the first step on
        self.dropout = nn.Dropout(0.1)
        self.hidden = nn.Linear((SEEN + 1) * width + KNOWN, HIDDEN)
        self.out = nn.Linear(HIDDEN, len(LABELS))

    def forward(self, lower: Tensor, inside: Tensor, batch: Batch) -> Tensor:
        """Logits of ``LABELS`` for all statements of the batch, view by view. *Shape:* ``(statements, 5)``.

        Args:
            inside: which pieces are no padding. *Shape:* ``(views, 1, 1, pieces)``.
        """
        hidden = lower + self.part(batch.parts)
        for layer in self.layer.values():
            hidden = tensor(layer(hidden, inside))
        given = []
        for one, row in zip(batch.examples, hidden.float(), strict=True):
            begin, end = len(one.topic.ids), len(one.whole.ids)
            seen = (torch.from_numpy(one.view.seen) @ row[begin:end]).flatten(1)
            asked = row[:begin].mean(dim=0).expand(len(seen), -1)
            given.append(torch.cat([seen, asked, torch.from_numpy(one.told)], dim=1))
        made = torch.relu(self.hidden(self.dropout(torch.cat(given))))
        found: Tensor = self.out(self.dropout(made))
        return found


class Both(nn.Module):
    """Tagger and stance model, trained together: what they share serves both."""

    def __init__(self, tagger: Network) -> None:
        super().__init__()
        self.tagger = tagger
        self.stance = StanceNetwork(tagger)

    def judge(self, batch: Batch) -> Tensor:
        """As ``StanceNetwork`` has it."""
        hidden = self.tagger.embed(batch.ids, batch.features)
        inside = batch.mask[:, None, None, :]
        for layer in self.tagger.bert.encoder.layer[:SHARED]:
            hidden = tensor(layer(hidden, inside))
        found: Tensor = self.stance(hidden, inside, batch)
        return found


def tensor(given: Tensor | tuple[Tensor, ...]) -> Tensor:
    """What a layer puts out, with or without what it might have put out beside it."""
    return given if isinstance(given, Tensor) else given[0]
