"""Who runs what, and when: tests that share something dear stay with one worker, and what takes long goes first.

Two workers take the tests one by one, in random order. Some stand on something that takes half a minute to make: a compiled
kernel, an installation with its demonstration, a web server. They go to one worker as one piece, so that it is made once. And
pieces and tests that take long go first: at the end only small ones are left, and no worker waits long for the other.
"""

from collections.abc import Sequence

import pytest
from xdist.scheduler import LoadScopeScheduling

# What stays together, by the folders and files that it is made of; the longest first.
TOGETHER = {
    "installation": ("tests/operations/",),
    "browser": (
        "tests/browser/test_passkeys.py",
        "tests/browser/test_organisation.py",
        "tests/exchange/test_import_page_in_browser.py",
        "tests/web/test_pages_in_browser.py",
    ),
    "waiting kernel": ("tests/analysis/waiting/",),
    "allocation kernel": ("tests/analysis/allocation/", "tests/planning/"),
    "web server": ("tests/hostile/test_wire.py",),
}
# Tests that take more than ten seconds each.
LONG = (
    "tests/browser/",
    "tests/demo/test_relations.py",
    "tests/access/test_gates.py::test_lists_and_single_records_equal_the_spoken_rule",
    "tests/hostile/test_every_address.py",
)


def piece_of(test: str) -> str:
    """What this test belongs to; by itself, when to nothing."""
    return next((name for name, places in TOGETHER.items() if test.startswith(places)), test)


def turn_of(test: str) -> int:
    """Less is earlier."""
    pieces = list(TOGETHER)
    piece = piece_of(test)
    if piece in pieces:
        return pieces.index(piece)
    return len(pieces) if test.startswith(LONG) else len(pieces) + 1


class Turns(LoadScopeScheduling):
    """Pieces instead of files, in the order of the workers and not by their size."""

    def __init__(self, config: pytest.Config, log: object = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid)


class Kept:
    """Looks, where the results come in, whether every piece stayed with one worker."""

    def __init__(self) -> None:
        self._workers: dict[str, set[str]] = {}

    def note(self, test: str, worker: str) -> None:
        self._workers.setdefault(piece_of(test), set()).add(worker)

    def torn(self) -> Sequence[str]:
        """The pieces that more than one worker had a part of."""
        return [piece for piece in TOGETHER if len(self._workers.get(piece, ())) > 1]
