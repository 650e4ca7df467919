"""The stance model's network: the tagger's lower layers, as they are, with layers of its own on them."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from index.statements.labels import Act, Stance
from index.statements.stance import POOLED
from index.statements.train.judged import LABELS
from index.statements.train.model import Network
from index.statements.views import Part

#: layers that tagger and stance model share
SHARED = 3
#: act, stance and certainty of the linker
KNOWN = len(Act) + len(Stance) + 1
HIDDEN = 128


class StanceNetwork(nn.Module):
    """A view in; whether and how the statement takes a position on the topic out."""

    def __init__(self, tagger: Network) -> None:
        super().__init__()
        self.bert = copy.deepcopy(tagger.bert)
        width = self.bert.config.hidden_size
        self.case, self.gap, self.quoted = (copy.deepcopy(part) for part in (tagger.case, tagger.gap, tagger.quoted))
        for name, parameter in self.named_parameters():
            own = name.startswith("bert.encoder.layer.") and int(name.split(".")[3]) >= SHARED
            parameter.requires_grad_(own)
        self.part = nn.Embedding(len(Part), width)
        nn.init.zeros_(self.part.weight)
        self.dropout = nn.Dropout(0.1)
        self.hidden = nn.Linear((len(POOLED) + 1) * width + KNOWN, HIDDEN)
        self.out = nn.Linear(HIDDEN, len(LABELS))

    def forward(
        self, ids: Tensor, features: Tensor, mask: Tensor, parts: Tensor, pool: Tensor, known: Tensor
    ) -> Tensor:
        """Logits of ``LABELS``. *Shape:* ``(views, 5)``; pool ``(views, 5, pieces)``, known ``(views, KNOWN)``."""
        layers = self.bert.encoder.layer
        with torch.no_grad():
            given = self.bert.embeddings.word_embeddings(ids)
            given = given + self.case(features // 16) + self.gap(features // 4 % 4) + self.quoted(features % 4)
            hidden = self.bert.embeddings(inputs_embeds=given)
            away = (~mask)[:, None, None, :].float() * -1e4
            for layer in layers[:SHARED]:
                hidden = _tensor(layer(hidden, away))
        hidden = hidden + self.part(parts)
        for layer in layers[SHARED:]:
            hidden = _tensor(layer(hidden, away))
        pooled = torch.matmul(pool, hidden.float()).flatten(1)
        made = torch.relu(self.hidden(self.dropout(torch.cat([pooled, known], dim=1))))
        found: Tensor = self.out(self.dropout(made))
        return found


def _tensor(given: Tensor | tuple[Tensor, ...]) -> Tensor:
    return given if isinstance(given, Tensor) else given[0]
