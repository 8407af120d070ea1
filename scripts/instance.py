"""A pmcomms that is being started: its variables, its servers, its rows."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping

import psycopg2

from pmcomms.embedded import EmbeddedError, EmbeddedServers
from scripts.options import Options
from scripts.steps import ROOT, Refusal, Steps
from scripts.supervise import undisturbed

MANAGE = [sys.executable, str(ROOT / "manage.py")]


class Site:
    """What the commands share: servers started or given, and how to run ``manage.py`` against them."""

    def __init__(self, options: Options, mode: str, settings: Mapping[str, str]) -> None:
        self.options = options
        self.log = options.var / "log"
        given = {"postgres": options.database_url, "valkey": options.redis_url}
        self.servers = EmbeddedServers(
            options.var, settings, tuple(name for name, address in given.items() if not address)
        )
        self.env: dict[str, str] = dict(os.environ) | {
            "DJANGO_SETTINGS_MODULE": "pmcomms.settings",
            "PMCOMMS_MODE": mode,
            "VAR": str(options.var),
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        }
        addresses = {"DATABASE_URL": options.database_url, "REDIS_URL": options.redis_url}
        self.env |= {name: address for name, address in addresses.items() if address}
        self.env.setdefault("SITE_URL", options.address)
        # Whatever .env says: invented people get no mail by a real server.
        self.env.setdefault("EMAIL_URL", "consolemail://")

    @contextlib.contextmanager
    def servers_running(self, steps: Steps) -> Iterator[None]:
        """Start what is not given, and stop it whatever happens."""
        try:
            with steps.step(self._servers_title()) as step:
                if self.options.reset:
                    self.reset()
                self.servers.start()
                self.env |= self.servers.environment()
                self._refuse_silent_database()
                step.note = ""
            yield
        except EmbeddedError as error:
            raise Refusal(str(error)) from error
        finally:
            with undisturbed():
                self.servers.stop()

    def _servers_title(self) -> str:
        titles = {"postgres": "PostgreSQL", "valkey": "Valkey"}
        embedded = [titles[name] for name in self.servers.wanted]
        return f"Embedded {' and '.join(embedded)}" if embedded else "Database and Redis as given"

    def reset(self) -> None:
        """Delete what an earlier start has made. Never a database that was given."""
        if self.options.database_url:
            raise Refusal("RESET=1 deletes only the embedded database; empty the one of DATABASE_URL yourself.")
        self.servers.erase()
        for name in ("media", "secret-key"):
            path = self.options.var / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def _refuse_silent_database(self) -> None:
        try:
            psycopg2.connect(self.env["DATABASE_URL"], connect_timeout=5).close()
        except psycopg2.Error as error:
            raise Refusal(f"DATABASE_URL does not lead to a database: {str(error).strip()}") from error

    def keep_secret(self) -> None:
        """A secret key of this folder, so that sessions outlive a restart and no two demos share one."""
        if "SECRET_KEY" in self.env:
            return
        path = self.options.var / "secret-key"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(50))
        self.env["SECRET_KEY"] = path.read_text().strip()

    def manage(self, steps: Steps, title: str, *arguments: str) -> None:
        """One step that runs ``manage.py``."""
        with steps.step(title) as step:
            step.run([*MANAGE, *arguments], env=self.env, log=self.log / "manage.log")

    def compile_translations(self, steps: Steps) -> None:
        with steps.step("Translations") as step:
            command = [sys.executable, str(ROOT / "scripts" / "translations.py"), "compile"]
            step.run(command, env=self.env, log=self.log / "prepare.log")

    def has_people(self) -> bool:
        connection = psycopg2.connect(self.env["DATABASE_URL"])
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)")
                return bool(cursor.fetchone()[0])
        finally:
            connection.close()
