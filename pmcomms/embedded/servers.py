"""Both servers of one VAR folder, started and stopped together."""

from __future__ import annotations

import errno
import time
from collections.abc import Mapping
from pathlib import Path

from pmcomms.embedded.account import Account, EmbeddedError
from pmcomms.embedded.place import Place
from pmcomms.embedded.postgres import Postgres
from pmcomms.embedded.valkey import Valkey

# A crash of the machine may cost the demo its last half second, never its consistency.
FOR_DEMO = {"synchronous_commit": "off"}
# Tests throw their data away.
FOR_TESTS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "200"}
FOR_MEASURING = {"synchronous_commit": "off", "shared_buffers": "512MB", "max_connections": "200"}


class EmbeddedServers:
    """``wanted`` names those to start: some are brought by DATABASE_URL or REDIS_URL. Not thread-safe."""

    def __init__(
        self,
        var: Path,
        settings: Mapping[str, str] = FOR_DEMO,
        wanted: tuple[str, ...] = ("postgres", "valkey"),
    ) -> None:
        self.place = Place(var, Account.for_this_process())
        self.settings = settings
        self.wanted = wanted
        self.running: dict[str, Postgres | Valkey] = {}

    def start(self) -> None:
        """Start and wait until they answer. Raises :class:`EmbeddedError` with a sentence; then none runs."""
        try:
            self.place.prepare()
            programs = self.place.programs()
            remembered = self.place.remember()
            if "postgres" in self.wanted:
                self._start("postgres", Postgres(self.place, programs, remembered, self.settings))
            if "valkey" in self.wanted:
                self._start("valkey", Valkey(self.place, programs, remembered))
        except OSError as error:
            self.stop()
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise EmbeddedError(f"The disk is full: no room for {error.filename or self.place.root}.") from error
            raise EmbeddedError(f"The embedded servers cannot be started: {error}.") from error
        except BaseException:
            self.stop()
            raise

    def _start(self, name: str, server: Postgres | Valkey) -> None:
        self.running[name] = server
        server.start()

    def stop(self) -> None:
        """End them, the database last."""
        for name in ("valkey", "postgres"):
            if server := self.running.pop(name, None):
                server.stop()

    def environment(self) -> dict[str, str]:
        """What the settings need to find the running servers."""
        names = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
        return {names[name]: server.url() for name, server in self.running.items()}

    def revive(self) -> list[str]:
        """Start again, at the same ports, what ended by itself; returns the names."""
        dead = [name for name, server in self.running.items() if server.child and server.child.poll() is not None]
        for name in dead:
            self._start_patiently(self.running[name])
        return dead

    def _start_patiently(self, server: Postgres | Valkey) -> None:
        """A killed PostgreSQL leaves processes that hold its memory for a moment more."""
        for pause in (0.2, 0.5, 1, 2):
            try:
                return server.start()
            except EmbeddedError:
                time.sleep(pause)
        return server.start()

    def erase(self) -> None:
        """Delete the data. Raises :class:`EmbeddedError` while the servers run."""
        if self.running:
            raise EmbeddedError("The servers run; stop them before deleting their data.")
        self.place.erase()
