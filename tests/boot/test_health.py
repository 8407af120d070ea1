"""``/healthz`` and ``/readyz``."""

from __future__ import annotations

import datetime
import shutil
from types import SimpleNamespace

import pytest
import redis
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from events.models import Event, Heartbeat, Outbox


def beat(seconds_ago: int) -> None:
    moment = timezone.now() - datetime.timedelta(seconds=seconds_ago)
    Heartbeat.objects.update_or_create(name="beat", defaults={"beat_at": moment})


def test_healthz_answers_under_any_host_name_without_the_database(client: Client) -> None:
    # Without the db fixture every query would fail the test.
    answer = client.get("/healthz", headers={"host": "10.1.2.3"})
    assert answer.status_code == 200
    assert answer.content == b"ok\n"


@pytest.mark.django_db
def test_readyz_is_ready_when_everything_is_there(client: Client) -> None:
    beat(5)
    answer = client.get("/readyz", headers={"host": "10.1.2.3"})
    assert answer.status_code == 200
    told = answer.json()
    assert told["status"] == "ready"
    assert set(told["checks"]) == {"database", "redis", "beat", "oldest_due", "disk"}
    assert told["checks"]["beat"]["seconds"] in range(5, 15)
    assert told["checks"]["oldest_due"]["seconds"] is None
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_readyz_tells_how_long_the_oldest_event_waits(client: Client) -> None:
    beat(5)
    for minutes, is_held in ((1, False), (10, False), (60, True)):
        event = Event.objects.create(kind="x", subject_kind="x", subject_id=1)
        outbox = Outbox.objects.create(event=event, is_held=is_held)
        Outbox.objects.filter(pk=outbox.pk).update(created_at=timezone.now() - datetime.timedelta(minutes=minutes))
    told = client.get("/readyz").json()
    assert told["status"] == "degraded"
    assert told["checks"]["oldest_due"]["ok"] is False
    assert told["checks"]["oldest_due"]["seconds"] in range(600, 620)


@pytest.mark.django_db
def test_readyz_tells_of_a_silent_scheduler_and_still_serves(client: Client) -> None:
    beat(301)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["checks"]["beat"]["ok"] is False


@pytest.mark.django_db
def test_readyz_says_that_nothing_ever_beat(client: Client) -> None:
    assert client.get("/readyz").json()["checks"]["beat"] == {"ok": False, "last_at": None, "seconds": None}


@pytest.mark.django_db
def test_readyz_serves_without_redis(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object) -> None:
        raise redis.ConnectionError("refused")

    monkeypatch.setattr(redis.Redis, "ping", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["checks"]["redis"] == {"ok": False, "error": "ConnectionError"}


@pytest.mark.django_db
def test_readyz_is_down_without_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("refused by 10.0.0.5 for user pmcomms")

    monkeypatch.setattr(connection, "cursor", refuse)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "down"
    assert "10.0.0.5" not in answer.text


@pytest.mark.django_db
def test_readyz_is_down_on_a_full_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=1_000_000))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["disk"] == {"ok": False, "free_mb": 1}


@pytest.mark.django_db
def test_check_beat_fails_on_silence_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="since the start"):
        call_command("check_beat")
    beat(10)
    call_command("check_beat")
    assert "s ago" in capsys.readouterr().out
