"""Two versions of a plan, compared in words."""

import pytest

from schakel.casework.plan import Change, differences

PLAN = {
    "goes_well": "Buiten spelen",
    "we_want": "Rust",
    "goals": ["Graag naar school"],
    "steps": ["Oma: ophalen"],
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"goes_well": "Fietsen"}, [Change("goes_well", ("Buiten spelen",), ("Fietsen",))]),
        ({"we_want": ""}, [Change("we_want", ("Rust",), ())]),
        ({"goals": ["Graag naar school", "Slapen"]}, [Change("goals", (), ("Slapen",))]),
        ({"steps": []}, [Change("steps", ("Oma: ophalen",), ())]),
        (
            {"we_want": "Stilte", "steps": ["Papa: ophalen"]},
            [
                Change("we_want", ("Rust",), ("Stilte",)),
                Change("steps", ("Oma: ophalen",), ("Papa: ophalen",)),
            ],
        ),
    ],
)
def test_what_changed_is_said_line_by_line(changed: dict[str, object], expected: list[Change]) -> None:
    assert differences(PLAN, PLAN | changed) == expected


def test_the_first_version_is_all_new() -> None:
    assert [change.part for change in differences({}, PLAN)] == ["goes_well", "we_want", "goals", "steps"]
