"""From mentions to holders, within one article: what ``index.statements.holders`` is made of."""
