"""The letter of every page: Noto Sans, from the same web fonts that the screens use.

1. `npm ci` puts Noto Sans on disk as web fonts (woff2, split in latin and latin-extended, SIL OFL 1.1).
2. Typst reads ttf files only, so the first page merges the two subsets per weight into a cache folder.
3. Where the web fonts are absent (a bare install) pages fall back on Libertinus Serif, which typst carries
   inside: every page still comes out, in a serif letter. `PageFonts.folder` is then None.

System fonts are never used: they would make the same page differ between machines.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

FAMILY = "Noto Sans"
FALLBACK_FAMILY = "Libertinus Serif"

_STYLES = ("400-normal", "400-italic", "600-normal", "700-normal")
_SUBSETS = ("latin", "latin-ext")
# Raise this when the way of making changes, so that old caches are left alone.
_RECIPE = "1"


@dataclass(frozen=True, slots=True)
class PageFonts:
    """What a page may be set in: the families in order of preference, and where their files are."""

    families: tuple[str, ...]
    folder: Path | None


def page_fonts(web_fonts: Path | None = None) -> PageFonts:
    """Return the fonts for pages, made on first use.

    `web_fonts` is a folder with files such as `noto-sans-latin-400-normal.woff2`; by default it is searched
    in `node_modules` above this file and above the working directory. Without web fonts the answer is the
    fallback that typst carries inside.
    """
    source = web_fonts or _find_web_fonts()
    if source is None or not _complete(source):
        return PageFonts((FALLBACK_FAMILY,), None)
    return PageFonts((FAMILY, FALLBACK_FAMILY), _converted(source))


def _find_web_fonts() -> Path | None:
    return next((folder for folder in _candidates() if _complete(folder)), None)


def _candidates() -> Iterator[Path]:
    here = Path(__file__).resolve()
    for above in (*here.parents, Path.cwd(), *Path.cwd().parents):
        yield above / "node_modules" / "@fontsource" / "noto-sans" / "files"
    # The wheel carries no node_modules, only what was copied for the screens.
    yield here.parents[2] / "web" / "static" / "vendor" / "noto-sans"


def _complete(folder: Path) -> bool:
    return all((folder / _name(subset, style)).is_file() for subset in _SUBSETS for style in _STYLES)


def _name(subset: str, style: str) -> str:
    return f"noto-sans-{subset}-{style}.woff2"


def _cache_root() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return Path(home) if home else Path.home() / ".cache"


@functools.cache
def _converted(source: Path) -> Path:
    folder = _cache_root() / "schakel" / f"fonts-{_fingerprint(source)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        # A service account may have no home to write in.
        folder = Path(tempfile.mkdtemp(prefix="schakel-fonts-"))
    for style in _STYLES:
        target = folder / f"NotoSans-{style}.ttf"
        if not target.exists():
            _merge(source, style, target)
    return folder


def _fingerprint(source: Path) -> str:
    digest = hashlib.sha256(_RECIPE.encode())
    for subset in _SUBSETS:
        for style in _STYLES:
            digest.update((source / _name(subset, style)).read_bytes())
    return digest.hexdigest()[:16]


def _merge(source: Path, style: str, target: Path) -> None:
    """Write one ttf file whole or not at all, also when two processes start together."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(dir=target.parent) as room:
        parts = [_unpacked(source / _name(subset, style), Path(room)) for subset in _SUBSETS]
        merged = Merger().merge([str(part) for part in parts])
        # A time of making inside the file would make the same page differ between machines.
        merged.recalcTimestamp = False
        finished = Path(room) / "finished"
        merged.save(finished)
        merged.close()
        finished.replace(target)


def _unpacked(packed: Path, room: Path) -> Path:
    with TTFont(packed, recalcTimestamp=False) as font:
        font.flavor = None
        part = room / f"{packed.stem}.ttf"
        font.save(part)
    return part
