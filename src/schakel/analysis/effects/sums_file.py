"""A sums file: numbers in Parquet, with a manifest that a privacy officer can read, sealed by a hash.

The manifest stands in the file itself and beside it as JSON and as text. The seal covers every number
and every word of the manifest, so an edited file is refused. It proves integrity, not authorship: send
the seal by another way (telephone, signed letter) when that matters.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from schakel.analysis.effects.errors import SumsError

EDITION = "schakel-sums/1"
KEY = b"schakel-sums"
COLUMNS = ("school", "level", "start", "kind", "a", "b", "value")

SAYS = """\
Sommen per school voor een landelijke schatting / Sums per school for a national estimate

Vraag / question:             {title} ({question})
Afzender / sender:            {sender}
Uitkomst / outcome:           {outcome} ({unit})
Maanden / months:             {first} - {last}
Scholen / schools:            {schools} gedeeld / shared, {schools_withheld} niet gedeeld / withheld
Kinderen / children:          {children} gedeeld / shared, {children_withheld} niet gedeeld / withheld
Kindmaanden / child-months:   {child_months} gedeeld / shared, {child_months_withheld} niet / withheld
Getallen / numbers:           {entries}

Er staat geen kind, naam, pseudoniem of geboortedatum in dit bestand. Per school en per twee maanden staat er
hoeveel kinderen er in beide maanden waren (gewogen naar aanwezigheid), en per maand de som van de uitkomst.
Elk getal gaat over minstens {threshold} kinderen of over geen enkel kind. In geen som hebben de {dominant} grootste
kinderen {percent} procent of meer. Wat daaraan niet voldeed is vooraf weggelaten.
Rest-risico: bij {thin_steps} van {steps} opeenvolgende maanden kwamen of gingen minder dan {threshold} kinderen.
Wie weet wie dat waren, kan uit het verschil iets over hen afleiden. Deel dit bestand daarom alleen onder een
afspraak, bewaar het niet langer dan nodig en publiceer het niet.

No child, name, pseudonym or date of birth is in this file. Per school and pair of months it holds how many
children were there in both (weighted by attendance), and per month the sum of the outcome. Each number rests on
at least {threshold} children or on none. In no sum do the {dominant} largest children hold {percent} per cent or more.
What failed was left out beforehand. Residual risk: in {thin_steps} of {steps} successive months fewer than
{threshold} children came or left; who knows them can learn something from the difference. Share this file under an
agreement only, keep it no longer than needed, do not publish it.

Zegel / seal (sha256): {seal}
"""


def seal_of(table: pa.Table, manifest: dict[str, Any]) -> str:
    """Return the sha256 over numbers and manifest (without its own seal)."""
    digest = hashlib.sha256()
    plain = {key: value for key, value in manifest.items() if key != "seal"}
    digest.update(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode())
    for name in COLUMNS:
        column = table[name].to_numpy(zero_copy_only=False)
        is_text = column.dtype == object
        digest.update("\n".join(column).encode() if is_text else np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()


def write_file(path: Path, table: pa.Table, manifest: dict[str, Any]) -> dict[str, Any]:
    """Write numbers and manifest, sealed; return the manifest with its seal."""
    sealed = manifest | {"seal": seal_of(table, manifest)}
    text = json.dumps(sealed, sort_keys=True, ensure_ascii=False, indent=1)
    pq.write_table(table.replace_schema_metadata({KEY: text.encode()}), path, compression="zstd")
    path.with_name(path.name + ".manifest.json").write_text(text + "\n", encoding="utf-8")
    said = SAYS.format(percent=round(100 * sealed["share"]), **sealed)
    path.with_name(path.name + ".txt").write_text(said, encoding="utf-8")
    return sealed


def _manifest(path: Path, text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise SumsError(f"{path.name} is not a sums file; make it with `schakel sums`")
    return found


def read_file(path: Path) -> tuple[pa.Table, dict[str, Any]]:
    """Read a sums file and check its seal.

    Raises
    ------
    SumsError
        Not a sums file, another edition, or edited since it was made.
    """
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise SumsError(f"{path.name} cannot be read as a sums file; make it with `schakel sums`") from error
    text = (table.schema.metadata or {}).get(KEY)
    if text is None or any(name not in table.column_names for name in COLUMNS):
        raise SumsError(f"{path.name} is not a sums file; make it with `schakel sums`")
    manifest = _manifest(path, text)
    if manifest.get("edition") != EDITION:
        raise SumsError(f"{path.name} has edition {manifest.get('edition')}, this version reads {EDITION}")
    if manifest.get("seal") != seal_of(table, manifest):
        raise SumsError(
            f"{path.name} was edited after it was made (its seal is broken); ask the sender for it again"
        )
    return table, manifest
