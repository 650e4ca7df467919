"""The report is one page that fetches nothing and trusts nothing; JUnit's XML is XML."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from assistant.evaluate import Question, stored
from assistant.evaluate.measures import Part
from assistant.evaluate.questions import Evidence, Name
from assistant.evaluate.report import junit, page
from assistant.evaluate.report.plots import risk_coverage
from assistant.evaluate.results import Row, rows
from assistant.evaluate.run import Outcome, Ranking
from assistant.types import Kind
from tests.evaluate.evaluation_cases import TEXTS, answer, citation, holder

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \x1b[2J \x00 {{ 7*7 }} “ü”"


def outcomes() -> list[Outcome]:
    ranking = Ranking(("a1:0-10", "a1:10-20"), frozenset({"a1:10-20"}))
    lists = Question(
        f"l {EVIL}", EVIL, True, kind=Kind.LIST, names=(Name(EVIL), Name("Cy Fox")), forbidden=("Bob Day",),
        evidence=(Evidence(EVIL, EVIL),),
    )  # fmt: skip
    when = Question("w", "When?", True, kind=Kind.WHEN, answer="2016")
    none = Question("n", "Who won?", False)
    given = answer(holders=(holder("Bob Day"), holder(EVIL)), citations=(citation(8, 30, source=EVIL),), confidence=0.7)
    return [
        Outcome(lists, given, None, 12.0, ranking),
        Outcome(when, None, EVIL, 3.0),
        Outcome(none, answer(answered=False), None, 1.0),
    ]


def made() -> str:
    some = outcomes()
    found = rows(some, TEXTS.get)
    about = {"sets": [EVIL], "collection": None, "version": "1", "workers": 1, "missing_evidence": []}
    return page(stored.document(found, about), found, some, TEXTS.get, missed=[EVIL])


def test_nothing_in_an_article_or_a_set_is_markup() -> None:
    html = made()
    assert html.count("<script") == 1
    assert "<img" not in html
    assert "onerror=alert" in html  # as words
    assert "49 “" not in html
    assert "{{ 7*7 }}" in html


def test_nothing_is_fetched() -> None:
    html = made()
    assert "default-src 'none'" in html
    fetched = re.findall(r"""(?:src|href|url\()\s*=?\s*["']?(?!#)(?:https?:|//)[^"' )]+""", html)
    assert [one for one in fetched if "w3.org" not in one] == []


def test_the_page_is_the_same_again() -> None:
    assert made() == made()


def test_names_missed_wrong_and_forbidden_are_told() -> None:
    text = re.sub(r"<[^>]+>", " ", made())
    assert re.search(r"missed\s+Cy Fox", text)
    assert re.search(r"not gold\s+Bob Day", text)
    assert re.search(r"forbidden\s+Bob Day", text)
    assert "<mark>called for a ceasefire</mark>" in made()


def test_junit_is_xml_whatever_was_asked() -> None:
    some = outcomes()
    suite = ET.fromstring(junit(rows(some, TEXTS.get), some, ["span.em is 0, under 1"]))
    assert [len(case) for case in suite] == [0, 1, 0, 1]
    assert suite[1][0].tag == "error"
    assert (suite[3].get("classname"), suite[3].get("name")) == ("eval.gate", "span.em")


@pytest.mark.parametrize("declines", [0, 3])
def test_risk_falls_with_coverage_where_confidence_tells(declines: int) -> None:
    some = [
        Row(f"q{n}", "?", "when", {"span.f1": Part(right)}, confidence=sure)
        for n, (right, sure) in enumerate([(1, 0.9), (1, 0.8), (0, 0.5), (1, 0.5), (0, 0.1)])
    ]
    some += [Row(f"d{n}", "?", "when", {"span.f1": Part(0)}, declined=True) for n in range(declines)]
    coverage, risk = risk_coverage(some) or (np.zeros(0), np.zeros(0))
    total = 5 + declines
    np.testing.assert_allclose(coverage, [1 / total, 2 / total, 4 / total, 5 / total])
    np.testing.assert_allclose(risk, [0, 0, 1 / 4, 2 / 5])
    assert risk_coverage(some[5:]) is None
