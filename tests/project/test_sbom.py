"""The list of what Schakel is made of is complete, names no place it came from, and holds no licence that forbids this use."""

from __future__ import annotations

import json
import re

from tools import sbom

# May be used in a work under EUPL-1.2, linked and unchanged: permissive ones, and those that ask for openness of themselves only.
ALLOWED = re.compile(
    r"MIT|MIT-0|MIT-CMU|MIT License|0BSD|ISC|Zlib|CC0-1\.0|PSF-2\.0|Python Software Foundation License|Unlicense|OFL-1\.1"
    r"|BSD|BSD License|BSD-[23]-Clause|Apache-2\.0|Apache License, Version 2\.0"
    r"|Apache Software License|Apache-2\.0 WITH LLVM-exception"
    r"|MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\)|LGPL-(2\.1|3\.0)-(only|or-later)|EUPL-1\.2"
    r"|GNU Lesser General Public License v2 or later \(LGPLv2\+\)"
)


def terms(licence: str) -> list[str]:
    return [each.strip("() ") if "(" not in each else each for each in re.split(r" AND | OR |; ", licence)]


def test_every_licence_is_one_that_may_be_used() -> None:
    wrong = {
        part.name: part.licence
        for part in sbom.parts()
        if not all(map(ALLOWED.fullmatch, terms(part.licence)))
    }
    assert wrong == {}


def test_the_check_would_notice_a_licence_that_may_not() -> None:
    for licence in ("GPL-3.0-only", "AGPL-3.0-or-later", "SSPL-1.0", "Other/Proprietary License", ""):
        assert not all(map(ALLOWED.fullmatch, terms(licence)))


def test_the_list_is_complete_and_says_which_bytes() -> None:
    listed = {each["name"]: each for each in sbom.document()["components"]}
    assert {"django", "psycopg", "cryptography", "django-allauth", "@utrecht/textbox-css"} <= set(listed)
    assert all(each["hashes"] for each in listed.values() if each["purl"].startswith("pkg:pypi/"))
    assert all(each["version"] for each in listed.values())


def test_the_list_names_no_place() -> None:
    assert "://" not in json.dumps(sbom.document())
