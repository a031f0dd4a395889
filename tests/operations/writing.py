"""People who write at the same time, and a list of all that was acknowledged to them."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.operations.harness import Installation, Visitor

VERSION = re.compile(r'name="version"[^>]*?value="(\d+)"')
CASE = re.compile(r'href="(/ondersteuning/[0-9a-f-]{36}/)"')
OVERTAKEN = "Iemand anders heeft dit intussen aangepast"


@dataclass
class Told:
    """What the writers were told. A list append is atomic, so that no lock slows them."""

    kept: list[str] = field(default_factory=list)
    updates: list[str] = field(default_factory=list)
    overtaken: list[str] = field(default_factory=list)
    waited: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)


@dataclass
class Writers:
    """Teachers who ask and supporters who change one and the same support, until they are asked to stop."""

    town: Installation
    told: Told = field(default_factory=Told)
    done: threading.Event = field(default_factory=threading.Event)
    patient: bool = False
    threads: list[threading.Thread] = field(default_factory=list)
    case: str = ""
    words: str = field(default_factory=lambda: f"Samen schrijven {secrets.token_hex(4)}")

    def start(self, teachers: int, supporters: int) -> None:
        """Log in first, one after the other, then all at once."""
        at = self.town.port
        jobs: list[Callable[[], None]] = []
        for number in range(teachers):
            jobs.append(self._teacher(number, Visitor(at).log_in("teacher")))
        for number in range(supporters):
            supporter = Visitor(at).log_in("youth_supporter")
            self.case = self.case or sorted(CASE.findall(supporter.get("/kinderen/").text))[0]
            jobs.append(self._supporter(number, supporter))
        self.threads = [threading.Thread(target=job, daemon=True) for job in jobs]
        for thread in self.threads:
            thread.start()

    def stop(self) -> Told:
        self.done.set()
        for thread in self.threads:
            thread.join(90)
            assert not thread.is_alive(), "a writer hangs"
        return self.told

    def _teacher(self, number: int, visitor: Visitor) -> Callable[[], None]:
        def ask() -> None:
            count = 0
            while not self.done.is_set():
                words = f"{self.words} {number}.{count}"
                if self._tried(lambda words=words: visitor.question(words).status, 302):  # type: ignore[misc]  # its own words
                    self.told.kept.append(words)
                count += 1

        return ask

    def _supporter(self, number: int, visitor: Visitor) -> Callable[[], None]:
        def change() -> None:
            count = 0
            while not self.done.is_set():
                self._tried(lambda count=count: self._update(visitor, f"{number}.{count}"), 302)  # type: ignore[misc]  # its own count
                count += 1

        return change

    def _update(self, visitor: Visitor, mark: str) -> int:
        """Write over what was read; who was overtaken is told, and that is no fault."""
        path = f"{self.case}wijzigen/"
        form = visitor.get(path)
        version = VERSION.search(form.text)
        if form.status != 200 or version is None:
            return form.status
        tokens = dict(re.findall(r'name="(csrfmiddlewaretoken|_ticket)"[^>]*?value="([^"]*)"', form.text))
        typed = {"title": f"Titel {mark}", "agreed": f"Afspraak {mark}.", "legal_track": "advice"}
        answer = visitor.ask("POST", path, tokens | typed | {"version": version[1]})
        if answer.status == 422 and OVERTAKEN in answer.text:
            self.told.overtaken.append(mark)
            return 302
        if answer.status == 302:
            self.told.updates.append(version[1])
        return answer.status

    def _tried(self, do: Callable[[], int], expected: int) -> bool:
        """Whether it was acknowledged. With patience a fault is a moment to wait, else it is a fault."""
        try:
            status = do()
        except (OSError, AssertionError) as error:
            status = 0
            said = type(error).__name__
        else:
            said = str(status)
        if status == expected:
            return True
        (self.told.waited.append(said) if self.patient else self.told.faults.update([said]))
        time.sleep(0.1)
        return False
