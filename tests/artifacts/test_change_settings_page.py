"""设置与接收方: the form of an artifact's settings and of who is asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from artifacts.actions import settings
from artifacts.models import Artifact, Receiver
from tests.artifacts.making import fresh, make_artifact, make_published, sign_off_of
from tests.artifacts.pages import AsUser, is_closed, path
from tests.conftest import Cast

SIX = {"rd": "研发", "marketing": "市场", "sales": "销售", "support": "客服", "finance": "财务", "operations": "运营"}


@pytest.fixture
def prd(cast: Cast) -> Any:
    return make_artifact(cast)


def typed(artifact: Artifact, **changed: Any) -> dict[str, Any]:
    """What the form sends when nothing but ``changed`` is touched."""
    artifact = fresh(artifact)
    sent = {"revision": artifact.revision, "title": artifact.title, "release": artifact.release}
    sent |= {"owner": artifact.owner.username}
    if artifact.is_confidential:
        sent["is_confidential"] = "on"
    stored = {one.department.code if one.department else "managers": one for one in artifact.receivers.all()}
    for code in (*SIX, "managers"):
        receiver = stored.get(code)
        sent[f"{code}-question"] = receiver.question if receiver else ""
        sent[f"{code}-response_days"] = receiver.response_days if receiver else 2
        if receiver and receiver.may_lapse:
            sent[f"{code}-may_lapse"] = "on"
    return sent | changed


def asked(artifact: Artifact) -> dict[str, str]:
    return {one.department.code if one.department else "managers": one.question for one in artifact.receivers.all()}


def send(client: Client, artifact: Artifact, **changed: Any) -> Any:
    return client.post(path(artifact, "settings/"), typed(artifact, **changed))


def test_the_form_has_every_department_and_the_managers(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    text = as_user(cast.chen).get(path(prd, "settings/")).content.decode()
    for name in SIX.values():
        assert f"<b>{name}</b>" in text
    assert "<b>产品经理</b>" in text and "到期视为已阅" in text and "所属版本" in text


def test_title_release_and_owner_are_changed(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    response = send(as_user(cast.chen), prd, title="新标题", release="v3.2", owner="lu", is_confidential="on")
    assert response["Location"] == path(prd, "edit/")
    artifact = fresh(prd)
    assert (artifact.title, artifact.release, artifact.owner) == ("新标题", "v3.2", cast.lu)
    assert artifact.is_confidential


def test_saving_untouched_changes_nothing(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    before = (fresh(prd).revision, asked(prd))
    assert send(as_user(cast.chen), prd).status_code == 302
    assert (fresh(prd).revision, asked(prd)) == before


def test_who_is_asked_is_chosen(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    changed = {
        "support-question": "",
        "finance-question": "agree",
        "finance-response_days": "5",
        "managers-question": "copy",
    }
    assert send(as_user(cast.chen), prd, **changed).status_code == 302
    assert asked(prd)["finance"] == "agree" and asked(prd)["managers"] == "copy" and "support" not in asked(prd)
    assert Receiver.objects.get(artifact=prd, department=cast.finance).response_days == 5


def test_a_department_added_to_what_stands_is_asked_and_one_removed_is_out(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    assert as_user(cast.su).get(path(artifact)).status_code == 404
    send(as_user(cast.chen), artifact, **{"marketing-question": "acknowledge", "support-question": ""})
    assert as_user(cast.su).get(path(artifact)).status_code == 200
    assert sign_off_of(artifact, "marketing").state == "waiting"
    assert as_user(cast.he).get(path(artifact)).status_code == 404


def test_only_an_acknowledgement_lapses(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    send(as_user(cast.chen), prd, **{"rd-question": "agree", "rd-may_lapse": "on"})
    assert not Receiver.objects.get(artifact=prd, department=cast.rd).may_lapse


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"title": "长" * 201},
        {"owner": "nobody"},
        {"owner": "auditor"},
        {"rd-question": "dance"},
        {"rd-response_days": "0"},
        {"rd-response_days": "61"},
        {"revision": "x"},
    ],
)
def test_what_is_wrong_stands_at_its_field(prd: Artifact, cast: Cast, as_user: AsUser, changed: dict[str, str]) -> None:
    before = (fresh(prd).title, fresh(prd).revision, asked(prd))
    response = send(as_user(cast.chen), prd, **changed)
    assert response.status_code == 422 and '<ul class="errors">' in response.content.decode()
    assert (fresh(prd).title, fresh(prd).revision, asked(prd)) == before


def test_nobody_overwrites_settings_unseen(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    sent = typed(prd, title="我的标题")
    settings.change(prd, actor=cast.chen, revision=prd.revision, title="先到的标题")
    response = as_user(cast.chen).post(path(prd, "settings/"), sent)
    assert response.status_code == 409 and "我的标题" in response.content.decode()
    assert fresh(prd).title == "先到的标题"


def test_readers_may_not_and_strangers_see_nothing(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    assert is_closed(cast, as_user, artifact, "settings/", **typed(artifact, title="乱改"))
    assert as_user(cast.qin).get(path(artifact, "settings/")).status_code == 403
    assert as_user(cast.su).get(path(artifact, "settings/")).status_code == 404
    assert fresh(artifact).title == "批量导出对账单"
