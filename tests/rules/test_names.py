"""Names are kept as people write them, and found as people type them."""

import pytest

from schakel.rules import names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Fenna   de Boer ", "Fenna de Boer"),
        ("Zoe\u0308", "Zoë"),
        ("Jan\u202e Smit", "Jan Smit"),
        ("A\u200bn\u200bna", "Anna"),
        ("محمد", "محمد"),
        ("Sem 🦊", "Sem 🦊"),
        ("\x07", ""),
    ],
)
def test_a_name_is_kept_as_written_without_what_nobody_can_see(typed: str, kept: str) -> None:
    assert names.clean(typed) == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Yıldız", "yildiz"),
        ("Ömer İnce", "omer ince"),
        ("Łukasz", "lukasz"),
        ("Sørensen", "sorensen"),
        ("Đặng", "dang"),
    ],
)
def test_a_name_is_found_by_who_has_a_dutch_keyboard(name: str, typed: str) -> None:
    assert set(names.query_words(typed)) <= set(names.search_words(name))
    assert names.fold(name) == typed


def test_a_name_is_found_by_the_start_of_each_of_its_words() -> None:
    assert names.search_words("Zoë", "d'Arc-Smit") == [
        "zo", "zoe", "d'", "d'a", "d'ar", "d'arc", "d'arc-", "d'arc-s", "d'arc-sm", "d'arc-smi", "d'arc-smit",
    ]  # fmt: skip


def test_a_very_long_name_makes_no_endless_list() -> None:
    starts = names.search_words(" ".join(f"{letter}{'x' * 60}" for letter in "abcdefghijklmnop"))
    assert len(starts) == names.MAX_WORDS * (names.MAX_LETTERS - 1)
    assert max(map(len, starts)) == names.MAX_LETTERS
    assert not any(start.startswith("m") for start in starts)


def test_one_letter_finds_nobody_and_long_words_meet_the_kept_starts() -> None:
    assert names.query_words("F de ZOË") == ["de", "zoe"]
    assert names.query_words("x" * 60) == ["x" * names.MAX_LETTERS]
    assert len(names.query_words("ab " * 40)) == names.MAX_WORDS
