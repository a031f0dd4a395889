"""`schakel praatplaat SCENARIO.toml|RESULT.json --out FILE`: the picture as PDF and SVG.

Exit codes: 0 done, 2 a file is refused (with what to do). Both files are made first and put in place together.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from schakel.analysis.praatplaat.picture import picture
from schakel.analysis.praatplaat.sources import SourceError, chart_from
from schakel.analysis.report import Language, PageError, chosen, to_pdf, to_svg

DONE, REFUSED = 0, 2


def add_praatplaat_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `schakel praatplaat` understands."""
    parser.add_argument(
        "sources", type=Path, nargs="+", metavar="SCENARIO.toml|RESULT.json",
        help="a scenario, a forecast, or one of each; what is not given stays an empty place",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="PDF; an SVG comes beside it")
    parser.add_argument("--language", choices=("nl", "en"), default="nl")
    parser.add_argument("--date", type=date.fromisoformat, default=None, help="the day on it (default today)")


def run_praatplaat(options: argparse.Namespace) -> int:
    """Read, draw, write; return the exit code."""
    language = cast("Language", options.language)
    day = options.date or datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    out: Path = options.out.with_suffix(".pdf")
    try:
        sheet = picture(chart_from(options.sources), language, day)
        _put({out: to_pdf(sheet), out.with_suffix(".svg"): to_svg(sheet)[0].encode()})
    except (SourceError, PageError) as refused:
        sys.stderr.write(f"{refused}\n")
        return REFUSED
    except OSError as refused:
        sys.stderr.write(f"{refused.filename or out} cannot be written ({refused.strerror}).\n")
        return REFUSED
    sys.stdout.write(chosen(language, f"De praatplaat staat in {out}.", f"The picture is in {out}.") + "\n")
    return DONE


def _put(finished: dict[Path, bytes]) -> None:
    folder = next(iter(finished)).parent
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".praatplaat-") as room:
        for target, content in finished.items():
            (Path(room) / target.name).write_bytes(content)
        for target in finished:
            (Path(room) / target.name).replace(target)
