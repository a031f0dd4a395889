"""Which parts of a file somebody of the family reads: a child's own talk, safety, a secret address, and what was withheld."""

import pytest

from schakel.rules.file_view import PartOfFile, Reading, Sensitive, read_part

S, OUT, SECOND = Reading.SHOWN, Reading.LEFT_OUT, Reading.SECOND_READER_FIRST
TALK, SAFE, SECRET, OTHER = (
    Sensitive.CHILD_TALK,
    Sensitive.SAFETY,
    Sensitive.SECRET_ADDRESS,
    Sensitive.OTHER_PERSON,
)


@pytest.mark.parametrize(
    ("sensitive", "to_child", "to_parent"),
    [
        (set(), S, S),
        ({TALK}, S, SECOND),
        ({SAFE}, SECOND, SECOND),
        ({SECRET}, SECOND, SECOND),
        ({OTHER}, SECOND, SECOND),
        ({TALK, SAFE}, SECOND, SECOND),
    ],
)
def test_who_reads_what_before_a_second_reader_looked(
    sensitive: set[Sensitive], to_child: Reading, to_parent: Reading
) -> None:
    part = PartOfFile(frozenset(sensitive))
    assert read_part(part, reader_is_child=True).reading is to_child
    assert read_part(part, reader_is_child=False).reading is to_parent


@pytest.mark.parametrize("reader_is_child", [True, False])
def test_a_second_reader_releases_and_two_people_withhold(reader_is_child: bool) -> None:
    released = read_part(PartOfFile(frozenset({SAFE, TALK}), released=True), reader_is_child=reader_is_child)
    assert (released.reading, released.rule.key) == (S, "R13:second-reader")
    withheld = read_part(PartOfFile(withheld=True, released=True), reader_is_child=reader_is_child)
    assert (withheld.reading, withheld.rule.key) == (OUT, "R13:withheld")


def test_the_answer_names_its_rule() -> None:
    assert read_part(PartOfFile(), reader_is_child=True).rule.key == "R13:open"
    assert (
        read_part(PartOfFile(frozenset({SAFE})), reader_is_child=True).rule.key == "R13:second-reader-first"
    )
