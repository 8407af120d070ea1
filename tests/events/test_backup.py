"""Backup and restore: a drill on real data, a restore into an empty database, refusals."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from psycopg2 import sql

from accounts.models import User
from events import actions
from events.backups import make as making
from events.backups import manifest as manifests
from events.backups import restore as restoring
from events.backups.make import make
from events.backups.programs import BackupError
from events.models import Heartbeat
from tests import make as rows

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """Files with Chinese names, in a folder of the test's own."""
    folder = tmp_path / "media"
    (folder / "avatars").mkdir(parents=True)
    (folder / "avatars" / "头像.webp").write_bytes(b"picture")
    settings.MEDIA_ROOT = folder
    return folder


@pytest.fixture
def company() -> User:
    """Somebody, something that happened, and an outbox that has not been looked at."""
    user = rows.make_user("chen", "陈思远")
    with transaction.atomic():
        actions.record("job.started", actor=user, subject=user)
    return user


@pytest.fixture
def empty_database() -> Iterator[str]:
    name = f"{connection.settings_dict['NAME']}_empty"
    server = psycopg2.connect(**server_parameters(connection.settings_dict["NAME"]))
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield name
    with server.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    server.close()


def server_parameters(name: str) -> dict[str, Any]:
    found = connection.settings_dict
    return {
        "dbname": name,
        "host": found["HOST"],
        "port": found["PORT"],
        "user": found["USER"],
        "password": found["PASSWORD"],
    }


def ask(database: str, query: str) -> list[tuple[Any, ...]]:
    copy = psycopg2.connect(**server_parameters(database))
    try:
        with copy.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())
    finally:
        copy.close()


def manage(database: str, media: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """manage.py as an operator would run it, on another database."""
    found = connection.settings_dict
    secret = f":{found['PASSWORD']}" if found["PASSWORD"] else ""
    url = f"postgres://{found['USER']}{secret}@{found['HOST']}:{found['PORT']}/{database}"
    environment = {**os.environ, "DATABASE_URL": url, "MEDIA_ROOT": str(media), "PMCOMMS_MODE": "test"}
    environment["DJANGO_SETTINGS_MODULE"] = "pmcomms.settings"
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_backup_restores_into_an_empty_database_and_tells_nothing_old(
    company: User, media: Path, tmp_path: Path, empty_database: str
) -> None:
    folder = make(tmp_path / "backups")
    other_media = tmp_path / "restored"
    done = manage(empty_database, other_media, "restore", str(folder))
    assert done.returncode == 0, done.stderr
    assert "Held, not sent: 1 events." in done.stdout
    assert ask(empty_database, "SELECT username, full_name FROM accounts_user") == [("chen", "陈思远")]
    kinds = ask(
        empty_database, "SELECT kind, is_held FROM events_event JOIN events_outbox ON event_id = id ORDER BY id"
    )
    assert kinds == [("job.started", True), ("backup.restored", False)]
    assert (other_media / "avatars" / "头像.webp").read_bytes() == b"picture"

    again = manage(empty_database, tmp_path / "elsewhere", "restore", str(folder))
    assert again.returncode != 0
    assert "is not empty" in again.stderr
    forced = manage(empty_database, other_media, "restore", str(folder), "--force")
    assert forced.returncode == 0, forced.stderr
    assert ask(empty_database, "SELECT count(*) FROM accounts_user") == [(1,)]
    assert [path.name for path in tmp_path.glob("restored.before-*")]


def test_the_drill_restores_beside_and_leaves_nothing(company: User, tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("backup", "--to", str(tmp_path / "backups"), "--drill", stdout=out)
    assert "Drill passed" in out.getvalue()
    assert Heartbeat.objects.filter(name="backup-drill").exists()
    left = ask(connection.settings_dict["NAME"], "SELECT datname FROM pg_database WHERE datname LIKE '%_drill'")
    assert f"{connection.settings_dict['NAME']}_drill" not in [name for (name,) in left]


def test_the_manifest_has_checksums_and_no_secret(company: User, tmp_path: Path) -> None:
    folder = make(tmp_path / "backups")
    text = (folder / "manifest.json").read_text()
    stored = json.loads(text)
    assert stored["rows"]["accounts_user"] == 1
    assert [row["path"] for row in stored["media"]] == ["media/avatars/头像.webp"]
    assert set(stored["keys"]) == {"SECRET_KEY", "EMAIL_URL", "DATABASE_URL"}
    assert django_settings.SECRET_KEY not in text
    assert list(manifests.faults(folder, manifests.read(folder))) == []


@pytest.mark.parametrize("damage", ["dump", "file", "missing", "manifest", "outside"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    company: User, tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(tmp_path / "backups")
    if damage == "dump":
        (folder / "database.dump").write_bytes(b"broken")
    elif damage == "file":
        (folder / "media" / "avatars" / "头像.webp").write_bytes(b"PICTURE")
    elif damage == "missing":
        (folder / "media" / "avatars" / "头像.webp").unlink()
    elif damage == "manifest":
        (folder / "manifest.json").write_text("{")
    else:
        stored = json.loads((folder / "manifest.json").read_text())
        stored["media"][0]["path"] = "../../secret"
        (folder / "manifest.json").write_text(json.dumps(stored))
    touched: list[str] = []
    monkeypatch.setattr(restoring, "_restore_database", lambda dump: touched.append(str(dump)))
    with pytest.raises(BackupError):
        restoring.restore(folder, force=True)
    assert touched == []
    assert User.objects.count() == 1


def test_a_database_or_folder_in_use_is_refused_without_force(company: User, tmp_path: Path) -> None:
    folder = make(tmp_path / "backups")
    with pytest.raises(CommandError, match="is not empty"):
        call_command("restore", str(folder))
    assert User.objects.count() == 1


def test_a_failed_backup_leaves_no_folder_that_looks_complete(
    company: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "copy_files", full)
    with pytest.raises(BackupError, match="No space left"):
        make(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_file_that_comes_while_the_dump_runs_is_in_the_backup(
    company: User, media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = making.programs.run

    def slow(name: str, arguments: list[str], **more: Any) -> None:
        (media / "late.bin").write_bytes(b"late")
        (media / "avatars" / "头像.webp").unlink()
        run(name, arguments, **more)

    monkeypatch.setattr(making.programs, "run", slow)
    folder = make(tmp_path / "backups")
    assert {row.path for row in manifests.read(folder).media} == {"media/avatars/头像.webp", "media/late.bin"}


def test_an_older_server_program_is_refused(company: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from events.backups import programs

    monkeypatch.setattr(programs, "_major", lambda path: 9)
    with pytest.raises(BackupError, match="or newer is needed"):
        programs.find("pg_dump")
