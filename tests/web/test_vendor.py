"""The files of others land where the style sheets look for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schakel.web import vendor

STATIC = Path(vendor.__file__).parent / "static"
TEMPLATES = Path(vendor.__file__).parent / "templates"


def test_every_file_that_a_page_or_sheet_names_is_copied() -> None:
    named = {
        match
        for path in [*TEMPLATES.rglob("*.html"), *(STATIC / "web").glob("*.css")]
        for match in re.findall(r"vendor/([\w./-]+)", path.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= set(vendor.FILES)


def test_sheets_are_joined_without_links_to_maps(tmp_path: Path) -> None:
    for sources in vendor.FILES.values():
        for source in sources:
            place = tmp_path / "node_modules" / source
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(f"/* {place.name} */\n/*# sourceMappingURL=x.map */")
    target = tmp_path / "vendor"
    wanted = {name: sources for name, sources in vendor.FILES.items() if name.endswith(".css")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vendor, "FILES", wanted)
        made = vendor.copy(tmp_path / "node_modules", target)
    joined = (target / "nl-design/components.css").read_text()
    assert len(made) == len(wanted)
    assert joined.index("button.css") < joined.index("skip-link.css")
    assert "sourceMappingURL" not in joined


def test_a_missing_package_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(vendor.PackageMissing, match="npm ci"):
        vendor.copy(tmp_path, tmp_path / "vendor")
