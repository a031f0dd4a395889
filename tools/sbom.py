"""What Schakel is made of: one JSON file in CycloneDX 1.6, from the locked packages and what they say of themselves.

sbom.py [FILE]    write it (standard output without FILE)

Names, versions, hashes and licences; never where a package was fetched from. Packages that are locked for another kind of machine
are left out: the list is about this installation.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

CLONE = Path(__file__).resolve().parent.parent
LOCK, NPM = CLONE / "requirements.txt", CLONE / "package-lock.json"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)((?:.*\\\n)*.*)", re.M)
# What these say of themselves is unclear or missing; read from their own licence files.
READ = {"pyrage": "MIT", "qrcode": "BSD-3-Clause AND MIT"}


@dataclass(frozen=True)
class Part:
    """One package: kind is `pypi` or `npm`."""

    kind: str
    name: str
    version: str
    licence: str
    sha256: tuple[str, ...] = ()

    def component(self) -> dict[str, Any]:
        """As CycloneDX names it."""
        place = f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"
        hashes = [{"alg": "SHA-256", "content": each} for each in self.sha256]
        said = {
            "type": "library",
            "name": self.name,
            "version": self.version,
            "purl": place,
            "bom-ref": place,
        }
        return said | {"licenses": [{"license": {"name": self.licence}}], "hashes": hashes}


def parts() -> list[Part]:
    """Everything that a running Schakel holds."""
    return sorted([*_python(), *_styles()], key=lambda part: (part.kind, part.name))


def _python() -> Iterator[Part]:
    here = {_plain(each.metadata["Name"] or ""): each for each in distributions()}
    for name, version, rest in PIN.findall(LOCK.read_text()):
        if _plain(name) in here:
            hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", rest))
            yield Part("pypi", _plain(name), version, licence_of(here[_plain(name)]), hashes)


def _styles() -> Iterator[Part]:
    for path, told in json.loads(NPM.read_text())["packages"].items():
        if path and not told.get("dev"):
            yield Part("npm", path.rpartition("node_modules/")[2], told["version"], told.get("license", ""))


def licence_of(package: Distribution) -> str:
    """The licence as an expression where there is one, else in the package's own words."""
    told: Any = package.metadata  # its type knows only the older way to ask
    known = READ.get(_plain(told["Name"]))
    words = [
        each.rpartition("::")[2].strip()
        for each in told.get_all("Classifier") or []
        if each.startswith("License")
    ]
    return (
        known
        or told.get("License-Expression")
        or "; ".join(words)
        or (told.get("License") or "").partition("\n")[0]
    )


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def document() -> dict[str, Any]:
    """The whole list."""
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    itself = {"type": "application", "name": "schakel", "licenses": [{"license": {"id": "EUPL-1.2"}}]}
    return head | {"metadata": {"component": itself}, "components": [part.component() for part in parts()]}


def main() -> None:
    text = json.dumps(document(), indent=1, ensure_ascii=False) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
