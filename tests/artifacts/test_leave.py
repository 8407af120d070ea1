"""When a person leaves: nothing open hangs on them, and what they owned finds a successor."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from accounts import handover
from artifacts.actions import asking, leaving
from artifacts.models import Artifact, SignOff
from artifacts.permissions import people_asked
from departments.models import Liaison
from events.models import Event
from tests.artifacts.making import fresh, make_artifact, make_published, sign_off_of
from tests.conftest import Cast


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_published(cast)


def test_a_question_passed_to_them_returns_to_the_office(cast: Cast, artifact: Artifact) -> None:
    asking.pass_on(sign_off_of(artifact, "rd"), actor=cast.han, person=cast.qin)
    leaving.leave(cast.qin, cast.administrator)
    assert people_asked(sign_off_of(artifact, "rd")) == [cast.han]
    event = Event.objects.get(kind="sign_off.handed_over")
    assert event.changes == {"person": [cast.qin.pk, [cast.han.pk]], "party": "rd"}


def test_a_liaisons_questions_go_to_the_backup(cast: Cast) -> None:
    budget = make_published(cast, "budget")
    Liaison.objects.filter(user=cast.lin).update(ended_on=timezone.localdate())
    cast.lin.is_active = False
    cast.lin.save()
    leaving.leave(cast.lin, cast.administrator)
    assert people_asked(sign_off_of(budget, "finance")) == [cast.zhou]
    assert Event.objects.get(kind="sign_off.handed_over").changes["person"] == [cast.lin.pk, [cast.zhou.pk]]


def test_a_signer_is_asked_no_more_and_the_department_still_is(cast: Cast, artifact: Artifact) -> None:
    asking.add_signer(artifact, actor=cast.chen, department=cast.rd, person=cast.qin)
    leaving.leave(cast.qin, cast.administrator)
    assert not SignOff.objects.current().filter(person=cast.qin).exists()
    assert sign_off_of(artifact, "rd").state == "waiting"


def test_owned_documents_are_listed_and_moved_in_one_go(cast: Cast) -> None:
    seen, hidden = make_published(cast, owner=cast.lu), make_artifact(cast, "budget", "秘密预算", owner=cast.lu)
    groups = {group.name: group.items for group in handover.groups(cast.lu, viewer=cast.han)}
    texts = [item.text for item in groups["artifacts"]]
    assert any(seen.title in text for text in texts) and not any(hidden.title in text for text in texts)
    moved = handover.reassign(cast.lu, successor=cast.chen, actor=cast.administrator, names=["artifacts"])
    assert moved == {"artifacts": 2}
    assert fresh(hidden).owner == fresh(hidden).thread.owner == cast.chen
    assert Event.objects.filter(kind="artifact.handed_over").count() == 2
