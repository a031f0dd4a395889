"""Reading the school register: what is in it, and one clear sentence for what is wrong with it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.exchange.errors import (
    FileError,
    FormulaError,
    MissingColumnError,
    WrongEncodingError,
    WrongShapeError,
    WrongValueError,
)
from schakel.exchange.schools import read_sites
from schakel.reference.facts import SiteFacts

FILES = Path(__file__).parent / "files"
OLD = (FILES / "sites-2019.csv").read_bytes()
NEW = (FILES / "sites-2025.csv").read_bytes()


def changed(before: str, after: str) -> bytes:
    text = OLD.decode("cp1252")
    assert before in text
    return text.replace(before, after, 1).encode("cp1252")


def refusal(data: bytes) -> FileError:
    with pytest.raises(FileError) as refused:
        read_sites(data)
    return refused.value


def test_a_site_is_read_with_its_accents_and_a_readable_place() -> None:
    assert read_sites(OLD)[2] == SiteFacts(
        brin="99AB",
        site_number="00",
        name="Basisschool Coöperatie ’t Roer",
        street="Dûnelân",
        house_number="3",
        postcode="9998 ZZ",
        city="Oosterend Meer FR",
        municipality_code="9901",
        municipality="Meerstad",
        denomination="Algemeen bijzonder",
        phone="",
        website="",
        region="noord",
    )


def test_both_generations_of_the_header_are_read() -> None:
    assert [site.identity for site in read_sites(OLD)] == [
        ("99AA", "00"),
        ("99AA", "01"),
        ("99AB", "00"),
        ("99AC", "00"),
    ]
    assert [site.identity for site in read_sites(NEW)] == [
        ("99AA", "00"),
        ("99AB", "00"),
        ("99AD", "00"),
        ("99AC", "00"),
    ]


def test_a_province_that_is_divided_gives_no_holiday_region() -> None:
    by_name = {site.name: site.region for site in read_sites(OLD)}
    assert (by_name["De Ark"], by_name["Kindcentrum De Brêge"]) == ("", "noord")


def test_a_site_number_without_the_brin_in_front_is_the_same_site() -> None:
    assert read_sites(changed(";99AA01;", ";01;"))[1].identity == ("99AA", "01")


def test_a_postcode_without_a_space_or_in_small_letters_is_the_same_postcode() -> None:
    assert read_sites(changed("9999 AB", "9999ab"))[1].postcode == "9999 AB"


def test_empty_lines_and_a_missing_last_line_end_are_no_mistake() -> None:
    assert read_sites(OLD.rstrip() + b"\r\n\r\n\r\n") == read_sites(OLD)
    assert read_sites(OLD.rstrip()) == read_sites(OLD)


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (
            OLD.decode("cp1252").encode(),
            WrongEncodingError,
            "Regel 2, teken 46: de letters zijn anders opgeslagen dan bij DUO",
        ),
        (b"\xef\xbb\xbf" + OLD, WrongEncodingError, "Regel 1, teken 1: de letters zijn anders opgeslagen"),
        (OLD.replace(b";Kade;", b";K\x81de;"), WrongEncodingError, "Regel 2, teken 51: deze letter"),
        (OLD.decode("cp1252").encode("utf-16"), WrongEncodingError, "geen tekstbestand"),
        (b"PK\x03\x04", WrongEncodingError, "Regel 1, teken 3: dit is geen tekstbestand"),
        (b"", WrongShapeError, "dit bestand is leeg."),
        (b"\r\n\r\n", WrongShapeError, "dit bestand is leeg."),
        (
            OLD.replace(b";", b","),
            WrongShapeError,
            "Regel 1: de kolommen zijn niet gescheiden door een puntkomma",
        ),
        (OLD.split(b"\r\n")[0], WrongShapeError, "Regel 2: er staat geen school in dit bestand."),
        (
            changed("POSTCODE;", "POSTKODE;"),
            MissingColumnError,
            "Regel 1, kolom POSTCODE: deze kolom ontbreekt.",
        ),
        (
            changed("BRIN NUMMER", "BRINNUMMER"),
            MissingColumnError,
            "Regel 1, kolom BRIN NUMMER: deze kolom ontbreekt.",
        ),
        (b"A;B\r\n1;2\r\n", MissingColumnError, "kolom BRIN NUMMER, VESTIGINGSNUMMER"),
        (
            changed("STRAATNAAM;", "POSTCODE;"),
            WrongShapeError,
            "Regel 1, kolom POSTCODE: deze kolom staat er twee keer.",
        ),
        (
            changed(";Kade;1;", ";Kade;1;;"),
            WrongShapeError,
            "Regel 2: deze regel heeft 31 kolommen, de kopregel 30.",
        ),
        (changed(";Kade;1;", ';"Kade;1;'), WrongShapeError, "Regel 2: deze regel is niet te lezen"),
        (
            changed("9999 AB", "99 AB"),
            WrongValueError,
            "Regel 3, kolom POSTCODE: dit is geen postcode. (99 AB)",
        ),
        (
            changed("99AB;", "9B;"),
            WrongValueError,
            "Regel 4, kolom BRIN NUMMER: dit is geen BRIN-nummer. (9B)",
        ),
        (
            changed(";99AB00;", ";99AC00;"),
            WrongValueError,
            "Regel 4, kolom VESTIGINGSNUMMER: dit is geen vestigingsnummer van deze school. (99AC00)",
        ),
        (
            changed(";99AA01;", ";99AA00;"),
            WrongValueError,
            "Regel 3, kolom VESTIGINGSNUMMER: deze vestiging staat ook op regel 2. (99AA00)",
        ),
        (changed("De Ark", ""), WrongValueError, "Regel 5, kolom VESTIGINGSNAAM: deze cel is leeg."),
        (
            changed("De Ark", "A" * 161),
            WrongValueError,
            "kolom VESTIGINGSNAAM: deze tekst is langer dan 160 tekens.",
        ),
        (changed("De Ark", "=1+1"), FormulaError, "Regel 5, kolom VESTIGINGSNAAM: hier staat een formule"),
        (changed("De Ark", "@SUM(A1)"), FormulaError, "hier staat een formule"),
    ],
)
def test_what_is_wrong_is_said_once_with_line_and_column(
    data: bytes, kind: type[FileError], message: str
) -> None:
    refused = refusal(data)
    assert isinstance(refused, kind)
    assert message in str(refused)


def test_a_long_value_is_cut_in_the_message() -> None:
    assert len(str(refusal(changed("De Ark", "A" * 5000)))) < 200


def test_the_reader_tells_how_far_it_is_and_can_be_stopped() -> None:
    told: list[tuple[int, int]] = []
    read_sites(OLD, lambda done, total: told.append((done, total)))
    assert told == [(0, 4)]

    class Stop(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        read_sites(OLD, stop)


# Whatever comes in


HEADER, *LINES = OLD.split(b"\r\n")
PIECES = st.sampled_from([*OLD.split(b";"), b"\r\n", b"\n", b'"', b";", b"\xc3\xa9", b"\x81", b"\x00", b"=1"])


@given(st.binary(max_size=200) | st.lists(PIECES, max_size=80).map(b";".join))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    for file in (data, HEADER + b"\r\n" + data):
        try:
            sites = read_sites(file)
        except FileError as refused:
            said = str(refused)
        else:
            said = str(len(sites))
        assert said


@given(st.data())
def test_one_changed_byte_never_gives_anything_but_sites_or_a_named_error(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(OLD) - 1))
    byte = data.draw(st.integers(0, 255))
    try:
        sites = read_sites(OLD[:at] + bytes([byte]) + OLD[at + 1 :])
    except FileError:
        sites = ()
    assert len({site.identity for site in sites}) == len(sites)
