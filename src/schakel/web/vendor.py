"""Style sheets and fonts of others: which files we take, and where they land.

`npm ci` fetches the packages that `package.json` names; `python -m schakel.web.vendor` copies the few files
that pages use to `static/vendor/`, which git ignores and the wheel carries. No JavaScript is built, and nothing
is fetched when a page is read. Needs no Django.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent / "static" / "vendor"

CANDIDATE = "@nl-design-system-candidate"
NOTO = "@fontsource-variable/noto-sans"

# Target below static/vendor/, and the files that make it, in order.
FILES: dict[str, tuple[str, ...]] = {
    "nl-design/theme.css": ("@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",),
    "nl-design/components.css": (
        f"{CANDIDATE}/button-css/dist/button.css",
        f"{CANDIDATE}/skip-link-css/dist/skip-link.css",
        f"{CANDIDATE}/data-badge-css/dist/data-badge.css",
        f"{CANDIDATE}/heading-css/dist/heading.css",
        f"{CANDIDATE}/paragraph-css/dist/paragraph.css",
        f"{CANDIDATE}/link-css/dist/link.css",
        "@utrecht/form-field-css/dist/index.min.css",
        "@utrecht/textbox-css/dist/index.min.css",
        "@utrecht/textarea-css/dist/index.min.css",
        "@utrecht/select-css/dist/index.min.css",
    ),
    "fonts/noto-sans-latin-wght-normal.woff2": (f"{NOTO}/files/noto-sans-latin-wght-normal.woff2",),
    "fonts/noto-sans-latin-ext-wght-normal.woff2": (f"{NOTO}/files/noto-sans-latin-ext-wght-normal.woff2",),
    "fonts/LICENSE": (f"{NOTO}/LICENSE",),
}
# Latin Extended-A, Romanian and Welsh letters: the names of children in Dutch schools, a seventh of the file.
SUBSETS: dict[str, tuple[tuple[int, int], ...]] = {
    "fonts/noto-sans-latin-ext-wght-normal.woff2": ((0x0100, 0x017F), (0x0218, 0x021B), (0x1E80, 0x1E9E)),
}
_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


class PackageMissing(FileNotFoundError):
    """A package is not there: run `npm ci` first."""


def copy(node_modules: Path, target: Path = TARGET) -> list[Path]:
    """Copy every file; returns what stands in the target now.

    Raises:
        PackageMissing: a source is not in node_modules.
    """
    return [_make(node_modules, sources, target / name) for name, sources in FILES.items()]


def _make(node_modules: Path, sources: tuple[str, ...], place: Path) -> Path:
    found = [node_modules / source for source in sources]
    for path in found:
        if not path.is_file():
            raise PackageMissing(f"{path} is not there; run `npm ci` in the folder of package.json.")
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.suffix == ".css":
        # Source maps are not served: a link to one would break the build of static files.
        text = "\n".join(_MAP.sub("", path.read_text(encoding="utf-8")) for path in found)
        place.write_text(text, encoding="utf-8")
    elif letters := SUBSETS.get(f"{place.parent.name}/{place.name}"):
        _subset(found[0], place, letters)
    else:
        shutil.copyfile(found[0], place)
    return place


def _subset(source: Path, place: Path, letters: tuple[tuple[int, int], ...]) -> None:
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=["kern", "mark", "mkmk", "ccmp"])
    with subset.load_font(str(source), options) as font:
        made = subset.Subsetter(options)
        made.populate(unicodes=[code for first, last in letters for code in range(first, last + 1)])
        made.subset(font)
        subset.save_font(font, str(place), options)


def main() -> None:
    """Copy from the node_modules of the working folder, or of the folder named on the command line."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("node_modules")
    try:
        copy(folder)
    except PackageMissing as missing:
        sys.exit(f"schakel: {missing}")


if __name__ == "__main__":
    main()
