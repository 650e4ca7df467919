"""A run as JUnit's XML: a case for each question and each gate, for build servers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from assistant.evaluate.results import Row
from assistant.evaluate.run import Outcome

#: an answer that is less right than this is a failed case
RIGHT = 0.5
#: what XML 1.0 has no place for
_BARRED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(rows: Sequence[Row], outcomes: Sequence[Outcome], missed: Sequence[str]) -> str:
    """The document.

    Args:
        missed: a sentence for every gate that was missed.
    """
    failed = [row.error is None and row.right is not None and row.right < RIGHT for row in rows]
    errors = sum(row.error is not None for row in rows)
    suite = ET.Element(
        "testsuite",
        name="onrecord eval",
        tests=str(len(rows) + len(missed)),
        failures=str(sum(failed) + len(missed)),
        errors=str(errors),
        time=f"{sum(outcome.milliseconds for outcome in outcomes) / 1000:.3f}",
    )
    for row, outcome, is_failed in zip(rows, outcomes, failed, strict=True):
        case = ET.SubElement(
            suite,
            "testcase",
            classname=f"eval.{row.kind or 'question'}",
            name=_plain(f"{row.id}: {row.question}"),
            time=f"{outcome.milliseconds / 1000:.3f}",
        )
        if row.error is not None:
            ET.SubElement(case, "error", message=_plain(row.error))
        elif is_failed:
            told = outcome.answer.text if outcome.answer else ""
            ET.SubElement(case, "failure", message=f"the answer is {row.right:.2f} right").text = _plain(told)
    for sentence in missed:
        case = ET.SubElement(suite, "testcase", classname="eval.gate", name=_plain(sentence.split(" ", 1)[0]))
        ET.SubElement(case, "failure", message=_plain(sentence))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suite, encoding="unicode")}\n'


def _plain(text: str) -> str:
    return _BARRED.sub("�", text)
