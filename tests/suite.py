"""``make test`` and ``make stress``: every test on both databases, and one table at the end.

    python -m tests.suite [stress]

The environment's ``ARGS`` go to each run of pytest. With ``NOTHING_SKIPPED`` set, as in CI, a
missing Chromium or a skipped test is a failure.
"""

import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.chromium import executable
from tests.environment import clean
from tests.postgres import postgres

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
PARALLEL = ("-n", "2", "--dist", "loadgroup")


@dataclass(frozen=True)
class Round:
    """One run of pytest: the tests that ``marks`` picks, on ``database``."""

    name: str
    database: str
    marks: str
    options: tuple[str, ...] = PARALLEL


TEST = (
    Round("Tests", SQLITE, "not browser and not stress"),
    Round("Tests", POSTGRESQL, "not browser and not stress and not once"),
)
BROWSER = (
    Round("Browser", SQLITE, "browser and not stress"),
    Round("Browser journeys", POSTGRESQL, "browser and journey and not stress"),
)
# Alone on the machine, in their own order, as long as they take, and free to print their tables.
ALONE = ("-n", "0", "-p", "no:randomly", "-o", "faulthandler_timeout=0", "-s")
STRESS = (
    Round("Stress", SQLITE, "stress", ALONE),
    Round("Stress", POSTGRESQL, "stress", ALONE),
)


@dataclass(frozen=True)
class Result:
    """How one round ended: pytest's exit status, its counts, and the seconds it took."""

    round: Round
    status: int
    passed: int
    failed: int
    skipped: int
    seconds: float

    @property
    def ran_nothing(self) -> bool:
        return self.status == 5


def run(
    chosen: Round, arguments: Sequence[str], environment: dict[str, str], report: Path
) -> Result:
    """Run ``chosen`` with pytest's further ``arguments``. The counts are read from ``report``."""
    print(f"\n=== {chosen.name} on {chosen.database}", flush=True)
    command = [sys.executable, "-m", "pytest", "-m", chosen.marks, *chosen.options]
    start = time.monotonic()
    status = subprocess.run(
        [*command, f"--junit-xml={report}", *arguments], env=environment
    ).returncode
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    if report.exists():
        suite = ElementTree.parse(report).getroot().find("testsuite")
        if suite is not None:
            counts = {name: int(suite.get(name, 0)) for name in counts}
    failed = counts["failures"] + counts["errors"]
    passed = counts["tests"] - failed - counts["skipped"]
    return Result(chosen, status, passed, failed, counts["skipped"], time.monotonic() - start)


def browser_problem() -> str | None:
    """Why browser tests cannot run on this machine, and what to do; None where they can."""
    if not executable():
        return (
            "no Chromium was found. Install it (Debian: apt-get install chromium), or name it:"
            " make test CHROMIUM=/path/to/chromium"
        )
    driver = [sys.executable, "-m", "playwright", "--version"]
    tried = subprocess.run(driver, capture_output=True, text=True)
    if tried.returncode:
        said = tried.stderr.strip().splitlines() or ["no reason"]
        return f"Playwright does not start: {said[-1]} (Debian: apt-get install libatomic1)"
    return None


def summary(results: Sequence[Result], complaints: Sequence[str]) -> str:
    """The closing table, with a last line that machines read."""
    lines = [f"\n{'':30}{'passed':>8}{'failed':>8}{'skipped':>9}{'time':>9}"]
    lines += [
        f"{f'{result.round.name} on {result.round.database}':30}{result.passed:8}{result.failed:8}"
        f"{result.skipped:9}{clock(result.seconds):>9}"
        for result in results
    ]
    lines += ["", *complaints, f"Time: {clock(sum(result.seconds for result in results))}"]
    # What broke a round without failing a test, such as an error in a conftest, counts as one.
    failed = sum(result.failed or result.status not in (0, 5) for result in results)
    lines.append(
        f"{sum(result.passed for result in results)} passed, {failed} failed,"
        f" {sum(result.skipped for result in results)} skipped"
    )
    return "\n".join(lines)


def clock(seconds: float) -> str:
    """``seconds`` as minutes and seconds: "3:07"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def main() -> int:
    """Run the rounds. Returns 0 where all that was asked for passed."""
    stress = sys.argv[1:] == ["stress"]
    arguments = shlex.split(os.environ.get("ARGS", ""))
    strict = bool(os.environ.get("NOTHING_SKIPPED"))
    rounds: tuple[Round, ...] = STRESS if stress else TEST
    complaints = []
    if not stress:
        problem = browser_problem()
        rounds += () if problem else BROWSER
        complaints += [f"Browser tests did not run: {problem}"] if problem else []
    results = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="meridian-suite-")))
        url = None
        for number, chosen in enumerate(rounds):
            environment = clean(TMPDIR=str(folder))
            if chosen.database == POSTGRESQL:
                url = url or stack.enter_context(postgres())
                environment["DATABASE_URL"] = url
            results.append(run(chosen, arguments, environment, folder / f"{number}.xml"))
    if all(result.ran_nothing for result in results):
        complaints.append("No test matches.")
    if strict and any(result.skipped for result in results):
        complaints.append("Tests were skipped, which NOTHING_SKIPPED forbids.")
    print(summary(results, complaints))
    failed = any(result.status not in (0, 5) for result in results)
    return int(failed or all(r.ran_nothing for r in results) or (strict and bool(complaints)))


if __name__ == "__main__":
    # Through the finally clauses, which remove the server and the files, also when told to stop.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
