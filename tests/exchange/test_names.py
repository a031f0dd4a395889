"""Registers shout; pages do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.exchange.names import place_name


@pytest.mark.parametrize(
    ("register", "name"),
    [
        ("LEEUWARDEN", "Leeuwarden"),
        ("IJLST", "IJlst"),
        ("CAPELLE AAN DEN IJSSEL", "Capelle aan den IJssel"),
        ("DE FRYSKE MARREN", "De Fryske Marren"),
        ("DEN HELDER", "Den Helder"),
        ("'S-GRAVENHAGE", "'s-Gravenhage"),
        ("S GRAVENHAGE", "'s-Gravenhage"),
        ("'S GRAVENMOER", "'s-Gravenmoer"),
        ("'S-HEER ARENDSKERKE", "'s-Heer Arendskerke"),
        ("'T HARDE", "'t Harde"),
        ("TULL EN 'T WAAL", "Tull en 't Waal"),
        ("WIRDUM FR", "Wirdum FR"),
        ("BERGEN OP ZOOM", "Bergen op Zoom"),
        ("REUSEL-DE MIERDEN", "Reusel-De Mierden"),
        ("SINT-MICHIELSGESTEL", "Sint-Michielsgestel"),
        ("HEI- EN BOEICOP", "Hei- en Boeicop"),
        ("SÚDWEST-FRYSLÂN", "Súdwest-Fryslân"),
        ("2E EXLOERMOND", "2e Exloermond"),
        ("Leeuwarden", "Leeuwarden"),
        ("Aan de Waal", "Aan de Waal"),
        ("AAN DE WAAL", "Aan de Waal"),
        ("", ""),
    ],
)
def test_a_place_reads_as_people_write_it(register: str, name: str) -> None:
    assert place_name(register) == name


@given(st.text(alphabet="ABCDEIJST '-.", max_size=30))
def test_only_the_size_of_letters_and_the_short_article_change(text: str) -> None:
    letters = str.maketrans("", "", " '-")
    assert place_name(text).upper().translate(letters) == text.translate(letters)
