"""`schakel value` and `schakel rollout` refuse what has no ground, by name."""

from pathlib import Path

import pytest

from tests.analysis.evaluate.world import DAY, ROOT, run

VALUE = (ROOT / "examples" / "value" / "value.toml").read_text()
ROLLOUT = (ROOT / "examples" / "rollout" / "plan.toml").read_text()


def refused(folder: Path, capfd: pytest.CaptureFixture[str], name: str, text: str) -> str:
    """The message; nothing may be written."""
    (folder / "plan.toml").write_text(text)
    assert run(name, folder / "plan.toml", "--out", folder / "out", *DAY) == 2
    assert not (folder / "out").exists()
    return capfd.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('year = 2024\nsource = "pgb-maxima', 'source = "pgb-maxima', "has no source or no year"),
        (
            'price = "uur jeugdondersteuner"',
            'price = "politie-uur"',
            "No published price is known for 'politie-uur'",
        ),
        (
            'name = "drop_off"',
            'name = "dropoff"',
            "choose one of deadweight, attribution, displacement, drop_off",
        ),
        ('name = "attribution"', 'name = "deadweight"', "taken off twice"),
        ("price_year = 2024", "price_year = 2026", "Give an index with its source"),
        (
            'result = "leeuwarden.json"',
            'result = "absent.json"',
            "absent.json is no result of `schakel evaluate`",
        ),
        ('result = "leeuwarden.json"', 'result = "this"', "give it with --result result.json"),
        ('kind = "fiscal"', 'kind = "fiscaal"', "choose one of fiscal, social"),
        ("years = 5\n", "", "is missing; write a whole number"),
        ("title =", "titel =", "is missing"),
        ("price_year", "= price_year", "is not valid TOML"),
    ],
)
def test_a_value_without_ground_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    (tmp_path / "leeuwarden.json").write_bytes((ROOT / "examples" / "value" / "leeuwarden.json").read_bytes())
    assert old in VALUE
    assert message in refused(tmp_path, capfd, "value", VALUE.replace(old, new, 1))


def test_a_value_can_take_the_result_at_hand(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(VALUE.replace('result = "leeuwarden.json"', 'result = "this"'))
    result = ROOT / "examples" / "value" / "leeuwarden.json"
    assert run("value", tmp_path / "plan.toml", "--result", result, "--out", tmp_path / "out", *DAY) == 0


def test_an_effect_by_hand_without_comparison_must_bring_its_deadweight(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    by_hand = (
        'value = -5.0\nstandard_error = 2.0\ndf = 8\nunit = "euro"\ncomparison = false\n'
        'label = "voor en na"\nsource = "een telling"'
    )
    message = refused(tmp_path, capfd, "value", VALUE.replace('result = "leeuwarden.json"', by_hand))
    assert "deadweight is missing" in message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('chosen = "drie golven van drie"', 'chosen = "vier"', "'vier' is not among the designs"),
        ("schools = 9", "schools = 90", "starts 90 schools; there are 63"),
        (
            'start = "2027-08"\nschools = 9',
            'start = "2035-08"\nschools = 9',
            "months before the first start are needed",
        ),
        ("sd = ", "spreiding = ", "name a panel of the years before, or give it with a source"),
        ('file = "schools.csv"', 'file = "absent.csv"', "absent.csv does not exist beside the plan"),
    ],
)
def test_a_roll_out_that_cannot_be_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    (tmp_path / "schools.csv").write_bytes((ROOT / "examples" / "rollout" / "schools.csv").read_bytes())
    assert old in ROLLOUT
    assert message in refused(tmp_path, capfd, "rollout", ROLLOUT.replace(old, new, 1))


def test_a_school_without_children_is_named_by_its_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "schools.csv").write_text("school,stratum,children\nS01,,100\nS02,,veel\n")
    assert "schools.csv, line 3" in refused(tmp_path, capfd, "rollout", ROLLOUT)
