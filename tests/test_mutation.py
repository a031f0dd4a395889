"""The mutation check itself: it sees a weak test, ends an endless loop, and leaves the code as it was."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests import mutation
from tests.mutation import mutants_of, survivors, tables

SOURCE = '''
class Ladder:
    """Two steps."""

    @property
    def top(self):
        return 2

    @classmethod
    def between(cls, step):
        return 0 <= step and step <= 2

def count(steps):
    counted = 0
    while counted < steps:
        counted += 1
    return counted
'''


@pytest.fixture
def ladder(tmp_path: Path) -> ModuleType:
    path = tmp_path / "ladder.py"
    path.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("ladder", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def strong(module: ModuleType) -> None:
    assert module.Ladder().top == 2
    assert [step for step in range(-2, 5) if module.Ladder.between(step)] == [0, 1, 2]
    assert module.count(0) == 0
    assert module.count(3) == 3


def test_a_strong_check_notices_every_change(ladder: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutation, "PATIENCE_SECONDS", 0.05)
    assert survivors([ladder], [lambda: strong(ladder)]) == []
    strong(ladder)


def test_a_weak_check_leaves_survivors_by_name(ladder: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutation, "PATIENCE_SECONDS", 0.05)

    def weak() -> None:
        far_from_the_edges = [step for step in (-1, 1, 3) if ladder.Ladder.between(step)]
        assert far_from_the_edges == [1]
        assert ladder.Ladder().top == 2
        assert ladder.count(3) == 3

    assert survivors([ladder], [weak]) == [
        "ladder.Ladder.between: 0 <= step -> 0 < step",
        "ladder.Ladder.between: 0 -> 1",
        "ladder.Ladder.between: step <= 2 -> step < 2",
        "ladder.count: 0 -> 1",
    ]


def test_a_listed_change_must_exist_and_go_unnoticed(
    ladder: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutation, "PATIENCE_SECONDS", 0.05)
    listed = {"ladder.Ladder.top: 2 -> 3": "wrong", "ladder.gone: 1 -> 2": "gone"}
    assert survivors([ladder], [lambda: strong(ladder)], listed) == [
        "ladder.Ladder.top: 2 -> 3 (listed, but noticed)",
        "ladder.gone: 1 -> 2 (listed, but gone)",
    ]


def test_a_check_that_fails_on_the_unchanged_code_is_no_check(ladder: ModuleType) -> None:
    def broken() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        survivors([ladder], [broken])


def test_recompiled_code_without_a_change_goes_unnoticed(ladder: ModuleType) -> None:
    same = mutation._codes(compile(SOURCE, str(ladder.__file__), "exec"))
    assert not mutation._notices([lambda: strong(ladder)], ladder.count, same["count"])
    assert len(list(mutants_of(ladder))) == 16


def test_tables_run_every_case_of_every_plain_test() -> None:
    seen: list[object] = []
    module = ModuleType("table")

    @pytest.mark.parametrize("one", [1, 2])
    @pytest.mark.parametrize(("two", "three"), [("a", "b"), ("c", "d")])
    def test_cases(one: int, two: str, three: str) -> None:
        seen.append((one, two, three))

    def test_with_a_fixture(tmp_path: Path) -> None:
        seen.append(tmp_path)

    vars(module).update(test_cases=test_cases, test_with_a_fixture=test_with_a_fixture)
    for check in tables(module):
        check()
    assert sorted(map(str, seen)) == [
        "(1, 'a', 'b')",
        "(1, 'c', 'd')",
        "(2, 'a', 'b')",
        "(2, 'c', 'd')",
    ]
