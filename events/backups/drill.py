"""The drill: restore a backup into a scratch database and compare, every night."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from django.db import connection
from django.utils import timezone
from psycopg2 import sql

from events.backups import manifest as manifests
from events.backups import programs
from events.backups.programs import BackupError
from events.models import Heartbeat


def drill(folder: Path) -> dict[str, int]:
    """Restore ``folder`` beside the database, check it, throw it away; rows per table of the copy.

    Raises ``BackupError`` when a file is damaged, the dump does not restore, a table is missing or empty
    where it was not, or an event has neither a position nor an outbox row.
    """
    manifest = manifests.read(folder)
    if damaged := list(manifests.faults(folder, manifest)):
        raise BackupError("The backup is damaged: " + "; ".join(damaged[:10]) + ".")
    name = f"{connection.settings_dict['NAME']}_drill"
    with _scratch(name):
        dump = str(folder / manifest.database.path)
        arguments = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--dbname={name}"]
        programs.run("pg_restore", [*arguments, dump], database=name)
        found = _look(name, manifest.rows)
    Heartbeat.objects.update_or_create(name="backup-drill", defaults={"beat_at": timezone.now()})
    return found


@contextmanager
def _scratch(name: str) -> Iterator[None]:
    server = _connect(connection.settings_dict["NAME"])
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield
    finally:
        with server.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.close()


def _connect(name: str) -> psycopg2.extensions.connection:
    parameters = {**connection.get_connection_params(), "dbname": name}
    # The server's limits on statements are meant for pages.
    parameters.pop("options", None)
    for unneeded in ("cursor_factory", "context", "client_encoding"):
        parameters.pop(unneeded, None)
    return psycopg2.connect(**parameters)


def _look(name: str, expected: dict[str, int]) -> dict[str, int]:
    copy = _connect(name)
    try:
        with copy.cursor() as cursor:
            found = {}
            for table in expected:
                cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
                found[table] = (cursor.fetchone() or (0,))[0]
            cursor.execute(
                "SELECT count(*) FROM events_event LEFT JOIN events_outbox ON event_id = events_event.id "
                "WHERE position IS NULL AND event_id IS NULL"
            )
            lost = (cursor.fetchone() or (0,))[0]
    except psycopg2.Error as error:
        raise BackupError(f"The restored copy is not complete: {error}") from error
    finally:
        copy.close()
    empty = [table for table, rows in expected.items() if rows and not found[table]]
    if empty or lost:
        raise BackupError(f"The restored copy differs: empty tables {empty}, events lost {lost}.")
    return found
