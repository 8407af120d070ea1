"""``make demo`` and ``make dev``: the whole of pmcomms on one machine."""

from __future__ import annotations

import contextlib
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

from pmcomms.demo.people import PASSWORD, PEOPLE, ROLES
from pmcomms.embedded import FOR_DEMO
from scripts.environment import forget_build, system_node
from scripts.instance import Site
from scripts.options import Options
from scripts.steps import ROOT, Steps
from scripts.supervise import Program, Supervisor, undisturbed

WORKER = ["-A", "pmcomms.celery", "worker", "--pool", "threads", "--concurrency", "4"]
WORKERLESS = ("worker",)
QUIET = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]


def demo(options: Options, steps: Steps) -> int:
    """Runs until stopped. Data is kept in VAR; RESET=1 starts anew."""
    site = Site(options, "demo", FOR_DEMO)
    _open_to(options, site)
    with site_running(site, steps) as supervisor:
        _welcome(options, steps)
        supervisor.watch()
    return 0


def dev(options: Options, steps: Steps) -> int:
    """The same with debug pages, reloading on a change of Python or templates, and a watching bundler."""
    site = Site(options, "dev", FOR_DEMO)
    site.env.setdefault("DEBUG", "1")
    with site_running(site, steps, is_reloading=True) as supervisor:
        _welcome(options, steps)
        supervisor.watch()
    return 0


@contextlib.contextmanager
def site_running(
    site: Site, steps: Steps, *, is_reloading: bool = False, leave_out: tuple[str, ...] = ()
) -> Iterator[Supervisor]:
    """Everything from translations to a web server that answers; all of it ended afterwards."""
    site.compile_translations(steps)
    supervisor = Supervisor(site.servers)
    with site.servers_running(steps):
        try:
            site.keep_secret()
            site.manage(steps, "Database tables", "migrate", "--noinput")
            with steps.step("Demo company") as step:
                if site.has_people():
                    step.note = "kept"
                else:
                    seed = [sys.executable, str(ROOT / "manage.py"), "seed_demo"]
                    step.run(seed, env=site.env, log=site.log / "manage.log")
            with steps.step("Web server, worker and beat") as step:
                for program in programs(site, is_reloading=is_reloading):
                    if program.name not in leave_out:
                        supervisor.start(program)
                supervisor.wait_until(lambda: answers(site.options), step.tick)
            yield supervisor
        finally:
            with undisturbed():
                supervisor.stop()


def programs(site: Site, *, is_reloading: bool) -> list[Program]:
    options = site.options
    env = site.env | {"HOST": options.host, "PORT": str(options.port)}
    ticking = site.env | {"BEAT_IN_WORKER": "1"}
    web = [sys.executable, "-m", "pmcomms.serve"]
    if is_reloading:
        folders = [name.name for name in sorted(ROOT.iterdir()) if (name / "__init__.py").exists()]
        web = [sys.executable, "-m", "uvicorn", "pmcomms.asgi:application", "--reload"]
        web += ["--host", options.host, "--port", str(options.port), "--timeout-graceful-shutdown", "3"]
        for folder in [*(name for name in folders if name != "tests"), "templates"]:
            web += ["--reload-dir", folder]
        web += ["--reload-include", "*.html", "--reload-include", "*.py"]
    found = [
        Program("web server", web, env, site.log / "web.log"),
        Program("worker", [sys.executable, "-m", "celery", *WORKER, *QUIET], ticking, site.log / "worker.log"),
    ]
    if is_reloading:
        forget_build()  # the bundler that watches leaves another build than make demo makes
        node = system_node()
        bundler = str(node / "node") if node else "node"
        found.append(Program("bundler", [bundler, str(ROOT / "build.mjs"), "--watch"], env, site.log / "build.log"))
    return found


def answers(options: Options) -> bool:
    """Whether the web server of these options is up."""
    host = "127.0.0.1" if options.host in ("0.0.0.0", "localhost") else options.host  # noqa: S104
    try:
        with urllib.request.urlopen(f"http://{host}:{options.port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _open_to(options: Options, site: Site) -> None:
    """A demo for the whole office (HOST=0.0.0.0) is asked for under any name; it holds nothing real."""
    if options.host not in ("127.0.0.1", "localhost", "::1"):
        site.env.setdefault("ALLOWED_HOSTS", "*")


def _welcome(options: Options, steps: Steps) -> None:
    names = {person.username: f"{person.full_name} {person.job_title}" for person in PEOPLE}
    print(f"\npmcomms runs at {options.address}   ({steps.seconds():.0f} s; data and logs in {options.var})\n")
    if os.environ.get("PMCOMMS_MODE") != "production":
        print(f"Sign in with one click on the first page, or by name with the password {PASSWORD}:")
        for role, username in ROLES.items():
            print(f"  {role:<11} {username:<12} {names[username]}")
    print("\nCtrl-C stops everything.", flush=True)
