"""What the engine does not load and does not keep: memory is promised beside seconds."""

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from threadpoolctl import threadpool_info

from schakel.analysis.effects.dealt import Dealt
from schakel.analysis.effects.threads import one_thread
from tests.analysis.effects.worlds import make_world
from tests.analysis.evaluate.world import ROOT

_ANSWER = """
import pickle, sys
from pathlib import Path
from schakel.analysis.effects.cells import build_cells
from schakel.analysis.effects.evaluate import evaluate
from schakel.analysis.effects.source import open_panel
question = pickle.loads(Path(sys.argv[2]).read_bytes())
with open_panel(Path(sys.argv[1])) as panel:
    evaluate(question, build_cells(panel, question))
print(sorted({"pandas", "matplotlib", "numba", "pyspark"} & set(sys.modules)))
"""


def test_an_answer_needs_no_second_table_library(tmp_path: Path) -> None:
    world = make_world(3, unbalanced=False)
    pq.write_table(world.rows, tmp_path / "panel.parquet")
    (tmp_path / "question").write_bytes(pickle.dumps(world.question))
    words = [sys.executable, "-c", _ANSWER, str(tmp_path / "panel.parquet"), str(tmp_path / "question")]
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"


def test_linear_algebra_gets_its_threads_back() -> None:
    def threads() -> list[int]:
        return [row["num_threads"] for row in threadpool_info() if row["user_api"] == "blas"]

    before = threads()
    with one_thread():
        inside = threads()

    assert set(inside) == {1}
    assert threads() == before


def test_worlds_are_kept_as_the_schools_that_start() -> None:
    option = np.array([[2, 0, 1, 0, 1], [0, 1, 0, 2, 1], [1, 1, 2, 0, 0]])
    dealt, state = Dealt.of(option), np.arange(10.0).reshape(5, 2)

    assert dealt.option.tolist() == option.tolist()
    assert [block.option.tolist() for block in dealt.blocks(2)] == [option[:2].tolist(), option[2:].tolist()]
    for g in (1, 2):
        expected = [state[row == g].sum(axis=0) for row in option]
        np.testing.assert_array_equal(dealt.per_option(state, 3)[:, g - 1], expected)
