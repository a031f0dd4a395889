"""The method pages are true: their Python runs, block after block."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[3] / "docs" / "methods").glob("waiting*.md"))


@pytest.mark.parametrize("method", PAGES, ids=[page.stem for page in PAGES])
def test_the_python_on_a_method_page_runs(method: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", method.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(blocks) >= 3
    known: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(method), "exec"), known)  # noqa: S102  # the project's own page
