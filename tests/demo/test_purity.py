"""The town is made without Django, so that a notebook can make one too."""

import subprocess
import sys

_WITHOUT_DJANGO = """
import sys
sys.modules["django"] = None
from schakel.demo import make, panel, personas, plan
town = make.make(plan.plan("small", today=739_943))
assert town.book.tables.requests
assert personas.all()
"""


def test_the_core_of_the_demonstration_needs_no_django() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_DJANGO], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
