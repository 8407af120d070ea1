"""Running a reader of untrusted files in a process of its own, with limits.

Promise: whatever the file does, the caller gets a value or a ValidationError within the wall limit, and the
process it runs in stays as it is. The child has no secrets in its environment, its own session, no core file, a
limit on memory, processor time and file size; it reads and writes one temporary folder, which is gone afterwards.
On a limit or a crash the whole process group is killed and nothing it wrote is used.

The function runs as ``function(payload, folder)``; it finds its files in ``folder``, writes others to
``folder / "out"`` and returns something JSON can hold. A ``Refused`` it raises becomes a ValidationError.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from artifacts.importers.refusals import BROKEN, TOO_LARGE, TOO_SLOW, Refused, refusal

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
MEMORY_MIB = 512
SECONDS = 10
FILE_MIB = 300
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "VIRTUAL_ENV")
OUT_OF_MEMORY = 71


@dataclass(frozen=True)
class Outcome:
    """What the function returned and the files it wrote, by name."""

    value: Any
    files: dict[str, bytes]


def run_limited(
    function: str,
    payload: Mapping[str, Any],
    *,
    files: Mapping[str, bytes] | None = None,
    memory_mib: int = MEMORY_MIB,
    seconds: int = SECONDS,
) -> Outcome:
    """Run ``module:function`` in a child process.

    ``seconds`` limits wall and processor time each. Raises ValidationError when the function refuses the file,
    meets a limit or dies. Safe in any thread: the child is started afresh, not forked from this process's state.
    """
    with tempfile.TemporaryDirectory(prefix="pm-import-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "out").mkdir()
        for file_name, content in (files or {}).items():
            (folder / file_name).write_bytes(content)
        order = {"function": function, "payload": dict(payload), "memory_mib": memory_mib, "seconds": seconds}
        (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
        code = _run(folder, seconds)
        return _outcome(folder, code)


def _run(folder: Path, seconds: int) -> int:
    environment = {key: os.environ[key] for key in KEPT_ENVIRONMENT if key in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HOME": str(folder), "TMPDIR": str(folder)}
    with (folder / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-s", "-m", "artifacts.importers.child", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            cwd=folder,
            env=environment,
            close_fds=True,
            start_new_session=True,
        )
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise refusal(TOO_SLOW) from None
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the child's process group and reap the child."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _outcome(folder: Path, code: int) -> Outcome:
    answer = folder / "answer.json"
    if code == 0 and answer.exists():
        told = json.loads(answer.read_text(encoding="utf-8"))
        if "refused" in told:
            raise refusal(told["refused"])
        return Outcome(told["value"], {path.name: path.read_bytes() for path in (folder / "out").iterdir()})
    if code == OUT_OF_MEMORY:
        raise refusal(TOO_LARGE)
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise refusal(TOO_SLOW)
    logger.warning("import child ended with %s: %s", code, _last_lines(folder / "errors.txt"))
    raise refusal(BROKEN)


def _last_lines(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 4_000, 0))
        return file.read().decode("utf-8", "replace")


# --- In the child ---------------------------------------------------------------------------------


def _limit(memory_mib: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the wall limit of the parent still holds.
        return
    for kind, amount in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, FILE_MIB * 1024 * 1024),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_AS, memory_mib * 1024 * 1024),
    ):
        soft, hard = resource.getrlimit(kind)
        wanted = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        if soft == resource.RLIM_INFINITY or wanted < soft:
            resource.setrlimit(kind, (wanted, hard))


def main(folder: Path) -> int:
    """Do one order; the exit code says whether ``answer.json`` may be read."""
    order = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    _limit(order["memory_mib"], order["seconds"])
    try:
        _settings()
        module, name = order["function"].split(":")
        value = getattr(importlib.import_module(module), name)(order["payload"], folder)
        told = {"value": value}
    except Refused as refused:
        told = {"refused": refused.code}
    except MemoryError:
        return OUT_OF_MEMORY
    (folder / "answer.json").write_text(json.dumps(told), encoding="utf-8")
    return 0


def _settings() -> None:
    """Django's text functions ask for settings; the child needs none of ours."""
    from django.conf import settings

    settings.configure(USE_I18N=False)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
