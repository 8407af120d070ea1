"""The dialog of 发起确认: what it shows, what it refuses, where it leads."""

from __future__ import annotations

import re

import pytest

from artifacts import kinds
from artifacts.actions import rolling, rows
from artifacts.models import Artifact, Version
from artifacts.receivers import DEFAULT_RESPONSE_DAYS
from departments.models import Liaison, Membership
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, write
from tests.artifacts.pages import HTMX, AsUser, path
from tests.artifacts.test_change_settings_page import typed
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Artifact:
    return make_artifact(cast)


def sent(artifact: Artifact) -> dict[str, object]:
    return {"draft_revision": fresh(artifact).draft_revision, "summary": "第一稿"}


def test_it_says_who_is_asked_and_by_when(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    text = as_user(cast.chen).get(path(prd, "publish/"), headers=HTMX).content.decode()
    assert text.startswith('<dialog class="dialog dialog--wide"') and not re.search(r"<button[^>]* disabled", text)
    for word in ("研发", "韩磊", "客服", "何静", "请确认", "请阅知"):
        assert word in text
    assert f'name="draft_revision" value="{prd.draft_revision}"' in text
    page = as_user(cast.chen).get(path(prd, "publish/")).content.decode()
    assert "<html" in page and "韩磊" in page


def test_sending_makes_a_version_and_leads_to_its_page(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    response = as_user(cast.chen).post(path(prd, "publish/"), sent(prd))
    assert response.status_code == 302 and response["Location"] == path(prd)
    assert (fresh(prd).version.label, fresh(prd).version.summary) == ("1", "第一稿")


def test_htmx_is_told_where_to_go(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    response = as_user(cast.chen).post(path(prd, "publish/"), sent(prd), headers=HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (204, path(prd))


def test_pressing_twice_is_once(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    form = sent(prd)
    for _ in range(2):
        as_user(cast.chen).post(path(prd, "publish/"), form)
    assert Version.objects.count() == 1


def test_a_later_version_shows_the_changes_and_whose_answer_stands(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    answer_as(artifact, "support", cast.he, "acknowledged")
    write(artifact, cast.chen, "non_functional", "<p>10 万行不超过 60 秒。</p>")
    text = as_user(cast.chen).get(path(artifact, "publish/"), headers=HTMX).content.decode()
    assert "与上一版相比有 1 处改动" in text and "答复沿用" in text


def test_what_stands_in_the_way_is_named_and_the_button_is_off(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    Liaison.objects.filter(department=cast.rd).delete()
    Membership.objects.filter(department=cast.rd).delete()
    rows.add_row(prd, actor=cast.chen, table="milestones", cells={"milestone": "发版", "planned_on": "后天"})
    client = as_user(cast.chen)
    text = client.get(path(prd, "publish/"), headers=HTMX).content.decode()
    assert "研发在这个产品上没有人答复" in text and "有 1 行的单元格需要修正" in text
    assert "指定接口人" in text and "disabled" in text
    for headers in ({}, HTMX):
        assert client.post(path(prd, "publish/"), sent(prd), headers=headers).status_code == 422
    assert not Version.objects.exists()


def test_nothing_new_is_nothing_to_send(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    text = as_user(cast.chen).get(path(artifact, "publish/"), headers=HTMX).content.decode()
    assert "与第 1 版相比没有改动" in text and "disabled" in text


def test_a_draft_that_moved_since_one_looked_is_not_sent(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    form = sent(prd)
    write(prd, cast.chen, "background", "<p>别人刚改过。</p>")
    response = as_user(cast.chen).post(path(prd, "publish/"), form)
    assert response.status_code == 409 and "第一稿" in response.content.decode()
    assert not Version.objects.exists()


@pytest.mark.parametrize("form", [{}, {"draft_revision": "新"}, {"draft_revision": "1", "summary": "长" * 2001}])
def test_a_form_that_does_not_do_comes_back(prd: Artifact, cast: Cast, as_user: AsUser, form: dict[str, str]) -> None:
    response = as_user(cast.chen).post(path(prd, "publish/"), form, headers=HTMX)
    assert response.status_code == 422 and response.content.decode().startswith("<dialog")


def test_readers_may_not_and_strangers_see_nothing(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    for send in ("get", "post"):
        assert getattr(as_user(cast.qin), send)(path(artifact, "publish/")).status_code == 403
        hidden, random = (
            getattr(as_user(cast.su), send)(one) for one in (path(artifact, "publish/"), "/artifacts/CLB-D999/publish/")
        )
        assert (hidden.status_code, random.status_code) == (404, 404) and hidden.content == random.content
        assert getattr(as_user(cast.administrator), send)(path(artifact, "publish/")).status_code == 404
    assert as_user(cast.chen).put(path(artifact, "publish/")).status_code == 405


class TestRefresh:
    """更新 of a rolling kind has no dialog."""

    @pytest.fixture
    def schedule(self, cast: Cast) -> Artifact:
        artifact = make_artifact(cast, "schedule", "排期")
        cells = {"milestone": "发版", "baseline_on": "2027-12-05", "current_on": "2027-12-05"}
        rows.add_row(artifact, actor=cast.chen, table="milestones", cells=cells)
        return fresh(artifact)

    def test_one_press_shows_it_to_the_departments(self, schedule: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        editor = client.get(path(schedule, "edit/")).content.decode()
        assert path(schedule, "refresh/") in editor and path(schedule, "publish/") not in editor
        assert client.post(path(schedule, "refresh/"))["Location"] == path(schedule)
        assert "发版" in as_user(cast.su).get(path(schedule)).content.decode()

    def test_htmx_goes_there_too(self, schedule: Artifact, cast: Cast, as_user: AsUser) -> None:
        response = as_user(cast.chen).post(path(schedule, "refresh/"), headers=HTMX)
        assert (response.status_code, response["HX-Redirect"]) == (204, path(schedule))

    def test_each_mode_has_its_own_verb(self, schedule: Artifact, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        assert client.post(path(schedule, "publish/"), sent(schedule)).status_code == 409
        assert client.post(path(prd, "refresh/")).status_code == 409

    def test_only_who_edits_may(self, schedule: Artifact, cast: Cast, as_user: AsUser) -> None:
        rolling.refresh(schedule, actor=cast.chen)
        address = path(schedule, "refresh/")
        assert as_user(cast.chen).get(address).status_code == 405
        assert as_user(cast.su).post(address).status_code == 403
        assert as_user(cast.fang).post(address).status_code == 404


class TestWaysOut:
    """What keeps a draft from being sent says where to mend it, and the way leads back."""

    def test_an_invalid_cell_is_named_and_linked(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast)
        rows.add_row(artifact, actor=cast.chen, table="goals", cells={"metric": "导出时间", "reached_by": "下周"})
        key = artifact.draft_rows.get(table="goals").row_key
        text = as_user(cast.chen).get(path(artifact, "publish/")).content.decode()
        assert f'href="{path(artifact, "edit/")}#cell:goals:{key}:reached_by"' in text
        table = kinds.get("prd").table("goals")
        assert f">{table} {key} · {table.column('reached_by')}<" in text

    def test_receivers_are_chosen_on_the_way_and_the_way_leads_back(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast)
        client = as_user(cast.chen)
        settings = path(artifact, "settings/?back=publish")
        assert f'href="{settings}#receivers"' in client.get(path(artifact, "publish/")).content.decode()
        page = client.get(settings).content.decode()
        assert 'id="receivers"' in page and f'href="{path(artifact, "publish/")}"' in page
        response = client.post(settings, typed(artifact, **{"rd-question": ""}))
        assert response.status_code == 302 and response["Location"] == path(artifact, "publish/")

    def test_nothing_is_said_of_no_changes(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        assert "0 处改动" not in as_user(cast.chen).get(path(artifact, "publish/")).content.decode()

    def test_a_party_addressed_again_has_the_days_its_kind_declares(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast)
        client = as_user(cast.chen)
        declared = next(one for one in kinds.get("prd").receivers if one.party == "rd")
        assert declared.response_days != DEFAULT_RESPONSE_DAYS
        client.post(path(artifact, "settings/"), typed(artifact, **{"rd-question": ""}))
        page = client.get(path(artifact, "settings/")).content.decode()
        (field,) = re.findall(r'<input[^>]*name="rd-response_days"[^>]*>', page)
        assert f'value="{declared.response_days}"' in field
