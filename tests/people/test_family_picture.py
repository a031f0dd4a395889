"""The picture of a family fits a phone, and every line says what it means."""

import pytest

from schakel.people.family import BOX_HEIGHT, BOX_WIDTH, WIDTH, Member, picture, shortened

RIA = Member("Ria Bakker", "ouder", has_authority=True, at_home=True)
JAN = Member("Jan Bakker", "ouder")
NOOR = Member("Noor", "broer of zus", is_child=True)


def test_grown_ups_stand_above_the_child_and_children_beside_it() -> None:
    drawing = picture("Sem", "9 jaar", [NOOR, RIA, JAN])
    at = {box.name: box for box in drawing.boxes}
    assert at["Ria Bakker"].y == at["Jan Bakker"].y < at["Sem"].y == at["Noor"].y
    assert at["Sem"].is_self
    assert not at["Noor"].is_self


def test_a_full_line_is_authority_and_a_house_is_living_together() -> None:
    drawing = picture("Sem", "9 jaar", [RIA, JAN])
    assert [line.has_authority for line in drawing.lines] == [True, False]
    assert [box.at_home for box in drawing.boxes] == [True, False, False]
    assert {(line.x2, line.y2) for line in drawing.lines} == {(WIDTH // 2, drawing.boxes[2].y)}


@pytest.mark.parametrize(("grown_ups", "siblings"), [(0, 0), (1, 0), (3, 2), (4, 3), (7, 6)])
def test_every_box_lies_inside_and_none_over_another(grown_ups: int, siblings: int) -> None:
    drawing = picture("Sem", "", [RIA] * grown_ups + [NOOR] * siblings)
    assert len(drawing.boxes) == grown_ups + siblings + 1
    places = [(box.x, box.y) for box in drawing.boxes]
    assert len(set(places)) == len(places)
    for box in drawing.boxes:
        assert 0 <= box.x <= box.x + BOX_WIDTH <= WIDTH
        assert 0 <= box.y < box.name_y < box.relation_y < box.y + BOX_HEIGHT <= drawing.height


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ria", "Ria"),
        ("Ria Bakker", "Ria Bakker"),
        ("Annemieke van den Berg", "Annemieke"),
        ("Wilhelminapetronella", "Wilhelminape…"),
    ],
)
def test_a_long_name_is_made_to_fit(name: str, short: str) -> None:
    assert shortened(name) == short


@pytest.mark.parametrize("grown_ups", [1, 3, 4, 9])
def test_no_line_runs_behind_somebody_and_authority_shows_on_every_edge(grown_ups: int) -> None:
    drawing = picture("Sem", "", [RIA, *([JAN] * (grown_ups - 1)), NOOR])
    assert len(drawing.lines) == min(grown_ups, 3)
    for line in drawing.lines:
        assert all(box.y + BOX_HEIGHT <= line.y1 or box.y >= line.y2 for box in drawing.boxes)
    dashed = [box.name for box in drawing.boxes if box.is_dashed]
    assert dashed == ["Jan Bakker"] * (grown_ups - 1)
