from __future__ import annotations

from index.statements.labels import HolderType
from index.statements.people import Figure, Sighting, merge
from index.statements.records import Holder, Named, Role

PERSON, BODY, GROUP = HolderType.PERSON, HolderType.ORGANISATION, HolderType.GROUP


def seen(
    name: str, kind: HolderType = PERSON, *roles: str, count: int | None = None, family: int = 0, article: str = "a"
) -> Sighting:
    given = tuple(Role(0, len(role), role) for role in roles)
    return Sighting(article, 0, Holder(name, kind, count, given, (Named(0, len(name), "name"),)), family)


def parts(figures: list[Figure]) -> list[list[int]]:
    return [[member.sighting for member in figure.members] for figure in figures]


def test_every_sighting_is_in_exactly_one_figure() -> None:
    several = [seen("Ada Quill"), seen("Tarn Watch", BODY), seen("40 rowers", GROUP, count=40), seen(""), seen("Marsh")]
    assert sorted(n for part in parts(merge(several)) for n in part) == [0, 1, 2, 3, 4]


def test_a_full_name_is_one_person_whatever_title_case_or_accent_it_bears() -> None:
    figures = merge([seen("Zoë Quill"), seen("Dame Zoe Quill"), seen("ZOE QUILL")])
    assert parts(figures) == [[0, 1, 2]]
    assert [member.why for member in figures[0].members] == ["first", "same name", "same name"]


def test_two_who_share_a_surname_are_two() -> None:
    assert parts(merge([seen("Ada Quill"), seen("Orla Quill")])) == [[0], [1]]


def test_a_surname_alone_is_nobody_else_without_a_role_that_agrees() -> None:
    assert parts(merge([seen("Ada Quill"), seen("Quill")])) == [[0], [1]]
    assert parts(merge([seen("Ada Quill", PERSON, "Labour MP"), seen("Quill", PERSON, "Conservative MP")])) == [
        [0],
        [1],
    ]


def test_a_surname_joins_the_one_whose_party_agrees_and_says_so() -> None:
    figures = merge(
        [
            seen("Ada Quill", PERSON, "Labour councillor"),
            seen("Orla Quill", PERSON, "Con, Tarn East"),
            seen("Quill", PERSON, "Lab, Tarn West"),
        ]
    )
    assert parts(figures) == [[0, 2], [1]]
    assert figures[0].members[1].why == "surname, and party: labour"


def test_a_surname_that_fits_two_joins_neither() -> None:
    several = [
        seen("Ada Quill", PERSON, "Labour MP"),
        seen("Orla Quill", PERSON, "Labour peer"),
        seen("Quill", PERSON, "Labour"),
    ]
    assert parts(merge(several)) == [[0], [1], [2]]


def test_spelling_slips_are_not_merged_silently() -> None:
    assert parts(merge([seen("Abdul Saye"), seen("Adbul Saye")])) == [[0], [1]]


def test_an_acronym_joins_the_one_body_whose_capitals_it_is() -> None:
    figures = merge(
        [seen("RCF", BODY), seen("Royal College of Farriers", BODY), seen("the Royal College of Farriers", BODY)]
    )
    assert parts(figures) == [[0, 1, 2]]
    assert figures[0].name.endswith("Royal College of Farriers")
    two = [seen("RCF", BODY), seen("Royal College of Farriers", BODY), seen("Rural Crime Forum", BODY)]
    assert parts(merge(two)) == [[0], [1], [2]]


def test_a_body_called_by_its_noun_is_one_only_in_copies_of_a_report() -> None:
    assert parts(merge([seen("council", BODY, family=1), seen("council", BODY, family=2)])) == [[0], [1]]
    assert parts(merge([seen("council", BODY, family=1), seen("council", BODY, family=1)])) == [[0, 1]]


def test_counted_groups_need_the_same_number_noun_and_report() -> None:
    rowers = [seen("40 rowers", GROUP, count=40, family=f) for f in (1, 1, 2)]
    others = [seen("40 cooks", GROUP, count=40, family=1), seen("41 rowers", GROUP, count=41, family=1)]
    assert parts(merge([*rowers, *others])) == [[0, 1], [2], [3], [4]]
