"""The ten tokens with which a municipality gives Schakel its own colours.

Pure: a dictionary of token and value comes in, a style sheet comes out, or a `ThemeRefused` that says which
token to change. Text must stay readable on its ground: contrast is computed as WCAG 2.2 does (criterion 1.4.3
asks for at least 4.5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

READABLE = 4.5

DEFAULTS: dict[str, str] = {
    "--basis-color-accent-1-inverse-bg-default": "#0b5563",
    "--basis-color-accent-1-inverse-bg-hover": "#08434f",
    "--basis-color-accent-1-inverse-bg-active": "#06343e",
    "--basis-color-accent-1-color-default": "#0b5563",
    "--basis-color-accent-1-color-document": "#06303a",
    "--basis-color-accent-1-border-default": "#0b5563",
    "--basis-color-accent-1-bg-default": "#d8e8ea",
    "--basis-color-accent-1-bg-subtle": "#ebf4f5",
    "--basis-color-default-bg-subtle": "#f4f7f7",
    "--basis-border-radius-md": "8px",
}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LENGTH = re.compile(r"\d{1,2}(\.\d+)?(px|rem)")


class ThemeRefused(ValueError):
    """A theme that cannot be used; the message names the token and what it should be."""


@dataclass(frozen=True)
class Pair:
    """A text colour and the ground it stands on; None is white."""

    text: str | None
    ground: str | None


_PAIRS = (
    Pair(None, "--basis-color-accent-1-inverse-bg-default"),
    Pair(None, "--basis-color-accent-1-inverse-bg-hover"),
    Pair(None, "--basis-color-accent-1-inverse-bg-active"),
    Pair("--basis-color-accent-1-color-default", None),
    Pair("--basis-color-accent-1-color-default", "--basis-color-accent-1-bg-subtle"),
    Pair("--basis-color-accent-1-color-default", "--basis-color-default-bg-subtle"),
    Pair("--basis-color-accent-1-color-document", "--basis-color-accent-1-bg-default"),
    Pair("--basis-color-accent-1-color-document", "--basis-color-default-bg-subtle"),
)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` between 0 and 1 (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def checked(theme: Mapping[str, str]) -> dict[str, str]:
    """The theme if it can be used.

    Raises:
        ThemeRefused: an unknown token, a value of the wrong kind, or text that cannot be read.
    """
    for token, value in theme.items():
        _check_value(token, value)
    whole = DEFAULTS | dict(theme)
    for pair in _PAIRS:
        _check_readable(pair, whole)
    return dict(theme)


def _check_value(token: str, value: str) -> None:
    if token not in DEFAULTS:
        raise ThemeRefused(f"{token} is not one of the ten tokens: {', '.join(DEFAULTS)}.")
    kind, example = (_LENGTH, "8px") if token.endswith("radius-md") else (_COLOUR, "#0b5563")
    if not kind.fullmatch(value):
        raise ThemeRefused(f"{token} is {value!r}; write it like {example}.")


def _check_readable(pair: Pair, theme: Mapping[str, str]) -> None:
    text = theme[pair.text] if pair.text else "#ffffff"
    ground = theme[pair.ground] if pair.ground else "#ffffff"
    reached = contrast(text, ground)
    if reached < READABLE:
        raise ThemeRefused(
            f"{pair.text or 'white'} on {pair.ground or 'white'} has contrast {reached:.2f}; "
            f"people need at least {READABLE}. Choose a darker or a lighter colour."
        )


def sheet(theme: Mapping[str, str]) -> str:
    """The style sheet of a theme; empty theme, empty sheet."""
    lines = "".join(f"  {token}: {value};\n" for token, value in checked(theme).items())
    return f".voorbeeld-theme {{\n{lines}}}\n" if lines else "/* The neutral theme. */\n"
