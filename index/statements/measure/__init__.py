"""How well statements are read: spans, relations, and positions, each against gold that people made."""

from __future__ import annotations

from index.statements.measure.positions import Predicted, score_positions
from index.statements.measure.relations import score_relations
from index.statements.measure.rows import read_rows
from index.statements.measure.spans import score_spans

__all__ = ["Predicted", "read_rows", "score_positions", "score_relations", "score_spans"]
