"""The pages under load: `make bench` starts Schakel on the demo municipality and asks 60 pages a second, as ordinary workers.

1. The launcher starts as in `make run`, on a database of its own, worker and sealer included.
2. A youth supporter, a coordinator and a teacher log in; each reads and asks as they do in a day.
3. Requests leave on a fixed beat, whether or not earlier ones are answered; time counts from the beat, so a queue is seen.
4. The table names the 50th, 95th and 99th percentile and the worst, per page; a wrong answer or a broken line is told as a fault.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar
from urllib.parse import urlencode

from schakel.project.cluster import place

# Each page so often before it is measured: every web worker has then seen it.
WARM = 12
PATIENCE = 300.0
# A second in which the host took more of the cores than this says nothing about two cores.
TAKEN_AT_MOST = 0.05
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|_ticket|site)"[^>]*?value="([^"]*)"')
SET_COOKIE = re.compile(r"(?mi)^Set-Cookie: (.*)$")
LOCATION = re.compile(r"(?mi)^Location: (\S+)")
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
CASE = re.compile(r'href="(/ondersteuning/[0-9a-f-]{36}/)"')
MOVED = 302

Waits = TypeVar("Waits")


class WrongAnswer(RuntimeError):
    """A page answered otherwise than a person would expect; its time means nothing."""


@dataclass
class Visitor:
    """Somebody logged in, with the cookies of a browser."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> str:
        return self._ask("GET", path, {}, 200)

    def send(self, path: str, values: dict[str, str]) -> str:
        """Where it leads."""
        return self._ask("POST", path, values, MOVED)

    def keep(self, path: str, values: dict[str, str]) -> None:
        """As the page itself does it, without the person."""
        self._ask("POST", path, values, 200, "HX-Request: true")

    def _ask(self, method: str, path: str, values: dict[str, str], expected: int, *more: str) -> str:
        """By hand on the socket: a library for browsers would take as much of the two cores as a page."""
        status, head, page = self._exchange(method, path, urlencode(values).encode(), *more)
        for cookie in SET_COOKIE.findall(head):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if status != expected:
            raise WrongAnswer(f"{method} {path} answered {status}, not {expected}")
        return page if status != MOVED else LOCATION.findall(head)[0]

    def _exchange(self, method: str, path: str, body: bytes, *more: str) -> tuple[int, str, str]:
        here = f"localhost:{self.port}"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {here}",
            "Accept-Language: nl",
            f"Cookie: {cookies}",
            *more,
        ]
        if body:
            lines += [f"Origin: http://{here}", f"Content-Length: {len(body)}"]
            lines += ["Content-Type: application/x-www-form-urlencoded"]
        sent = "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            line.sendall(sent)
            received = b"".join(iter(lambda: line.recv(1 << 16), b""))
        head, _, page = received.partition(b"\r\n\r\n")
        return int(head[9:12]), head.decode(), page.decode(errors="replace")


def log_in(port: int, role: str) -> Visitor:
    """One press, as on the log-in page of the demonstration."""
    visitor = Visitor(port)
    token = hidden(visitor.get("/inloggen/"))["csrfmiddlewaretoken"]
    visitor.send(f"/demo/{role}/", {"csrfmiddlewaretoken": token})
    return visitor


def hidden(page: str) -> dict[str, str]:
    """The hidden fields that a form carries along."""
    return dict(HIDDEN.findall(page))


@dataclass
class Day:
    """What three people do; each method is one request, named as in the table."""

    supporter: Visitor
    coordinator: Visitor
    teacher: Visitor
    cases: Iterator[str]
    names: Iterator[str] = field(default_factory=lambda: cycle(("ma", "de v", "an", "bo", "li")))
    forms: SimpleQueue[dict[str, str]] = field(default_factory=SimpleQueue)
    asked: SimpleQueue[str] = field(default_factory=SimpleQueue)
    needless: SimpleQueue[tuple[str, dict[str, str]]] = field(default_factory=SimpleQueue)
    open_form: dict[str, str] = field(default_factory=dict)

    def week(self) -> None:
        self.supporter.get("/mijn-week/")

    def today(self) -> None:
        self.coordinator.get("/vandaag/")

    def children(self) -> None:
        self.coordinator.get("/kinderen/")

    def questions(self) -> None:
        self.coordinator.get("/vragen/")

    def search(self) -> None:
        self.coordinator.get(f"/kinderen/?{urlencode({'zoek': next(self.names)})}")

    def draft(self) -> None:
        """What a supporter types is kept every few seconds."""
        if not self.open_form:
            self.open_form = hidden(self.supporter.get("/vragen/nieuw/"))
        self.supporter.keep("/concept/", self.open_form | {"matter": "Onrust na de pauze. " * 20})

    def case(self) -> None:
        self.supporter.get(next(self.cases))

    def form(self) -> None:
        self.forms.put(hidden(self.teacher.get("/vraag-stellen/")))

    def submit(self) -> None:
        carried = first_of(self.forms)
        typed = {
            "about": "group",
            "about_words": "groep 4",
            "matter": "Onrust na de pauze.",
            "reach": "Na 15:00",
        }
        self.asked.put(KEY.findall(self.teacher.send("/vraag-stellen/", carried | typed))[0])

    def solved(self) -> None:
        """The oldest question is no longer needed: so the town has as much to do after half an hour as before."""
        page = f"/mijn-vragen/{first_of(self.asked)}/intrekken/"
        self.needless.put((page, hidden(self.teacher.get(page))))

    def withdraw(self) -> None:
        page, carried = first_of(self.needless)
        self.teacher.send(page, carried | {"why": "Het is al opgelost."})


def first_of(waiting: SimpleQueue[Waits]) -> Waits:
    try:
        return waiting.get(timeout=30)
    except Empty:
        raise WrongAnswer("What must come before did not come back in time") from None


ROWS = {
    "week": "Mijn week",
    "today": "Vandaag (coordinator)",
    "children": "List of 50: children and families",
    "questions": "List: questions of the area",
    "search": "Search by name",
    "draft": "Draft kept",
    "case": "Case page",
    "form": "Ask: the form",
    "submit": "Ask: sent",
    "solved": "Withdraw: the form",
    "withdraw": "Withdraw: sent",
}
# These follow on another.
SENT = ("submit", "solved", "withdraw")


# Of sixty requests one is a new question: more would fill a week with work that nobody could do.
_PAGES = ("week", "today", "children", "case", "form")
_TYPED = (("form", "draft"), ("form", "draft"))
_LISTS = ("children", "search", "questions")
BEATS = {
    # The five pages that are opened most.
    "pages": [*(_PAGES * 12)[:-1], "submit"],
    # 70 % reading, 20 % lists and search, 10 % writing: a question is sent and withdrawn while four drafts are kept.
    "day": [
        name
        for turn, (read, write) in enumerate([("form", "submit"), *_TYPED, ("solved", "withdraw"), *_TYPED])
        for name in (
            *("week", "case", _LISTS[turn % 3], "today", "case"),
            *("week", "case", _LISTS[(turn + 1) % 3], read, write),
        )
    ],
}


@dataclass(frozen=True)
class Answer:
    """One request: when it was due after the first, and how many milliseconds later its last byte was there."""

    page: str
    due: float
    milliseconds: float


@dataclass
class Measured:
    """What came back, what went wrong, how much of the cores the host took each second, the memory at each tenth of the run."""

    answers: list[Answer] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    memory: list[dict[str, float]] = field(default_factory=list)

    def on_whole_cores(self) -> list[Answer]:
        """Those due in a second in which the cores were ours, and so were they in the second before: a queue takes time to go."""
        ours = [share <= TAKEN_AT_MOST for share in self.taken]
        whole = [here and before for here, before in zip(ours, [True, *ours], strict=False)]
        return [each for each in self.answers if int(each.due) < len(whole) and whole[int(each.due)]]


def measure(
    day: Day, beats: list[str], *, rate: int, seconds: int, memory: Callable[[], dict[str, float]]
) -> Measured:
    """Ask on the beat, whether or not earlier requests are answered; what goes wrong is told, and the rest goes on."""
    measured, clock = Measured(), HostClock()
    begin = time.perf_counter() + 0.5

    def one(page: str, due: float) -> None:
        try:
            getattr(day, page)()
        except (WrongAnswer, OSError) as fault:
            measured.faults.append(f"{due:.1f} s, {ROWS[page]}: {fault}")
        else:
            measured.answers.append(Answer(page, due, (time.perf_counter() - begin - due) * 1000))

    with ThreadPoolExecutor(max_workers=64) as pool:
        for number, page in enumerate(islice(cycle(beats), rate * seconds)):
            due = number / rate
            time.sleep(max(0.0, begin + due - time.perf_counter()))
            if number % rate == 0:
                measured.taken.append(clock.share_taken())
            if number % max(1, rate * seconds // 10) == 0:
                pool.submit(lambda: measured.memory.append(memory()))
            pool.submit(one, page, due)
    # What stands at the beginning of a second is of the second before it.
    measured.taken = [*measured.taken[1:], clock.share_taken()]
    measured.memory.append(memory())
    return measured


class HostClock:
    """On a rented machine the host gives the cores to others at times (`steal` in proc(5)): no program can be fast then."""

    def __init__(self) -> None:
        self._seen = self._now()

    @staticmethod
    def _now() -> list[int]:
        return [int(each) for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]

    def share_taken(self) -> float:
        """Of all time of the cores since the last look."""
        before, self._seen = self._seen, self._now()
        passed = [now - then for now, then in zip(self._seen, before, strict=True)]
        return passed[7] / max(1, sum(passed))


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def table(answers: list[Answer]) -> str:
    times = {page: [each.milliseconds for each in answers if each.page == page] for page in ROWS}
    lines = ["| Page | Requests | p50 ms | p95 ms | p99 ms | worst ms |", "|---|---|---|---|---|---|"]
    for page, values in [*times.items(), ("all", [each.milliseconds for each in answers])]:
        if values:
            numbers = [*(percentile(values, share) for share in (0.5, 0.95, 0.99)), max(values)]
            told = " | ".join(f"{each:.0f}" for each in numbers)
            lines.append(f"| {ROWS.get(page, 'All')} | {len(values)} | {told} |")
    return "\n".join(lines)


def report(measured: Measured) -> str:
    """Everything, and apart from it what was answered while the cores were ours."""
    whole = measured.on_whole_cores()
    held = {part: " ".join(f"{each[part]:.0f}" for each in measured.memory) for part in measured.memory[0]}
    parts = [
        f"Memory at each tenth of the run, MB: {'; '.join(f'{part} {each}' for part, each in held.items())}"
    ]
    parts += [f"Faults: {len(measured.faults)}", *measured.faults[:20], "", table(measured.answers)]
    if len(whole) < len(measured.answers):
        share = 100 * sum(measured.taken) / len(measured.taken)
        parts += [
            f"\nThe host of this machine took {share:.1f} % of the cores, {100 * max(measured.taken):.0f} % in the worst second.",
            f"Asked while it took at most {100 * TAKEN_AT_MOST:.0f} %: {len(whole)} requests\n",
            table(whole),
        ]
    return "\n".join(parts)


def processor_seconds(pids: set[int]) -> dict[int, float]:
    """What each process used until now; unlike the clock it hardly knows what else the machine does."""
    used = {}
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def spent(before: dict[int, float], after: dict[int, float]) -> float:
    """The seconds between; a process that began meanwhile counts whole, one that ended not at all."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


def megabytes(pids: set[int]) -> float:
    """Memory of these processes; what they share is counted once (proportional set size)."""
    found = 0
    for pid in pids:
        with suppress(OSError):
            found += int(re.findall(r"(?m)^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())[0])
    return found / 1024


def family(pid: int) -> set[int]:
    """A process and everything below it."""
    with suppress(OSError):
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {pid}.union(*(family(int(each)) for each in below))
    return set()


def serving(launcher: int, private: Path) -> dict[str, set[int]]:
    """The processes of the pages (with the worker beside them), and of the database with its sessions."""
    postmaster = (private / "database" / "postmaster.pid").read_text().split("\n", 1)[0]
    database = family(int(postmaster))
    return {"pages and worker": family(launcher) - database, "database": database}


@contextmanager
def running(scale: str = "town") -> Iterator[tuple[int, Callable[[], dict[str, set[int]]]]]:
    """Port and processes of Schakel as `make run` starts it, with its own data beside that of this clone."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    private = place().private.with_name(
        f"{place().private.name}-bench{'' if scale == 'town' else f'-{scale}'}"
    )
    own = {"PORT": str(port), "SCHAKEL_PRIVATE_FOLDER": str(private), "SCHAKEL_DEMO": "1"}
    inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    command = [sys.executable, "-m", "schakel.project.launch"]
    _as_new(inherited | own, private, scale)
    launcher = subprocess.Popen(command, env=inherited | own, stdout=subprocess.DEVNULL)
    try:
        _await(port, launcher)
        yield port, lambda: serving(launcher.pid, private)
    finally:
        launcher.terminate()
        launcher.wait()


def _as_new(environment: dict[str, str], private: Path, scale: str) -> None:
    """The questions of an earlier measurement are taken out: every measurement starts on the same town.

    A region takes minutes to build and hardly notices a few questions more: it is kept.
    """
    built = (private / "database" / "schakel.demo").exists()
    if built and scale == "town":
        commands = (("migrate", "--verbosity", "0"), ("demo", "--force"))
    else:
        commands = (("migrate", "--verbosity", "0"), ("demo", f"--scale={scale}"))
    if built or scale != "town":
        for command in commands:
            schakel = [sys.executable, "-m", "schakel.project.cli", *command]
            subprocess.run(schakel, env=environment, stdout=subprocess.DEVNULL, check=True)


def _await(port: int, launcher: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            Visitor(port).get("/gezond/")
        except (OSError, WrongAnswer):
            if launcher.poll() is not None or time.monotonic() > until:
                sys.exit("Schakel did not start; its own words stand above.")
            time.sleep(0.3)
        else:
            return


def prepare(port: int, beats: list[str]) -> Day:
    """Log in, choose cases, and load every page once."""
    supporter = log_in(port, "youth_supporter")
    cases = sorted(set(CASE.findall(supporter.get("/kinderen/?ook=afgesloten"))))
    if not cases:
        raise WrongAnswer("The supporter has no case to open")
    day = Day(supporter, log_in(port, "coordinator"), log_in(port, "teacher"), cycle(cases))
    for name in {*beats}:
        for _ in range(WARM):
            getattr(day, "form" if name in SENT else name)()
    return day


def at_rest(processes: Callable[[], dict[str, set[int]]]) -> None:
    """Wait for what only a new start has to do: the log of a whole demonstration is sealed in one go."""
    calm, until = 0, time.monotonic() + PATIENCE * 10
    while calm < 3:
        if time.monotonic() > until:
            sys.exit("Schakel does not come to rest: something is at work without being asked.")
        pids = set().union(*processes().values())
        before = processor_seconds(pids)
        time.sleep(1)
        calm = calm + 1 if spent(before, processor_seconds(pids)) < 0.1 else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rate", type=int, default=60, help="requests a second")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--beat", choices=BEATS, default="pages", help="which pages, in which order")
    parser.add_argument("--scale", choices=("town", "district", "region"), default="town")
    arguments = parser.parse_args()
    beats = BEATS[arguments.beat]
    with running(arguments.scale) as (port, processes):
        day = prepare(port, beats)
        at_rest(processes)
        load = Path("/proc/loadavg").read_text().split()[0]
        before = {part: processor_seconds(pids) for part, pids in processes().items()}
        own = time.process_time()

        def memory() -> dict[str, float]:
            return {part: megabytes(pids) for part, pids in processes().items()}

        measured = measure(day, beats, rate=arguments.rate, seconds=arguments.seconds, memory=memory)
        own = time.process_time() - own
        asked = max(1, len(measured.answers))
        after = {part: processor_seconds(pids) for part, pids in processes().items()}
        used = {part: spent(before[part], after[part]) / asked for part in after}
    print(
        f"{arguments.rate} requests a second for {arguments.seconds} s, {os.cpu_count()} cores, load before: {load}"
    )
    parts = ", ".join(f"{part} {seconds * 1000:.1f}" for part, seconds in used.items())
    print(f"Processor time per request: {sum(used.values()) * 1000:.1f} ms ({parts}); ")
    print(f"beside it the load generator took {own / asked * 1000:.1f} ms")
    print(report(measured))
    sys.exit(bool(measured.faults))


if __name__ == "__main__":
    main()
