"""Who said what: articles to ledgers of holders and statements."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.settings import Settings
    from index.statements.reader import StatementReader
    from index.statements.stance import StanceModel

__all__ = ["load_reader", "load_stance_model"]


def load_reader(settings: Settings) -> StatementReader:
    """The reader with the weights that come with the project.

    Raises:
        ModelError: a file of the weights is missing or is not the published one.
    """
    from index.statements.reader import StatementReader
    from index.statements.weights import load_weights

    return StatementReader(load_weights(), threads=settings.model.threads)


@lru_cache(maxsize=1)
def load_stance_model(threads: int = 2) -> StanceModel:
    """The stance model with the weights that come with the project; the same one each time.

    Raises:
        ModelError: a file of the weights is missing or is not the published one.
    """
    from index.statements.stance import StanceModel
    from index.statements.weights import load_weights

    return StanceModel(load_weights(), threads=threads)
