"""The commands: what each needs prepared, and what it runs."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable

from scripts import environment
from scripts.options import Options
from scripts.steps import ROOT, Refusal, Steps
from scripts.supervise import Stopped, stoppable

PREPARED_KEY = "PMCOMMS_PREPARED"
# name → (folder under var/, needs the packages for tests, steps, what it does)
COMMANDS: dict[str, tuple[str, bool, int, str]] = {
    "demo": ("", False, 9, "the demo company"),
    "dev": ("dev", True, 9, "a reloading server"),
    "check": ("test", True, 11, "format, lint, types, migrations, templates, translations"),
    "test": ("test", True, 14, "all checks and all tests"),
    "bench": ("bench", True, 7, "the figures"),
    "data": ("bench", True, 8, "a data set"),
    "screenshots": ("screenshots", True, 10, "a picture of every page"),
}


def main(arguments: list[str]) -> int:
    """Run one command; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # suppressed where there is none
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        for name, (_, _, _, what) in COMMANDS.items():
            print(f"  make {name:<12} {what}")
        return 2
    try:
        with stoppable():
            return _run(arguments[0])
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print(f"\nThe disk is full: no room for {error.filename or 'what has to be written'}.", file=sys.stderr)
        return 1
    except Stopped as stopped:
        return 128 + int(stopped.args[0])


def _run(name: str) -> int:
    folder, is_for_tests, total, what = COMMANDS[name]
    options = Options.from_environment(folder)
    if name in ("demo", "dev"):
        options.refuse_taken_port()
    options.refuse_var_that_cannot_be_written()
    options.refuse_full_disk()
    steps = Steps(f"pmcomms: {what}", total)
    if os.environ.get(PREPARED_KEY) != str(os.getpid()):
        environment.prepare(steps, options.var / "log" / "prepare.log", is_for_tests=is_for_tests)
        # The same process goes on under the Python that has the packages.
        env = dict(os.environ) | steps.remember() | {PREPARED_KEY: str(os.getpid())}
        os.execve(environment.PYTHON, [str(environment.PYTHON), str(ROOT / "scripts" / "run.py"), name], env)
    for key in (*steps.remember(), PREPARED_KEY):
        os.environ.pop(key, None)
    return _body(name)(options, steps)


def _body(name: str) -> Callable[[Options, Steps], int]:
    # Imported here: they need the installed packages.
    from scripts import checking, measuring, running

    return {
        "demo": running.demo,
        "dev": running.dev,
        "check": checking.check,
        "test": checking.test,
        "bench": measuring.bench,
        "data": measuring.data,
        "screenshots": measuring.screenshots,
    }[name]
