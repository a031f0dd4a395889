"""Dutch is the text in the source, English the translation. Three jobs, all done by babel: no system gettext needed.

translations.py update    collect every text of code and templates into locale/en, keeping what is translated
translations.py compile   make what the program reads
translations.py check     stop when a text has no English, an unsure one, or other placeholders than the Dutch
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

CLONE = Path(__file__).resolve().parent.parent
PACKAGE = CLONE / "src" / "schakel"
ENGLISH = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
# The analysis speaks through its own words and knows no Django.
OUTSIDE = {"analysis", "locale"}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEAD = """\
# English texts of Schakel. The Dutch text in the source is the key.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)\}|%[sd]")


def main() -> None:
    settings.configure(USE_I18N=True)
    jobs = {"update": update, "compile": compile_all, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in jobs:
        sys.exit(__doc__)
    jobs[sys.argv[1]]()


def update() -> None:
    """Collect; an unsure match is never made, so that no translation is a guess."""
    catalog = _english()
    catalog.update(_collected(), no_fuzzy_matching=True)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    _write(catalog)
    empty = sum(not _complete(message) for message in catalog if message.id)
    print(f"{ENGLISH.relative_to(CLONE)}: {len(catalog)} texts, {empty} without English")


def compile_all() -> None:
    for source in sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as file, source.with_suffix(".mo").open("wb") as made:
            write_mo(made, read_po(file, locale=source.parents[1].name))


def check() -> None:
    """Every text has its English."""
    english = _english()
    wrong = [line for message in _collected() if message.id for line in _faults(message, english)]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        sys.exit(f"{len(wrong)} texts need their English: `make texts`, then {ENGLISH.relative_to(CLONE)}")


def _faults(message: Message, english: Catalog) -> Iterator[str]:
    dutch = message.id if isinstance(message.id, str) else message.id[0]
    found = english.get(message.id, message.context)
    if found is None or not _complete(found):
        yield f"no English: {dutch!r}"
    elif found.fuzzy:
        yield f"unsure: {dutch!r}"
    elif _placeholders(found.string) - _placeholders(message.id):
        yield f"other placeholders: {dutch!r}"


def _complete(message: Message) -> bool:
    texts = [message.string] if isinstance(message.string, str) else list(message.string or [])
    return all(texts) and bool(texts)


def _placeholders(text: object) -> set[str]:
    texts = [text] if isinstance(text, str) else list(text)  # type: ignore[call-overload]  # a plural is a sequence
    return {match.group() for each in texts for match in PLACEHOLDER.finditer(each)}


def _write(catalog: Catalog) -> None:
    """No dates, no names and no line numbers: a translation changes only the lines it is about."""
    body = io.BytesIO()
    write_po(
        body,
        catalog,
        width=110,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
        omit_header=True,
    )
    ENGLISH.write_text(HEAD + body.getvalue().decode().strip() + "\n", "utf-8")


def _english() -> Catalog:
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def _collected() -> Catalog:
    catalog = Catalog()
    for path in sorted(each for kind in ("py", "html", "txt") for each in PACKAGE.glob(f"**/*.{kind}")):
        place = path.relative_to(PACKAGE)
        if place.parts[0] in OUTSIDE or "migrations" in place.parts:
            continue
        for line, words, context in _texts(path):
            catalog.add(words, locations=[(f"src/schakel/{place}", line)], context=context)
    return catalog


def _texts(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        source = _as_code(source, path)
    elif "gettext" not in source:
        return
    for line, function, words, _ in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {}):
        yield from _chosen(line, str(function), words)


def _as_code(template: str, path: Path) -> str:
    """A template as Django's own collector reads it: everything but the texts blanked out."""
    from django.utils.translation.template import templatize

    code = templatize(template, origin=str(path))
    # Indentation means nothing in a template and everything to Python's tokenizer.
    return "\n".join(line.lstrip() for line in code.splitlines())


def _chosen(
    line: int, function: str, words: str | Iterable[str]
) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    given = [words] if isinstance(words, str) else list(words)
    context = given.pop(0) if "pgettext" in function and given else None
    texts = (
        [each for each in given[:2] if each]
        if "ngettext" in function or "npgettext" in function
        else given[:1]
    )
    if texts and all(isinstance(each, str) for each in texts):
        yield line, tuple(texts) if len(texts) == 2 else texts[0], context


if __name__ == "__main__":
    main()
