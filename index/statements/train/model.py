"""The network: a BERT encoder with features of its words, tag heads with transitions, and scorers of pairs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel

from index.statements.labels import ENTITIES, HEADS, LINKS, Act, Stance
from index.statements.pairs import SIZES
from index.statements.pieces import Case, Gap, Quoted
from index.statements.tags import ILLEGAL, legal, tag_count
from index.statements.train import attention

#: width of a span in the linker, and of a pair
SPAN, PAIR = 256, 128


class Scorer(nn.Module):
    """How well an argument goes with an anchor."""

    def __init__(self) -> None:
        super().__init__()
        self.anchor = nn.Linear(SPAN, PAIR)
        self.argument = nn.Linear(SPAN, PAIR)
        self.between = nn.ModuleList(nn.Embedding(size, PAIR) for size in SIZES)
        self.out = nn.Linear(PAIR, 1)
        self.product = nn.Linear(PAIR, 1, bias=False)
        for table in self.between:
            nn.init.normal_(table.weight, std=0.02)  # type: ignore[arg-type]

    def forward(self, anchors: Tensor, arguments: Tensor, features: Tensor) -> Tensor:
        """Logits of all pairs. *Shape:* ``(anchors, arguments)``; features ``(anchors, arguments, 5)``."""
        a, b = self.anchor(anchors).unsqueeze(1), self.argument(arguments).unsqueeze(0)
        mixed = a + b
        for column, table in enumerate(self.between):
            mixed = mixed + table(features[..., column])
        found: Tensor = (self.out(torch.relu(mixed)) + self.product(a * b)).squeeze(-1)
        return found


class Network(nn.Module):
    """All of it. Word pieces in; tags, links, acts and stances out."""

    def __init__(self, encoder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            encoder, attn_implementation=attention.NAME, add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        width = self.bert.config.hidden_size
        self.case, self.gap, self.quoted = (nn.Embedding(len(kind), width) for kind in (Case, Gap, Quoted))
        for table in (self.case, self.gap, self.quoted):
            nn.init.zeros_(table.weight)
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.ModuleDict({name: nn.Linear(width, tag_count(kinds)) for name, kinds in HEADS.items()})
        self.entity = nn.Linear(width, tag_count(len(ENTITIES)))
        self.transitions = nn.ParameterDict(
            {
                name: nn.Parameter(torch.zeros(tag_count(kinds) + 1, tag_count(kinds) + 1))
                for name, kinds in HEADS.items()
            }
        )
        self.span = nn.Linear(2 * width, SPAN)
        self.links = nn.ModuleDict({name: Scorer() for name in LINKS})
        self.decide = nn.Linear(2 * SPAN, SPAN)
        self.act, self.stance = nn.Linear(SPAN, len(Act)), nn.Linear(SPAN, len(Stance))
        for name, kinds in HEADS.items():
            illegal = torch.from_numpy(np.where(legal(kinds), 0.0, ILLEGAL).astype(np.float32))
            self.register_buffer(f"illegal_{name}", illegal, persistent=False)

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Hidden states. *Shape:* ``(texts, pieces, width)``."""
        hidden: Tensor = self.bert(inputs_embeds=self._words(ids, features), attention_mask=mask).last_hidden_state
        return hidden

    def embed(self, ids: Tensor, features: Tensor) -> Tensor:
        """What goes into the first layer. *Shape:* ``(texts, pieces, width)``."""
        found: Tensor = self.bert.embeddings(inputs_embeds=self._words(ids, features))
        return found

    def _words(self, ids: Tensor, features: Tensor) -> Tensor:
        words = self.bert.embeddings.word_embeddings(ids)
        marked: Tensor = words + self.case(features // 16) + self.gap(features // 4 % 4) + self.quoted(features % 4)
        return marked

    def transition(self, head: str) -> Tensor:
        """Scores of neighbouring tags; those that make no span are forbidden."""
        scores: Tensor = self.transitions[head] + getattr(self, f"illegal_{head}")
        return scores

    def spans(self, hidden: Tensor, spans: Tensor) -> Tensor:
        """Vectors of spans of words. *Shape:* ``(spans, SPAN)``; hidden ``(words, width)``, spans ``(spans, 2)``."""
        ends = torch.cat([hidden[spans[:, 0]], hidden[spans[:, 1] - 1]], dim=1)
        found: Tensor = torch.relu(self.span(self.dropout(ends)))
        return found

    def decided(self, acts: Tensor, claims: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of acts and stances, from the vectors of the cues and of their contents (zeros for none)."""
        both = self.dropout(torch.relu(self.decide(torch.cat([acts, claims], dim=1))))
        return self.act(both), self.stance(both)
