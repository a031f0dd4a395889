"""What was published before, kept inside the house, so that the next table cannot be subtracted from it.

Two tables whose populations differ by one child would give that child's amount away. The ledger remembers the
children (as keyed hashes) behind every published cell; a new cell that differs from an earlier one by fewer
children than the threshold repeats the earlier figures. It covers the difference of two cells; sums of three
or more publications are outside it, and are prevented by publishing at fixed moments.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Earlier:
    """A cell as it was published: which children, and the figures that were shown."""

    outcome: str
    children: frozenset[str]
    count: int
    mean: float


@dataclass
class Ledger:
    """Everything published so far; `key` is the house's own secret, so that hashes cannot be guessed
    outside.
    """

    key: bytes
    entries: list[Earlier] = field(default_factory=list)

    def close_to(self, outcome: str, children: frozenset[str], threshold: int) -> Earlier | None:
        """The first earlier cell on this outcome that differs by fewer than `threshold` children, if any."""
        hashed = self._hashed(children)
        for entry in self.entries:
            if entry.outcome == outcome and len(entry.children ^ hashed) < threshold:
                return entry
        return None

    def add(self, outcome: str, children: frozenset[str], count: int, mean: float) -> None:
        """Remember a published cell."""
        self.entries.append(Earlier(outcome, self._hashed(children), count, mean))

    def save(self, path: Path) -> None:
        """Write without the key."""
        rows = [
            {"outcome": e.outcome, "children": sorted(e.children), "count": e.count, "mean": e.mean}
            for e in self.entries
        ]
        path.write_text(json.dumps(rows) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path, key: bytes) -> "Ledger":
        """Read back; an absent file is an empty ledger."""
        rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        return cls(
            key, [Earlier(r["outcome"], frozenset(r["children"]), r["count"], r["mean"]) for r in rows]
        )

    def _hashed(self, children: frozenset[str]) -> frozenset[str]:
        return frozenset(
            hashlib.blake2b(child.encode(), key=self.key[:64], digest_size=12).hexdigest()
            for child in children
        )
