"""``make demo`` as a whole: from the command to a person signed in, and to nothing left."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from pmcomms.demo.people import ROLES
from pmcomms.embedded import EmbeddedServers
from pmcomms.embedded.place import free_port
from scripts.steps import ROOT


@dataclass
class Demo:
    """One running ``make demo`` with its own folder and port, and a browser without pictures."""

    var: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start and return what was printed until it was ready."""
        unwanted = ("DATABASE_URL", "REDIS_URL", "PMCOMMS_MODE", "SECRET_KEY", "CI", "ALLOWED_HOSTS", "SITE_URL")
        env = {name: value for name, value in os.environ.items() if name not in unwanted}
        env |= {"VAR": str(self.var), "PORT": str(self.port)}
        self.process = subprocess.Popen(
            [sys.executable, "scripts/run.py", "demo"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        printed = []
        for line in self.process.stdout:
            printed.append(line)
            if "Ctrl-C stops everything" in line:
                return "".join(printed)
        raise AssertionError("".join(printed))

    def stop(self, number: signal.Signals) -> float:
        """Ask it to stop; the seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        return time.monotonic() - began

    def browser(self) -> urllib.request.OpenerDirector:
        return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def processes(self) -> list[str]:
        """Command lines of running processes that know this folder."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    environment = (entry / "environ").read_bytes()
                    command = (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                if os.fsencode(self.var) in environment + command:
                    found.append(command.replace(b"\0", b" ").decode(errors="replace"))
        return found


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    made = Demo(tmp_path / "演示 var")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop(signal.SIGTERM)
    EmbeddedServers(made.var).erase()
    shutil.rmtree(made.var, ignore_errors=True)


def test_the_demo_starts_lets_everybody_in_keeps_its_data_and_leaves_nothing(demo: Demo) -> None:
    printed = demo.start()
    assert f"http://localhost:{demo.port}" in printed
    for name in ("Python packages", "Front end", "PostgreSQL", "Demo company"):
        assert re.search(rf"\[\d/9\] .*{name}.*  \d+\.\d s", printed), name
    for role, username in ROLES.items():
        assert re.search(rf"{role} +{username}", printed)

    for role in ROLES:
        browser = demo.browser()
        with browser.open(demo.address("/demo/enter/"), urlencode({"as": role}).encode()) as answer:
            assert answer.status == 200
            assert "login" not in answer.url

    env = {"PATH": os.environ["PATH"], "VAR": str(demo.var)}
    command = [sys.executable, "manage.py", "create_token", "--user", ROLES["pm"], "--scope", "read"]
    token = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout.strip()
    assert token.startswith("pm_")
    asked = urllib.request.Request(demo.address("/api/v1/products/"), headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(asked) as answer:
        assert len(json.load(answer)["items"]) == 3

    with urllib.request.urlopen(demo.address("/readyz")) as answer:
        assert json.load(answer)["status"] == "ready"

    assert len(demo.processes()) >= 4
    assert demo.stop(signal.SIGTERM) < 10
    assert demo.processes() == []

    printed = demo.start()
    assert re.search(r"Demo company  \d+\.\d s  kept", printed)
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 200
    assert demo.stop(signal.SIGINT) < 10
    assert demo.processes() == []
