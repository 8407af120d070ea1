"""A real Chromium for the browser tests and the pictures: the machine's, else the distribution's."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from scripts.steps import Refusal, Step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
ON_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
INSTALL = ("apt-get", "install", "-y", "-q", "--no-install-recommends")
MISSING = (
    "No Chromium is on this machine, and only root can install it. Install the packages chromium and "
    "fonts-noto-cjk of your distribution, or name a browser: make test CHROMIUM=/path/to/chromium"
)


def find() -> str:
    """The path of a Chromium; empty when there is none. Raises :class:`Refusal` for a wrong CHROMIUM=."""
    if named := os.environ.get("CHROMIUM", ""):
        if not os.access(named, os.X_OK):
            raise Refusal(f"CHROMIUM={named!r} is not a program.")
        return named
    found = (path for path in map(shutil.which, NAMES) if path)
    return next(found, None) or next((path for path in ON_MACOS if os.access(path, os.X_OK)), "")


def find_or_install(step: Step, log: Path) -> str:
    """The path of a Chromium, installed when root may; else empty, or a refusal where CI must not skip."""
    may_install = os.geteuid() == 0 and shutil.which("apt-get") is not None
    wanted = [] if find() else ["chromium"]
    if may_install and not _has_chinese_font():
        wanted.append("fonts-noto-cjk")
    if wanted and may_install:
        env = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
        step.run(["apt-get", "update", "-q"], env=env, log=log)
        step.run([*INSTALL, *wanted], env=env, log=log)
    found = find()
    if not found:
        if os.environ.get("CI", "").lower() == "true":
            raise Refusal(MISSING)
        print(f"\n{MISSING}", flush=True)
    return found


def _has_chinese_font() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    return bool(subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout.strip())
