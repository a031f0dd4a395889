"""The arguments of each command, once, for whoever runs it."""

from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo


def _shared(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for the results; made whole or not at all"
    )
    parser.add_argument(
        "--language", choices=("nl", "en"), default="nl", help="language of the PDF and the charts"
    )
    parser.add_argument("--date", type=date.fromisoformat, default=today(), help="date of the report (today)")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def today() -> date:
    """The day in the Netherlands."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date()


def _panel(parser: ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--panel", type=Path, required=required, help="child-months, Parquet or CSV")
    parser.add_argument(
        "--drop-duplicates",
        action="store_true",
        help="remove and count rows that repeat another in every value",
    )
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")


def add_evaluate_arguments(parser: ArgumentParser) -> None:
    """`schakel evaluate QUESTION.toml [--panel FILE | --sums FILE...] --out DIR`."""
    parser.add_argument("question", type=Path, help="the question that was stored before (TOML)")
    _panel(parser, required=False)
    parser.add_argument(
        "--sums", type=Path, nargs="+", help="sums files of several municipalities, instead of a panel"
    )
    parser.add_argument("--value", type=Path, help='also say what it is worth (TOML, with result = "this")')
    _shared(parser)


def add_sums_arguments(parser: ArgumentParser) -> None:
    """`schakel sums QUESTION.toml --panel FILE --out FILE`."""
    parser.add_argument("question", type=Path, help="the question that all municipalities share (TOML)")
    _panel(parser, required=True)
    parser.add_argument("--sender", required=True, help="who made the sums, as the receiver should read it")
    parser.add_argument(
        "--out", type=Path, required=True, help="the sums file; a manifest to read comes beside it"
    )
    parser.add_argument("--language", choices=("nl", "en"), default="nl")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def add_value_arguments(parser: ArgumentParser) -> None:
    """`schakel value VALUE.toml --out DIR`."""
    parser.add_argument("value", type=Path, help="effects, prices, costs, adjustments (TOML)")
    parser.add_argument("--result", type=Path, help='result.json for effects that say result = "this"')
    _shared(parser)


def add_rollout_arguments(parser: ArgumentParser) -> None:
    """`schakel rollout PLAN.toml --out DIR`."""
    parser.add_argument("plan", type=Path, help="schools, designs, lot (TOML)")
    _shared(parser)


def add_simulate_arguments(parser: ArgumentParser) -> None:
    """`schakel simulate-panel --out DIR`: a municipality whose truth is known."""
    parser.add_argument("--schools", type=int, default=63)
    parser.add_argument("--pupils", type=int, default=226, help="mean per school")
    parser.add_argument("--per-wave", type=int, default=3, help="schools that start in each of three waves")
    parser.add_argument("--effect", type=float, default=-0.15, help="planted share, such as -0.15")
    parser.add_argument("--choice", choices=("lot", "high_cost"), default="lot")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--evaluate", action="store_true", help="answer its question too, in the folder `result`"
    )
    parser.add_argument("--csv", action="store_true", help="also write the panel as CSV")
    _shared(parser)
