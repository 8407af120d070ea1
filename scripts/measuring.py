"""``make bench``, ``make data``, ``make screenshots``."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

from pmcomms.embedded import FOR_DEMO, FOR_MEASURING
from scripts.chromium import find_or_install
from scripts.instance import Site
from scripts.options import Options
from scripts.running import WORKERLESS, site_running
from scripts.steps import ROOT, Refusal, Steps

FILL = "import sys, django; django.setup(); from bench.datasets import make; make(sys.argv[1])"


def bench(options: Options, steps: Steps) -> int:
    """The figures; status 1 when a goal is missed. The data set is made once and kept in VAR."""
    site = Site(options, "demo", FOR_MEASURING)
    site.compile_translations(steps)
    with site.servers_running(steps):
        site.keep_secret()
        site.manage(steps, "Database tables", "migrate", "--noinput")
        command = [sys.executable, "-m", "bench", "--size", options.size]
        command += ["--only", options.only] if options.only else []
        return _attended(command, site)


def data(options: Options, steps: Steps) -> int:
    """Fill VAR (var/bench unless told) with a data set; look at it with ``make demo VAR=…``."""
    site = Site(options, "demo", FOR_MEASURING)
    site.compile_translations(steps)
    with site.servers_running(steps):
        site.keep_secret()
        site.manage(steps, "Database tables", "migrate", "--noinput")
        with steps.step(f"Data set {options.size}") as step:
            command = [sys.executable, "-c", FILL, options.size]
            step.run(command, env=site.env, log=site.log / "manage.log")
    print(f"Look at it with: make demo VAR='{options.var}'")
    return 0


def screenshots(options: Options, steps: Steps) -> int:
    """Every page of a fresh demo company, in both themes and three widths, under VAR."""
    site = Site(dataclasses.replace(options, reset=not options.database_url), "demo", FOR_DEMO)
    with steps.step("Chromium") as step:
        chromium = find_or_install(step, site.log / "prepare.log")
    if not chromium:
        raise Refusal("Pictures need a Chromium.")
    with site_running(site, steps, leave_out=WORKERLESS):
        site.env |= {"CHROMIUM": chromium, "SCREENSHOTS_OF": options.address, "SCREENSHOTS_IN": str(options.var)}
        return _attended([sys.executable, str(ROOT / "scripts" / "screenshots.py")], site)


def _attended(command: list[str], site: Site) -> int:
    """Run a program whose output is what was asked for; its status."""
    child = subprocess.Popen(command, cwd=ROOT, env=site.env)
    try:
        return child.wait()
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait(10)
