"""Positions: given after commit, by one dispatcher at a time, without gaps, missing nothing."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from events import actions, bell, dispatch
from events.models import Event, Outbox
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet_bell(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No broker: what would be rung is written down."""
    rung: list[str] = []
    monkeypatch.setattr(bell, "ring", lambda task="events.dispatch": rung.append(task))
    return rung


def record_one(user: User) -> Event:
    with transaction.atomic():
        return actions.record("job.started", actor=user, subject=user)


def positions() -> dict[int, int | None]:
    return dict(Event.objects.values_list("pk", "position"))


def test_events_get_positions_in_order_and_leave_the_outbox() -> None:
    user = make.make_user()
    events = [record_one(user) for _ in range(5)]
    assert dispatch.dispatch() == 5
    assert positions() == {event.pk: number for number, event in enumerate(events, start=1)}
    assert not Outbox.objects.exists()
    assert dispatch.dispatch() == 0


def test_positions_go_on_without_a_gap_over_bounded_batches() -> None:
    user = make.make_user()
    for _ in range(7):
        record_one(user)
    assert dispatch.dispatch(batch=3, most_batches=2) == 6
    record_one(user)
    assert dispatch.dispatch(batch=3) == 2
    assert sorted(position or 0 for position in positions().values()) == list(range(1, 9))


def test_two_interleaved_transactions_miss_no_event() -> None:
    """The slow transaction has the lower id and ends last: a reader by position still sees it."""
    user = make.make_user()
    is_written, may_commit = threading.Event(), threading.Event()
    slow: list[Event] = []

    def slow_transaction() -> None:
        try:
            with transaction.atomic():
                slow.append(actions.record("job.started", actor=user, subject=user))
                is_written.set()
                may_commit.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow_transaction)
    thread.start()
    assert is_written.wait(10)
    quick = record_one(user)
    assert slow[0].pk < quick.pk

    assert dispatch.dispatch() == 1
    seen = list(Event.objects.after(0).values_list("pk", flat=True))
    assert seen == [quick.pk]
    read_up_to = Event.objects.get(pk=quick.pk).position
    assert read_up_to == 1

    may_commit.set()
    thread.join(10)
    assert dispatch.dispatch() == 1
    assert list(Event.objects.after(read_up_to).values_list("pk", "position")) == [(slow[0].pk, 2)]


def test_a_second_dispatcher_leaves_while_the_first_works() -> None:
    user = make.make_user()
    record_one(user)
    found: list[int] = []

    def second() -> None:
        try:
            found.append(dispatch.dispatch())
        finally:
            connections.close_all()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [dispatch.LOCK_ID])
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(10)
    assert found == [0]
    assert dispatch.dispatch() == 1


def test_four_dispatchers_and_four_writers_at_once_give_each_position_once() -> None:
    user = make.make_user()
    start = threading.Barrier(8)

    def work(job: int) -> None:
        try:
            start.wait(10)
            for _ in range(10):
                if job % 2:
                    record_one(user)
                else:
                    dispatch.dispatch(batch=4)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(job,)) for job in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    dispatch.dispatch()
    given = [position for position in positions().values() if position is not None]
    assert sorted(given) == list(range(1, 41))


def test_a_rolled_back_change_leaves_no_event() -> None:
    user = make.make_user()
    with pytest.raises(RuntimeError, match="undone"), transaction.atomic():
        actions.record("job.started", actor=user, subject=user)
        raise RuntimeError("undone")
    assert dispatch.dispatch() == 0
    assert not Event.objects.exists()


def test_an_event_outside_a_transaction_or_of_an_unknown_kind_is_refused() -> None:
    user = make.make_user()
    with pytest.raises(RuntimeError, match="in the transaction"):
        actions.record("job.started", actor=user, subject=user)
    with transaction.atomic(), pytest.raises(KeyError):
        actions.record("job.invented", actor=user, subject=user)
    assert not Event.objects.exists()


def test_held_events_wait_for_their_release() -> None:
    user = make.make_user()
    record_one(user)
    assert dispatch.hold_everything() == 1
    record_one(user)
    assert dispatch.dispatch() == 1
    assert dispatch.held() == 1
    assert dispatch.release_held(actor=None) == 1
    assert dispatch.release_held(actor=None) == 0
    assert Event.objects.filter(kind="held_events.released").count() == 1
    assert dispatch.dispatch() == 2
