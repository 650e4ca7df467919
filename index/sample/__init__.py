"""The articles a newcomer starts with: British news of October and November 2023, written for this project.

What lies in ``articles`` is Markdown with front matter (``title``, ``date``, ``outlet``, ``fictional``, now
and then ``byline``):

* ``fictional: false``: real events in the project's own words. Facts are from public reporting, quotations
  are the few words that reporting made public, and every outlet is invented.
* ``fictional: true``: invented places and people, with quotations of any length and any date. The title says
  so too, since the title is what a reader sees beside a citation.
* Near-duplicates on purpose: ``un-truce-vote-copy.md`` repeats ``un-truce-vote-wire.md`` almost word for word
  and ``un-truce-vote-rewrite.md`` tells the same news with a slant.

Some figures disagree between articles, as they did in the news: councillors on a letter, councillors who
resigned, votes against an amendment, people on a march.
"""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """The folder of the sample's articles."""
    return Path(__file__).parent / "articles"
