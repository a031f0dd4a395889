"""The rules stand at the bottom: they load where Django does not exist."""

import subprocess
import sys
from pathlib import Path

import schakel.rules

BLOCKED = """
import importlib, pkgutil, sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "django":
            raise ImportError("rules must not know " + name)
sys.meta_path.insert(0, Block())
import schakel.rules
for module in pkgutil.iter_modules(schakel.rules.__path__, "schakel.rules."):
    importlib.import_module(module.name)
"""


def test_the_rules_can_be_read_without_django() -> None:
    source = str(Path(schakel.rules.__file__).parents[2])
    command = [sys.executable, "-c", BLOCKED]
    done = subprocess.run(command, env={"PYTHONPATH": source}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
