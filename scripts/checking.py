"""``make check`` and ``make test``: every promise the machine can keep an eye on."""

from __future__ import annotations

import os
import subprocess
import sys

from pmcomms.embedded import FOR_TESTS
from scripts.chromium import find_or_install
from scripts.instance import MANAGE, Site
from scripts.options import Options
from scripts.steps import ROOT, Refusal, Steps

PYTHON = sys.executable
CHECKS = (
    ("Lint", [PYTHON, "-m", "ruff", "check", "--quiet", "--output-format", "concise", "."]),
    ("Format", [PYTHON, "-m", "ruff", "format", "--quiet", "--check", "--output-format", "concise", "."]),
    ("Types", [PYTHON, "-m", "mypy", "--no-error-summary", "."]),
    ("Templates", [PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"]),
    ("Translations", [PYTHON, str(ROOT / "scripts" / "translations.py"), "check"]),
)


def check(options: Options, steps: Steps) -> int:
    """Everything but the tests. All checks run, so that one start shows all that is wrong."""
    site = Site(_forgetting(options), "test", FOR_TESTS)
    failed = _static_checks(site, steps)
    with site.servers_running(steps):
        failed += _migrations_check(site, steps)
    if failed:
        raise Refusal(f"Failed: {', '.join(failed)}.")
    return 0


def test(options: Options, steps: Steps) -> int:
    """All checks, then the whole suite. ``ONLY=`` runs the tests it names, and no checks."""
    site = Site(_forgetting(options), "test", FOR_TESTS)
    failed = [] if options.only else _static_checks(site, steps)
    site.compile_translations(steps)
    with steps.step("Chromium") as step:
        site.env["CHROMIUM"] = find_or_install(step, site.log / "prepare.log")
        step.note = site.env["CHROMIUM"] or "none: browser tests are skipped"
    with site.servers_running(steps):
        if not options.only:
            failed += _migrations_check(site, steps)
        status = _pytest(site, options)
    if failed:
        print(f"Failed besides the tests: {', '.join(failed)}.", file=sys.stderr, flush=True)
    return status or (1 if failed else 0)


def _forgetting(options: Options) -> Options:
    """Tests start from nothing, every time: their data folder is nobody's."""
    return options if options.database_url else options.starting_anew()


def _static_checks(site: Site, steps: Steps) -> list[str]:
    return [name for name, command in CHECKS if not _passes(name, command, site, steps)]


def _migrations_check(site: Site, steps: Steps) -> list[str]:
    command = [*MANAGE, "makemigrations", "--check", "--dry-run"]
    return [] if _passes("Migrations", command, site, steps) else ["Migrations"]


def _passes(name: str, command: list[str], site: Site, steps: Steps) -> bool:
    with steps.step(name) as step:
        output, status = step.run_any(command, env=site.env, log=site.log / "check.log")
        step.note = "ok" if status == 0 else "FAILED"
    if status != 0:
        print("\n".join(f"    {line}" for line in output.strip().splitlines()[-200:]), flush=True)
    return status == 0


def _pytest(site: Site, options: Options) -> int:
    processes = max(1, min(os.cpu_count() or 1, 4))
    command = [PYTHON, "-m", "pytest", "-n", str(processes), "--dist", "worksteal", "-p", "no:cacheprovider"]
    command += options.only.split() if options.only else ["tests"]
    print(f"[tests] {processes} processes", flush=True)
    # A busy machine must not fail a test that has nothing to do with time.
    child = subprocess.Popen(command, cwd=ROOT, env={"STATEMENT_SECONDS": "60", **site.env})
    try:
        return child.wait()
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait(10)
