"""The method pages are executed: an example that no longer holds fails here."""

import re
from pathlib import Path

import pytest

from tests.analysis.evaluate.world import ROOT

PAGES = ("panel", "suppression", "value", "rollout")
_CODE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_the_example_of_a_method_page_holds(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    blocks = _CODE.findall((ROOT / "docs" / "methods" / f"{page}.md").read_text(encoding="utf-8"))
    assert blocks, "a page without an example teaches less"
    names: dict[str, object] = {"__name__": page}
    for block in blocks:
        exec(compile(block, f"docs/methods/{page}.md", "exec"), names)  # noqa: S102 - our own page


@pytest.mark.parametrize("page", PAGES)
def test_a_method_page_says_when_not_to_use_it(page: str) -> None:
    text = (ROOT / "docs" / "methods" / f"{page}.md").read_text(encoding="utf-8")
    assert "**Question.**" in text
    assert re.search(r"not to use it|Do not use it|Not meant for", text)
