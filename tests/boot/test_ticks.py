"""What beat rings, and how Celery is set."""

from __future__ import annotations

import pytest
from celery import current_app

from pmcomms.celery import app


def test_every_tick_names_a_task_there_is() -> None:
    app.loader.import_default_modules()
    assert app.conf.beat_schedule
    assert {tick["task"] for tick in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_a_tick_is_dropped_when_the_next_one_comes() -> None:
    for tick in app.conf.beat_schedule.values():
        assert 0 < tick["options"]["expires"] < tick["schedule"]


def test_waiting_events_are_looked_at_every_30_seconds() -> None:
    looks = [tick["schedule"] for tick in app.conf.beat_schedule.values() if tick["task"] == "events.dispatch"]
    assert looks == [30]


def test_whoever_rings_rings_this_application() -> None:
    assert current_app.main == "pmcomms"


@pytest.mark.parametrize("name", ["socket_timeout", "socket_connect_timeout"])
def test_a_broker_that_never_answers_costs_a_second(name: str) -> None:
    assert app.conf.broker_transport_options[name] == 1


def test_no_task_waits_for_a_result_or_runs_for_ever() -> None:
    assert app.conf.task_ignore_result
    assert app.conf.task_time_limit
    assert not app.conf.task_always_eager
