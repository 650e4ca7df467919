from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import split_sentences
from index.statements.holders import alike, members, resolve
from index.statements.labels import HolderType
from index.statements.records import Holder, Mention
from index.statements.resolve.counts import least

KINDS = {"p": HolderType.PERSON, "o": HolderType.ORGANISATION, "g": HolderType.GROUP}


def read(marked: str) -> tuple[str, list[Mention]]:
    """ "{p Ada Quill} spoke": the text without marks, and its mentions."""
    text, mentions = "", []
    for n, part in enumerate(marked.split("{")):
        if not n:
            text = part
            continue
        inside, _, after = part.partition("}")
        kind, words = inside.split(" ", 1)
        mentions.append(Mention(len(text), len(text) + len(words), KINDS[kind]))
        text += words + after
    return text, mentions


def resolved(marked: str, same: dict[tuple[int, int], float] | None = None) -> tuple[tuple[Holder, ...], list[int]]:
    text, mentions = read(marked)
    return resolve(text, mentions, split_sentences(text), same)


def names(marked: str, same: dict[tuple[int, int], float] | None = None) -> list[str]:
    """The name of the holder of each mention."""
    holders, numbers = resolved(marked, same)
    return [holders[number].name for number in numbers]


@pytest.mark.parametrize(
    ("marked", "name", "role"),
    [
        ("{p Mayor Ada Quill} spoke.", "Ada Quill", "Mayor"),
        ("{p Sir Gareth Pym} spoke.", "Gareth Pym", None),
        ("{p Gareth Pym, the shadow ferries secretary,} spoke.", "Gareth Pym", "shadow ferries secretary"),
        ("{p Osmark's foreign minister, Lidia Ferro,} spoke.", "Lidia Ferro", "Osmark's foreign minister"),
        ("{p Ruth Okello} (Lab, Tarn East) spoke.", "Ruth Okello", "Lab, Tarn East"),
        ("{p State Rep. Hal Moody} spoke.", "Hal Moody", "State Rep."),
        ("{p Orla Finch MP} spoke.", "Orla Finch", "MP"),
        ("{p Bridge engineer Paul Stott} spoke.", "Paul Stott", "Bridge engineer"),
        ("{p Anneke von der Wit} of Tarn Watch spoke.", "Anneke von der Wit", "of Tarn Watch"),
        ("{p Callum Reyes}, who leads the Fenland Alliance, spoke.", "Callum Reyes", "leads the Fenland Alliance"),
        ("The harbour master, {p Inge Tvedt}, and the mayor of Skerrow, {p Col Brand}, met.", "Inge Tvedt", None),
        ("{p Lord Amwell} spoke.", "Lord Amwell", None),
    ],
)
def test_a_name_is_shown_without_its_titles_which_are_roles(marked: str, name: str, role: str | None) -> None:
    holder = resolved(marked)[0][0]
    assert holder.name == name
    assert role is None or role in [found.text for found in holder.roles]


def test_every_role_stands_in_the_text_where_it_says() -> None:
    text, mentions = read("{p Mayor Ada Quill}, a former nurse, met {p Dev Marsh} (Con, Tarn). {p The mayor} left.")
    holders, _ = resolve(text, mentions, split_sentences(text))
    roles = [role for holder in holders for role in holder.roles]
    assert len(roles) >= 3
    assert all(text[role.start : role.end] == role.text for role in roles)


def test_a_surname_a_title_and_a_given_name_find_the_full_name() -> None:
    assert names("{p Councillor Dev Marsh} rose. {p Mr Marsh} spoke. {p Marsh} sat. {p Dev} left.") == ["Dev Marsh"] * 4


def test_two_with_one_surname_stay_two_and_the_title_decides() -> None:
    assert names("{p Ada Quill} met {p Bob Quill}. {p Mr Quill} spoke. {p Ms Quill} left.") == [
        "Ada Quill",
        "Bob Quill",
        "Bob Quill",
        "Ada Quill",
    ]


def test_an_ambiguous_surname_is_the_nearest() -> None:
    assert names("{p Ada Quill} spoke. {p Orla Quill} followed. {p Quill} sat down.")[-1] == "Orla Quill"


def test_an_office_again_is_the_one_to_whom_it_was_given() -> None:
    found = names(
        "{p Dev Marsh}, the Labour leader, met {p Mayor Ada Quill}. {p The Labour leader} left. {p The mayor} stayed."
    )
    assert found == ["Dev Marsh", "Ada Quill", "Dev Marsh", "Ada Quill"]


def test_a_shadow_minister_is_not_the_minister() -> None:
    found = names("{p Gareth Pym, the shadow ferries minister,} spoke. {p The ferries minister} replied.")
    assert found == ["Gareth Pym", "ferries minister"]


def test_an_office_before_its_name_is_the_same_person() -> None:
    assert names("{p The Tory candidate}, {p Major Hugo Brand}, is for the bypass.") == ["Hugo Brand"] * 2


def test_pronouns_follow_gender_and_subject() -> None:
    assert names("{p Ada Quill} told {p Dev Marsh} that {p she} would resign. {p He} laughed.") == [
        "Ada Quill",
        "Dev Marsh",
        "Ada Quill",
        "Dev Marsh",
    ]
    assert names("{p Mr Tarrow} wrote to {p Mr Stoll}. {p He} asked for a vote.")[-1] == "Tarrow"


def test_they_and_it_are_bodies_and_groups() -> None:
    found = names("{o Tarn Watch} backs the bridge. {o It} wants a vote. {g Forty rowers} came; {g they} want none.")
    assert found == ["Tarn Watch", "Tarn Watch", "forty rowers", "forty rowers"]


def test_a_learned_score_decides_between_two_who_fit() -> None:
    marked = "{p Paul Stott} spoke. {p Dev Marsh} rose. {p He} wants a vote."
    plain = names(marked)[-1]
    other = {"Paul Stott": 1, "Dev Marsh": 0}[plain]
    assert names(marked, {(2, other): 4.0, (2, 1 - other): -4.0})[-1] != plain


def test_first_persons_in_a_quotation_are_its_speaker_and_outside_the_author() -> None:
    found = names("{p I} like the old bridge. “{p I} will vote no,” said {p Ada Quill}. “And {p I} mean it.”")
    assert found == ["the author", "Ada Quill", "Ada Quill", "Ada Quill"]


def test_we_in_a_speech_for_a_body_is_the_body() -> None:
    assert names("{p Orla Finch}, of {o Tarn Watch}, said: “{o We} would fight it.”")[-1] == "Tarn Watch"


def test_an_acronym_is_its_long_form() -> None:
    found = names("{o The Royal College of Farriers (RCF)} met. {o The RCF} voted. {o The college} adjourned.")
    assert found == ["Royal College of Farriers"] * 3


def test_two_governments_with_different_owners_are_two() -> None:
    found = resolved(
        "{p President Ivo Harsan} spoke for {o his government}. {p Lidia Ferro} said {o her government} would not."
    )
    assert len(set(found[1])) == 4


def test_the_wife_of_somebody_is_a_holder_of_her_own() -> None:
    assert names("{p Zoran Pek} is leaving. {p His wife} is not.") == ["Zoran Pek", "Zoran Pek’s wife"]
    assert names("{p Zoran Pek} left. {p The prime minister's spokesman} stayed.")[1] == "prime minister's spokesman"


def test_groups_keep_their_words_and_their_least_number() -> None:
    holders, _ = resolved("{g More than 150 Labour councillors} signed; {g the rebels} met {g dozens of residents}.")
    assert [(h.name, h.count) for h in holders] == [
        ("more than 150 Labour councillors", 150),
        ("rebels", None),
        ("dozens of residents", 24),
    ]


def test_a_bare_number_of_votes_takes_the_voters_of_its_sentence() -> None:
    holders, _ = resolved("MPs threw the bill out by {g 363} votes to {g 103}.")
    assert [(h.name, h.count) for h in holders] == [("363 MPs", 363), ("103 MPs", 103)]


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("more than 150", 150), ("dozens", 24), ("hundreds", 200), ("scores", 40), ("a dozen", 12), ("two", 2),
        ("1.2 million", 1_200_000), ("1,876", 1876), ("forty-six members", 46), ("half a dozen", 6),
        ("tens of thousands", 20_000), ("one hundred and twelve peers", 112), ("92 of the party's 121 MPs", 92),
        ("1,000 to 2,000 marchers", 1000), ("both men", 2), ("fewer than 40 rowers", None), ("up to 20 people", None),
        ("20 per cent of voters", None), ("relatives of the 31 dead", None), ("the 23-year-old", None),
        ("residents", None), ("", None), ("£5 notes", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_a_lower_bound(phrase: str, count: int | None) -> None:
    assert least(phrase) == count


@pytest.mark.parametrize("pair", ["the pair", "both men", "they"])
def test_a_pair_gives_its_two_persons(pair: str) -> None:
    text, mentions = read(
        f"{{p Col Brand}} left. {{p Dev Marsh}} and {{p Hal Moody}} rose. Then {{g {pair}}} resigned."
    )
    holders, numbers = resolve(text, mentions, split_sentences(text))
    assert [holders[n].name for n in members(text, holders, numbers, 3)] == ["Dev Marsh", "Hal Moody"]
    assert holders[numbers[3]].type is HolderType.GROUP
    assert holders[numbers[3]].mentions[0].rule == "pair"
    assert members(text, holders, numbers, 0) == []


def test_two_councillors_are_those_with_that_role() -> None:
    text, mentions = read(
        "{p Councillor Dev Marsh} rose. {p Councillor Orla Finch} rose. {p Bishop Paul Stott} prayed."
        " {g The two councillors} left."
    )
    holders, numbers = resolve(text, mentions, split_sentences(text))
    assert [holders[n].name for n in members(text, holders, numbers, 3)] == ["Dev Marsh", "Orla Finch"]


def test_a_slip_is_alike_and_another_name_is_not() -> None:
    assert alike("Adbul Saye", "Abdul Saye")
    assert alike("Lidia Fero", "Lidia Ferro")
    assert not alike("Lidia Ferro", "Lidia Ferro")
    assert not alike("Ada Quill", "Ida Quell")
    assert not alike("Ada Quill", "Quill")


@given(st.text(max_size=120), st.lists(st.tuples(st.integers(0, 120), st.integers(1, 30)), max_size=8))
def test_any_text_and_mentions_give_each_mention_one_holder(text: str, spans: list[tuple[int, int]]) -> None:
    cut = sorted({(min(s, len(text)), min(s + n, len(text))) for s, n in spans})
    mentions = [Mention(s, e, list(HolderType)[(s + e) % 3]) for s, e in cut]
    holders, numbers = resolve(text, mentions, split_sentences(text))
    assert len(numbers) == len(mentions)
    assert sorted((m.start, m.end) for h in holders for m in h.mentions) == cut
    assert all(holder.mentions for holder in holders)
    for at in range(len(mentions)):
        assert all(holders[n].type is HolderType.PERSON for n in members(text, holders, numbers, at))


def test_time_grows_with_length_and_no_faster() -> None:
    def spent(times: int) -> float:
        text, mentions = read(
            "{p Ada Quill} told {o Tarn Watch}: “{p I} like it, and so do {g 40 rowers}.” {p She} left.\n\n" * times
        )
        sentences = split_sentences(text)
        begin = time.perf_counter()
        resolve(text, mentions, sentences)
        return time.perf_counter() - begin

    small, large = min(spent(40) for _ in range(3)), min(spent(160) for _ in range(3))
    assert large < 10 * small + 0.05
