"""Who runs what, and when: tests that share something dear stay with one worker, and what takes long goes first.

The tests of a file share what is made once in it: a town, an answer, a compiled kernel. So each file goes to one of the two
workers as one piece; and some files together, when what they share takes half a minute to make. The order is random, within a
piece too. Only pieces that take long go first, so that at the end no worker waits long for the other.
"""

from collections.abc import Sequence

import pytest
from xdist.scheduler import LoadScopeScheduling

# More than a file that stays together, by folders and files; the longest first.
TOGETHER = {
    "an installation with its demonstration": ("tests/operations/",),
    "one browser": (
        "tests/browser/test_passkeys.py",
        "tests/browser/test_organisation.py",
        "tests/exchange/test_import_page_in_browser.py",
        "tests/web/test_pages_in_browser.py",
    ),
    "the kernel of waiting": ("tests/analysis/waiting/",),
    "the kernel of allocation": ("tests/analysis/allocation/", "tests/planning/"),
    "a town of the command line": ("tests/analysis/evaluate/",),
    "a town of five years": ("tests/demo/",),
}
# Files that take more than twenty seconds, the longest first.
LONG = (
    "tests/browser/test_every_page.py",
    "tests/test_access_matrix.py",
    "tests/browser/test_two_stories.py",
    "tests/browser/test_whole_way.py",
    "tests/hostile/test_every_address.py",
    "tests/access/test_gates.py",
    "tests/project/test_launch.py",
    "tests/project/test_cluster.py",
    "tests/casework/test_leaving.py",
    "tests/casework/test_depth_costs.py",
    "tests/access/test_breakglass.py",
    "tests/rules/test_mutations.py",
)
FIRST = (*TOGETHER, *LONG)


def piece_of(test: str) -> str:
    """What this test belongs to: its file, or more."""
    return next((name for name, places in TOGETHER.items() if test.startswith(places)), test.split("::")[0])


def turn_of(test: str) -> int:
    """Less is earlier."""
    piece = piece_of(test)
    return FIRST.index(piece) if piece in FIRST else len(FIRST)


class Turns(LoadScopeScheduling):  # type: ignore[misc]  # xdist publishes no types
    """The pieces in the order of the workers, and not by how many tests are in them."""

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
        return sorted(piece for piece, workers in self._workers.items() if len(workers) > 1)
