"""Every method page runs: what it shows is what the engine gives."""

import re
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[3] / "docs" / "methods").glob("effects-*.md"))
HEADINGS = ("## Question", "## Formula", "## Assumptions", "## When not to use it", "## Worked example")


@pytest.mark.parametrize("method", PAGES, ids=lambda method: method.stem)
def test_the_worked_example_of_a_page_runs(
    method: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = method.read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)

    assert [heading for heading in HEADINGS if heading not in text] == []
    assert any("assert" in block for block in blocks)
    exec(compile("\n".join(blocks), str(method), "exec"), {})  # noqa: S102 - the page is our own


def test_each_estimator_and_inference_has_a_page() -> None:
    assert len(PAGES) >= 15
