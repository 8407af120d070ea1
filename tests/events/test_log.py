"""The administration log: for administrators, filtered, naming only what the viewer may know."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.test import Client
from rest_framework.test import APIClient

from accounts.actions import people
from accounts.models import User
from departments.actions import products
from departments.models import Product
from events import actions, dispatch
from events.models import Event, Outbox
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]


def something(cast: Cast) -> None:
    people.edit_person(cast.lin, actor=cast.administrator, job_title="会计")
    products.edit_product(cast.product, actor=cast.chen, color="#112233")
    with transaction.atomic():
        actions.record("job.started", actor=None, subject=cast.lin)


def test_the_page_shows_who_did_what_with_old_and_new(cast: Cast, as_user: AsUser) -> None:
    something(cast)
    text = as_user(cast.administrator).get("/administration/log/").content.decode()
    assert "系统管理员（admin）" in text
    assert "林岚（lin）" in text
    assert "会计" in text
    assert "系统" in text
    assert as_user(cast.chen).get("/administration/log/").status_code == 403


def test_events_of_threads_are_not_in_it(cast: Cast, as_user: AsUser) -> None:
    with transaction.atomic():
        actions.record("job.started", actor=cast.chen, subject=cast.chen, thread_id=7)
    assert as_user(cast.administrator).get("/administration/log/").context["lines"] == []


def test_a_private_product_is_not_named_to_an_administrator(cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
    something(cast)
    Product.objects.filter(pk=cast.product.pk).update(visibility="private")
    assert "云账本" not in as_user(cast.administrator).get("/administration/log/").content.decode()
    assert "云账本" not in api_as(cast.administrator).get("/api/v1/log/").content.decode()


def test_filters_of_page_and_api_are_the_same_language(cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
    something(cast)
    page = as_user(cast.administrator).get("/administration/log/?kind=person.edited&actor=&at.from=")
    assert [line.event.kind for line in page.context["lines"]] == ["person.edited"]
    program = api_as(cast.administrator)

    def kinds(query: str) -> list[str]:
        return [row["kind"] for row in program.get(f"/api/v1/log/?{query}").json()["items"]]

    assert kinds("kind=person.edited") == ["person.edited"]
    assert kinds("actor=chen") == ["product.edited"]
    assert kinds("actor=system") == ["job.started"]
    assert kinds("actor=me") == ["person.edited"]
    assert kinds("at.from=today") == ["job.started", "product.edited", "person.edited"]
    assert kinds("at.before=2000-01-01") == []
    assert program.get("/api/v1/log/?kind=invented").status_code == 400
    assert program.get("/api/v1/log/?subject_id=1").status_code == 400
    assert api_as(cast.chen).get("/api/v1/log/").status_code == 403
    assert APIClient().get("/api/v1/log/").status_code == 401


def test_it_is_paged_by_cursor_and_read_only(cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
    with transaction.atomic():
        for _ in range(60):
            actions.record("job.started", actor=cast.chen, subject=cast.chen)
    page = as_user(cast.administrator).get("/administration/log/")
    assert len(page.context["lines"]) == 50
    older = as_user(cast.administrator).get("/administration/log/", {"cursor": page.context["next"]})
    assert len(older.context["lines"]) == 10
    program = api_as(cast.administrator)
    first = program.get("/api/v1/log/?limit=40").json()
    second = program.get(f"/api/v1/log/?limit=40&cursor={first['next']}").json()
    assert len({row["id"] for row in [*first["items"], *second["items"]]}) == 60
    pk = first["items"][0]["id"]
    assert program.get(f"/api/v1/log/{pk}/").json()["actor"] == "陈思远（chen）"
    for method in ("post", "put", "patch", "delete"):
        assert getattr(program, method)(f"/api/v1/log/{pk}/").status_code == 405
    assert as_user(cast.administrator).get("/administration/log/?cursor=forged").status_code == 400


def test_held_events_are_shown_and_released_by_administrators(cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
    something(cast)
    held = dispatch.hold_everything()
    client = as_user(cast.administrator)
    assert client.get("/administration/log/").context["held"] == held
    assert as_user(cast.chen).post("/administration/log/held/release/").status_code == 403
    assert client.get("/administration/log/held/release/").status_code == 405
    assert client.post("/administration/log/held/release/").status_code == 302
    assert not Outbox.objects.filter(is_held=True).exists()
    event = Event.objects.get(kind="held_events.released")
    assert event.actor_id == cast.administrator.pk
    dispatch.hold_everything()
    assert api_as(cast.chen).post("/api/v1/log/held-release/").status_code == 403
    assert api_as(cast.administrator).post("/api/v1/log/held-release/").json() == {"released": held + 1}
    assert api_as(cast.administrator).post("/api/v1/log/held-release/").json() == {"released": 0}


def test_jobs_are_shown_to_their_owner_at_both_doors(cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
    from events.models import Job

    job = Job.objects.create(kind="people-import", owner_id=cast.chen.pk, progress_done=3, progress_total=9)
    address = f"/jobs/{job.pk}/"
    page = as_user(cast.chen).get(address)
    assert 'hx-trigger="every 2s"' in page.content.decode()
    part = as_user(cast.chen).get(address, headers={"hx-request": "true"}).content.decode()
    assert part.startswith('<section class="card" id="job"')
    assert as_user(cast.lin).get(address).status_code == 404
    assert as_user(cast.lin).post(f"{address}cancel/").status_code == 404
    assert as_user(cast.chen).get(f"{address}cancel/").status_code == 405
    assert as_user(cast.chen).post(f"{address}cancel/").status_code == 302
    assert 'hx-trigger="every 2s"' not in as_user(cast.chen).get(address).content.decode()
    program = api_as(cast.chen)
    assert program.get(f"/api/v1/jobs/{job.pk}/").json()["state"] == "cancelled"
    assert program.post(f"/api/v1/jobs/{job.pk}/cancel/").status_code == 200
    assert api_as(cast.lin).get(f"/api/v1/jobs/{job.pk}/").status_code == 404
    Job.objects.filter(pk=job.pk).update(state="done")
    assert program.post(f"/api/v1/jobs/{job.pk}/cancel/").status_code == 409
