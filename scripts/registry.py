"""uv does not read pip's configuration: where a mirror is named for pip alone, hand it on.

Nothing is written down: the addresses go from pip's configuration into uv's environment.
"""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

OWN_OF_UV = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_CONFIG_FILE")


def registry_for_uv(python: Path, env: Mapping[str, str]) -> dict[str, str]:
    """Variables that make uv ask where pip asks; empty when uv has been told something of its own."""
    files = (Path("/etc/uv/uv.toml"), Path(env.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "uv" / "uv.toml")
    if any(name in env for name in OWN_OF_UV) or any(path.exists() for path in files):
        return {}
    answer = subprocess.run(
        [python, "-m", "pip", "config", "list"], env=dict(env), capture_output=True, text=True, check=False
    )
    return translated(answer.stdout)


def translated(listing: str) -> dict[str, str]:
    """The same from the text of ``pip config list`` (later lines win, as with pip)."""
    values: dict[str, list[str]] = {}
    for line in listing.splitlines():
        name, separator, value = line.partition("=")
        if separator and name.startswith(("global.", "install.", ":env:.")):
            words = shlex.split(value)
            values[name.rpartition(".")[2]] = [word for text in words for word in text.replace("\\n", " ").split()]
    found: dict[str, str] = {}
    if index := values.get("index-url"):
        found["UV_DEFAULT_INDEX"] = index[0]
    if extra := values.get("extra-index-url"):
        found["UV_INDEX"] = " ".join(extra)
        # pip takes the best of all indexes. The pinned hashes say which file is meant, whoever offers it.
        found["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if links := values.get("find-links"):
        found["UV_FIND_LINKS"] = ",".join(links)
    if certificates := values.get("cert"):
        found["SSL_CERT_FILE"] = certificates[0]
    if hosts := values.get("trusted-host"):
        found["UV_INSECURE_HOST"] = " ".join(hosts)
    return found
