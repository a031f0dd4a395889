"""What is being loaded, and how far it is: a share between 0 and 1."""

from collections.abc import Callable

Progress = Callable[[str, float], None]
