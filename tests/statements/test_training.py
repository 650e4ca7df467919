"""Training: the losses, what is learned from, and a run that is cut short."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from torch import nn

from index.errors import UsageError
from index.models.bert import Shape
from index.models.sources import packaged_folder
from index.passages import split_sentences
from index.statements.labels import HEADS, Act, HolderType, Stance
from index.statements.pieces import Piecer
from index.statements.records import Holder, Kind, Ledger, Named, Statement
from index.statements.stance import StanceModel, known
from index.statements.train import stance_batches
from index.statements.train.attention import attention
from index.statements.train.crf import negative_log_likelihood
from index.statements.train.data import attributions, relations, rows
from index.statements.train.export import Stanced, export
from index.statements.train.graph import four_bits
from index.statements.train.joined import joined
from index.statements.train.judged import UNKNOWN, labelled, of_passages, swapped
from index.statements.train.loop import train
from index.statements.train.model import Network
from index.statements.train.settings import Training
from index.statements.train.stance_model import SHARED, Both
from index.statements.views import Marked, Shown, Viewer
from index.statements.views import joined as joined_view
from index.statements.weights import load_weights
from index.types import Span

PASSAGE: dict[str, Any] = {
    "text": "Ann Lee has refused to back the toll. She wants a ferry.",
    "holders": [
        {"id": "1", "type": "person", "span": [0, 7]},
        {"id": "1", "type": "person", "span": [38, 41]},
    ],
    "names": [],
    "cues": [
        {"span": [8, 27], "holders": ["1"], "content": "a", "act": "refuses", "stance": "against"},
        {"span": [42, 47], "holders": ["1"], "content": "b", "act": "calls_for", "stance": "for"},
    ],
    "contents": {"a": [[28, 36]], "b": [[48, 55]]},
    "kind": "refusals",
}


@pytest.fixture(scope="module")
def piecer() -> Piecer:
    folder = packaged_folder()
    assert folder is not None
    return Piecer(Tokenizer.from_file(str(folder / "tokenizer.json")))


def test_the_likelihoods_of_all_tag_sequences_add_up_to_one() -> None:
    torch.manual_seed(1)
    emissions, transitions = torch.randn(1, 3, 2), torch.randn(1, 3, 3)
    total = sum(
        float(torch.exp(-negative_log_likelihood(emissions, torch.tensor([tags]), torch.tensor([3]), transitions)))
        for tags in itertools.product(range(2), repeat=3)
    )
    assert total == pytest.approx(1.0, abs=1e-4)


def test_words_past_the_end_of_a_sequence_do_not_count() -> None:
    torch.manual_seed(1)
    emissions, transitions = torch.randn(1, 5, 2), torch.randn(1, 3, 3)
    tags = torch.tensor([[0, 1, 0, 0, 0]])
    whole = negative_log_likelihood(emissions[:, :2], tags[:, :2], torch.tensor([2]), transitions)
    within = negative_log_likelihood(emissions, tags, torch.tensor([2]), transitions)
    assert float(whole) == pytest.approx(float(within), abs=1e-4)


def test_a_passage_becomes_words_and_pairs(piecer: Piecer) -> None:
    example = relations(PASSAGE, piecer)
    assert len(example.spans["mention"]) == 2
    assert len(example.links["holder"]) == 4  # two cues, and both mentions of the one holder
    assert len(example.links["claim"]) == 2
    assert len(example.links["same"]) == 1
    assert set(example.decided.values()) == {(3, 1), (0, 0)}


def test_joined_passages_keep_every_span_on_its_words() -> None:
    made = list(joined([PASSAGE] * 9, np.random.default_rng(2)))
    assert sum(len(one["cues"]) for one in made) == 18
    for one in made:
        words = {one["text"][slice(*cue["span"])] for cue in one["cues"]}
        assert words == {"has refused to back", "wants"}
        for cue in one["cues"]:
            wanted = "a ferry" if cue["act"] == "calls_for" else "the toll"
            assert [one["text"][slice(*span)] for span in one["contents"][cue["content"]]] == [wanted]


def test_attributions_without_a_source_are_learned_too(piecer: Piecer) -> None:
    row = {"text": "Reports say it is over.", "attributions": [{"cue": [[8, 11]], "content": [[12, 22]]}]}
    example = attributions(row, piecer)
    assert example.spans["source"] == []
    assert len(example.links["content"]) == 1
    assert "entity" not in example.spans


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "fine"}\nnot json\n', encoding="utf-8")
    with pytest.raises(UsageError, match="line 2"):
        list(rows(path))


def test_a_table_in_four_bits_stays_near_itself() -> None:
    table = np.random.default_rng(4).normal(size=(50, 64)).astype(np.float32)
    levels, scales = four_bits(table)
    made = levels.reshape(50, 2, 32) * scales[..., None]
    assert np.abs(levels).max() <= 7
    assert np.sqrt(np.mean((made.reshape(table.shape) - table) ** 2)) < 0.12


def test_a_run_that_was_cut_short_ends_where_a_whole_one_does(tmp_path: Path) -> None:
    def made() -> nn.Linear:
        torch.manual_seed(0)
        return nn.Linear(3, 1)

    settings = Training(threads=1)
    steps = [[[torch.full((2, 3), float(number % 7))] for number in range(60)]]

    def loss(net: nn.Module, batch: torch.Tensor) -> torch.Tensor:
        return nn.functional.mse_loss(net(batch), torch.ones(len(batch), 1))

    def run(network: nn.Linear, folder: str, limit: int | None = None) -> nn.Linear:
        said: list[str] = []

        def say(sentence: str) -> None:
            said.append(sentence)
            if limit and len(said) == limit:
                raise KeyboardInterrupt

        groups = [{"params": list(network.parameters()), "lr": 0.01}]
        return train(network, steps, loss, groups, settings, tmp_path / folder, say=say)

    whole = run(made(), "whole")
    with pytest.raises(KeyboardInterrupt):
        run(made(), "cut", limit=2)
    resumed = run(made(), "cut")
    assert torch.equal(whole.weight, resumed.weight)


def statement(text: str, holder: int, mention: str, cue: str, content: str = "") -> Statement:
    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    return Statement(
        holder=holder,
        mention=span(mention),
        cue=span(cue),
        content=(span(content),) if content else (),
        act=Act.SAYS,
        stance=Stance.OTHER,
        kind=Kind.NARRATED,
        reporter=None,
        evidence=span(cue),
        when=None,
        certainty=0.9,
    )


def test_the_statement_that_touches_the_evidence_shows_the_position_and_others_of_its_holder_are_left_out() -> None:
    text = "Ann Lee wants a toll but not now and Bob Day is silent. Bob Day smiled. Lee left."
    named = [Named(0, 7, "name")], [Named(37, 44, "name")]
    holders = [
        Holder(name, HolderType.PERSON, None, (), tuple(own))
        for name, own in zip(("Ann Lee", "Bob Day"), named, strict=True)
    ]
    statements = [
        statement(text, 0, "Ann Lee", "wants", "a toll"),
        statement(text, 0, "Ann Lee", "not now"),
        statement(text, 1, "Bob Day", "is silent"),
        statement(text, 0, "Lee left", "left"),
    ]
    gold = {
        "holder": "Ann Lee",
        "type": "person",
        "count": None,
        "as_written": "Ann Lee",
        "holder_span": [0, 7],
        "evidence": [8, 20],
        "stance": "for",
        "topic": "a toll",
    }
    labels = labelled(
        {"positions": [gold]}, "a toll", Ledger(tuple(holders), tuple(statements)), statements, split_sentences(text)
    )
    assert labels.tolist() == [1, UNKNOWN, 0, UNKNOWN]


def test_the_reverse_of_a_topic_turns_for_and_against_around() -> None:
    assert swapped(np.array([0, 1, 2, 3, 4, UNKNOWN])).tolist() == [0, 2, 1, 3, 4, UNKNOWN]


def test_a_passage_is_asked_about_one_of_its_contents() -> None:
    for seed in range(8):
        (one,) = of_passages([PASSAGE], np.random.default_rng(seed))
        ((_, labels),) = one.labels.items()
        # the holder takes a position on either content: on the other one it is not known
        assert sorted(labels.tolist())[0] == UNKNOWN
        assert sorted(labels.tolist())[1] in (1, 2)


def test_what_ships_judges_as_the_network_that_was_trained(piecer: Piecer, tmp_path: Path) -> None:
    folder = packaged_folder()
    assert folder is not None
    torch.manual_seed(3)
    both = Both(Network(folder)).eval()
    config = both.tagger.bert.config
    shape = Shape(
        config.num_hidden_layers, config.num_attention_heads, config.hidden_size, config.layer_norm_eps, "mean"
    )

    def arrays(network: nn.Module) -> dict[str, Any]:
        return {name: value.numpy() for name, value in network.state_dict().items()}

    transitions = {head: both.tagger.transition(head).detach().numpy() for head in HEADS}
    export(
        arrays(both.tagger),
        transitions,
        shape,
        (folder / "tokenizer.json").read_bytes(),
        [],
        tmp_path,
        {},
        shared=SHARED,
        stance=Stanced(arrays(both.stance), []),
        quantised=False,
    )
    text = PASSAGE["text"]
    marked = [Marked(Span(0, 7), Span(8, 27), (Span(28, 36),)), Marked(Span(38, 41), Span(42, 47), (Span(48, 55),))]
    shown = Shown("Tolls", text, split_sentences(text), marked)
    told = np.stack([known(Act.REFUSES, Stance.AGAINST, 0.8), known(Act.CALLS_FOR, Stance.FOR, 0.9)])
    (found,) = StanceModel(load_weights(tmp_path), threads=1).judge("a toll", [shown], [told])

    viewer = Viewer(piecer)
    (view,) = viewer.article(shown)
    topic = viewer.topic("a toll")
    labels = np.zeros(2, dtype=np.int64)
    batch = stance_batches.collate([stance_batches.Example(view, topic, joined_view(topic, view), told, labels)])
    with torch.no_grad():
        wanted = torch.softmax(both.judge(batch), dim=1).numpy()
    assert found == pytest.approx(wanted, abs=0.02)  # the table of word pieces is in four bits
    assert np.abs(found - 0.2).max() > 0.02


def test_attention_has_the_gradients_of_pytorchs_own() -> None:
    torch.manual_seed(3)
    query, key, value = (torch.randn(2, 3, 7, 4, requires_grad=True) for _ in range(3))
    mask = torch.ones(2, 1, 1, 7, dtype=torch.bool)
    mask[1, ..., 5:] = False
    weights = torch.randn(2, 7, 3, 4)
    ours, _ = attention(nn.Identity(), query, key, value, mask)
    theirs = nn.functional.scaled_dot_product_attention(query, key, value, mask).transpose(1, 2)
    torch.testing.assert_close(ours, theirs)
    for one, other in zip(
        torch.autograd.grad((ours * weights).sum(), [query, key, value]),
        torch.autograd.grad((theirs * weights).sum(), [query, key, value]),
        strict=True,
    ):
        torch.testing.assert_close(one, other)


def test_two_processes_train_as_one_does(tmp_path: Path) -> None:
    def run(workers: int) -> nn.Linear:
        torch.manual_seed(0)
        network = nn.Linear(3, 1)
        steps = [[[torch.full((2, 3), float(number % 7)), torch.ones(4, 3) * number] for number in range(60)]]
        groups = [{"params": list(network.parameters()), "lr": 0.01}]
        settings = Training(threads=1, workers=workers, dropout=0.0)

        def loss(net: nn.Module, batch: torch.Tensor) -> torch.Tensor:
            return nn.functional.mse_loss(net(batch), torch.ones(len(batch), 1))

        return train(network, steps, loss, groups, settings, tmp_path / str(workers), say=lambda _: None)

    torch.testing.assert_close(run(1).weight, run(2).weight)
