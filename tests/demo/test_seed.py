"""The demo company is whole: every state is there, everybody has something to do, no cell is broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import User
from artifacts import coverage
from artifacts.models import Artifact, DraftRow, OpenPoint, RecordRow
from departments.models import Product
from events.models import Event
from notifications import todos
from pmcomms.demo.people import PASSWORD, PEOPLE, ROLES
from pmcomms.demo.seeding import seed
from requirements.models import Feedback
from tests import make


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One company for all tests of the file; each test's own changes are rolled back by themselves."""
    with django_db_blocker.unblock(), transaction.atomic():
        make.core_departments()
        assert seed() is True
        yield
        transaction.set_rollback(True)


def states_of(key: str, username: str) -> set[str]:
    shown = coverage.coverage(Product.objects.get(key=key), User.objects.get(username=username))
    return {cell.state for cell in shown.cells}


def test_every_state_of_the_coverage_is_to_be_seen(seeded: None) -> None:
    assert states_of("CLB", ROLES["pm"]) >= {"missing", "draft", "waiting", "returned", "overdue", "stale", "aligned"}
    assert "not-applicable" in states_of("MPS", "xujiayi") & states_of("DMP", "wenbo")


# The administrator looks after accounts and belongs to no product: nothing is asked of them.
@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_every_role_has_something_to_do(seeded: None, role: str) -> None:
    assert todos.todo_list(User.objects.get(username=ROLES[role]))


def test_no_cell_is_invalid_and_nothing_was_written_beside_the_actions(seeded: None) -> None:
    assert not DraftRow.objects.exclude(invalid={}).exists()
    created = set(Event.objects.filter(kind="artifact.created").values_list("subject_id", flat=True))
    assert created == set(Artifact.objects.values_list("pk", flat=True))
    assert User.objects.count() == len(PEOPLE) + 1


def test_feedback_stands_in_every_state_and_somebody_is_to_be_told(seeded: None) -> None:
    rows = Feedback.objects.all()
    assert set(rows.values_list("state", flat=True)) == set(Feedback.State.values)
    assert rows.filter(told_at__isnull=False).exists() and rows.untold().exists()
    assert rows.filter(thread__reference="CLB-F206").with_voices().get().voices == 3


def test_a_second_run_changes_nothing(seeded: None) -> None:
    events = Event.objects.count()
    assert seed() is False
    assert Event.objects.count() == events


def test_the_visitor_sees_the_one_document_that_names_them(seeded: None) -> None:
    visible = Artifact.objects.visible_to(User.objects.get(username="auditor"))
    assert [artifact.kind for artifact in visible] == ["financial-report"]


def test_the_budget_is_hidden_from_who_is_not_addressed(seeded: None) -> None:
    budget = Artifact.objects.get(product__key="CLB", kind="budget")
    assert not Artifact.objects.visible_to(User.objects.get(username=ROLES["support"])).filter(pk=budget.pk).exists()


def test_everybody_signs_in_with_the_password_shown(seeded: None) -> None:
    assert User.objects.get(username=ROLES["finance"]).check_password(PASSWORD)


def test_the_product_page_of_the_manager_shows_the_company(seeded: None) -> None:
    client = Client()
    client.force_login(User.objects.get(username=ROLES["pm"]))
    page = client.get("/products/CLB/")
    assert page.status_code == 200
    assert "批量导出" in client.get("/products/CLB/artifacts/").content.decode()


def test_the_feeds_tell_what_happened_in_order_and_not_all_at_once(seeded: None) -> None:
    moments = list(Event.objects.order_by("pk").values_list("created_at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= timezone.now()
    days = {timezone.localdate(moment) for moment in moments}
    assert len(days) >= 20
    latest = max(days)
    assert sum(timezone.localdate(moment) == latest for moment in moments) < len(moments) / 4


def test_later_versions_change_and_remove_rows(seeded: None) -> None:
    budget = Artifact.objects.get(product__key="CLB", kind="budget")

    def prices(sequence: int) -> dict[str, str]:
        lines = RecordRow.objects.filter(artifact=budget, table="lines").at(sequence)
        return {row.cells["item"]: row.cells["unit_price"]["amount"] for row in lines}

    assert float(prices(2)["云资源"]) == 7000
    assert float(prices(3)["云资源"]) * 6 == 51_300
    assert "外部安全评审" in prices(1) and "外部安全评审" not in prices(2)


def test_a_condition_that_was_met_is_closed(seeded: None) -> None:
    point = OpenPoint.objects.get(artifact__product__key="CLB", artifact__kind="budget")
    assert point.closed_at is not None and point.raised_at < point.closed_at < timezone.now()


def test_the_countdown_reaches_its_people(seeded: None) -> None:
    mine = todos.todo_list(User.objects.get(username="suqing"))
    assert "公众号与短信排期" in str(mine)


def test_the_administrator_has_people_to_look_after(seeded: None) -> None:
    client = Client()
    client.force_login(User.objects.get(username=ROLES["admin"]))
    page = client.get("/administration/people/")
    assert page.status_code == 200 and "陈思远" in page.content.decode()
