"""发起确认: freeze the draft and ask the receivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from artifacts import content
from artifacts.actions import create, publish, rows, sections
from artifacts.actions import settings as settings_actions
from artifacts.models import Artifact, RecordRow, SignOff, VersionSection
from artifacts.receivers import ReceiverWish
from conversations import search
from departments.models import Liaison, Membership
from departments.working_days import add_working_days
from events.models import Event
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from tests.artifacts.making import (
    answer_as,
    fresh,
    make_artifact,
    make_published,
    publish_again,
    sign_off_of,
    write,
)
from tests.conftest import Cast


class TestRule:
    def test_a_version_holds_the_text_and_each_party_is_asked_by_its_day(self, cast: Cast) -> None:
        artifact = make_artifact(cast)
        version = publish.publish(artifact, actor=cast.chen, summary="第一稿")
        assert (version.label, version.summary, version.published_by) == ("1", "第一稿", cast.chen)
        document = content.read_version(artifact, version, cast.han)
        assert "逐条导出" in document.section("background").body
        assert document.table("stories").row("US-1").cells["role"] == "财务主管"
        asked = {row.department.code: row for row in fresh(artifact).sign_offs.current()}
        assert {code: row.question for code, row in asked.items()} == {
            "rd": "agree",
            "operations": "acknowledge",
            "support": "acknowledge",
        }
        assert asked["rd"].due_at == add_working_days(version.published_at, 3)
        assert asked["support"].may_lapse and not asked["rd"].may_lapse
        event = Event.objects.get(kind="artifact.published")
        assert event.changes["version"] == [None, "1"]
        assert set(event.changes["asked"]) == {"rd", "operations", "support"}

    def test_departments_see_it_from_now_on_and_find_it(self, cast: Cast) -> None:
        artifact = make_published(cast)
        for person, sees in ((cast.han, True), (cast.qin, True), (cast.he, True), (cast.su, False), (cast.fang, False)):
            assert Artifact.objects.visible_to(person).filter(pk=artifact.pk).exists() is sees
            assert (search.count(person, "逐条导出") > 0) is sees
            assert (search.count(person, "财务主管") > 0) is sees

    def test_unchanged_parts_cost_nothing(self, cast: Cast) -> None:
        artifact = make_published(cast)
        before = VersionSection.objects.count() + RecordRow.objects.count()
        publish_again(artifact, cast, "<p>改了一节。</p>")
        assert VersionSection.objects.count() + RecordRow.objects.count() == before + 1

    def test_earlier_versions_stay_as_they_were(self, cast: Cast) -> None:
        artifact = make_published(cast)
        first = artifact.version
        publish_again(artifact, cast, "<p>第二版。</p>")
        row = artifact.draft_rows.get()
        rows.delete_row(artifact, actor=cast.chen, table="stories", key="US-1", revision=row.revision)
        third = publish.publish(artifact, actor=cast.chen)
        old, new = (content.read_version(artifact, version, cast.han) for version in (first, third))
        assert "逐条导出" in old.section("background").body and "第二版" in new.section("background").body
        assert old.table("stories").row("US-1") is not None and new.table("stories") is None

    def test_twice_is_once(self, cast: Cast) -> None:
        artifact = make_published(cast)
        again = publish.publish(artifact, actor=cast.chen)
        assert again == artifact.version and Event.objects.filter(kind="artifact.published").count() == 1

    def test_text_changed_and_changed_back_asks_nobody(self, cast: Cast) -> None:
        artifact = make_published(cast)
        body = artifact.draft_sections.get(key="background").body
        write(artifact, cast.chen, "background", "<p>x</p>")
        write(artifact, cast.chen, "background", body)
        assert publish.publish(artifact, actor=cast.chen) == artifact.version
        assert not fresh(artifact).has_draft

    def test_what_was_looked_at_is_what_is_published(self, cast: Cast) -> None:
        artifact = make_artifact(cast)
        seen = publish.preview(artifact, cast.chen).draft_revision
        write(artifact, cast.chen, "users", "<p>later</p>")
        with pytest.raises(StaleEdit):
            publish.publish(artifact, actor=cast.chen, draft_revision=seen)
        assert fresh(artifact).version is None

    def test_readers_may_not(self, cast: Cast) -> None:
        artifact = make_published(cast)
        write(artifact, cast.chen, "background", "<p>x</p>")
        with pytest.raises(PermissionDenied):
            publish.publish(artifact, actor=cast.han)

    def test_a_living_record_is_updated_instead(self, cast: Cast) -> None:
        with pytest.raises(InvalidTransition):
            publish.publish(make_artifact(cast, "schedule"), actor=cast.chen)

    def test_an_archived_product_publishes_nothing(self, cast: Cast) -> None:
        artifact = make_artifact(cast)
        cast.product.archived_at = timezone.now()
        cast.product.save()
        with pytest.raises(InvalidTransition):
            publish.publish(artifact, actor=cast.chen)


class TestBlockers:
    def codes(self, artifact: Artifact, actor: User) -> list[str]:
        with pytest.raises(ValidationError) as refusal:
            publish.publish(artifact, actor=actor)
        assert fresh(artifact).version is None and not SignOff.objects.exists()
        return [str(error.code) for error in refusal.value.error_list]

    def test_without_receivers(self, cast: Cast) -> None:
        assert self.codes(make_artifact(cast, receivers=[]), cast.chen) == ["receivers"]

    def test_a_department_nobody_answers_for_is_named(self, cast: Cast) -> None:
        Liaison.objects.filter(department=cast.rd).update(ended_on=timezone.localdate())
        artifact = make_artifact(cast)
        with pytest.raises(ValidationError) as refusal:
            publish.publish(artifact, actor=cast.chen)
        error = refusal.value.error_list[0]
        assert (error.code, error.params["department"], error.params["product"]) == ("no_answerer", "rd", "CLB")
        Membership.objects.filter(user=cast.qin).update(role=Membership.Role.LEAD)
        assert publish.publish(artifact, actor=cast.chen).label == "1"

    def test_the_only_person_who_answers_cannot_be_the_publisher(self, cast: Cast) -> None:
        plan = create.create(actor=cast.han, product=cast.product, kind="technical-plan", title="任务队列")
        assert "no_answerer" in self.codes(plan, cast.han)

    def test_cells_that_do_not_parse(self, cast: Cast) -> None:
        artifact = make_artifact(cast)
        rows.add_row(artifact, actor=cast.chen, table="milestones", cells={"planned_on": "2026-02-30"})
        assert self.codes(artifact, cast.chen) == ["invalid_cells"]

    def test_the_preview_says_the_same_before(self, cast: Cast) -> None:
        artifact = make_artifact(cast, receivers=[])
        found = publish.preview(artifact, cast.chen)
        assert [blocker.code for blocker in found.blockers] == ["receivers"] and not found.is_allowed


class TestCarriedAnswers:
    def test_an_answer_stands_when_nothing_material_to_it_changed(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han)
        answer_as(artifact, "support", cast.he, "acknowledged")
        # Conditions for not shipping concern 研发 and 运营, not 客服.
        rows.add_row(artifact, actor=cast.chen, table="no_release_conditions", cells={"condition": "导出失败率高于 1%"})
        version = publish.publish(artifact, actor=cast.chen)
        support, rd = sign_off_of(artifact, "support"), sign_off_of(artifact, "rd")
        assert (support.version, support.state, support.answer) == (version, "answered", "acknowledged")
        assert support.carried_from is not None and support.answered_by == cast.he
        assert (rd.state, rd.answer, rd.carried_from) == ("waiting", "", None)
        assert Event.objects.filter(kind="artifact.published").last().changes["carried"] == ["support"]

    def test_a_change_that_is_not_material_keeps_every_answer(self, cast: Cast) -> None:
        artifact = make_published(cast)
        for code, person, word in (("rd", cast.han, "agreed"), ("support", cast.he, "acknowledged")):
            answer_as(artifact, code, person, word)
        publish_again(artifact, cast, "<p>1.0 初稿</p>", key="history")
        assert sign_off_of(artifact, "rd").answer == "agreed"
        assert sign_off_of(artifact, "support").answer == "acknowledged"

    def test_rows_ask_only_those_they_name(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han)
        answer_as(artifact, "support", cast.he, "acknowledged")
        cells = {"milestone": "客服培训", "planned_on": "2026-12-02", "departments": ["support"]}
        rows.add_row(artifact, actor=cast.chen, table="milestones", cells=cells)
        publish.publish(artifact, actor=cast.chen)
        assert sign_off_of(artifact, "rd").answer == "agreed"
        assert sign_off_of(artifact, "support").state == "waiting"

    def test_a_return_is_never_carried(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han, "returned", ground="缺接口")
        publish_again(artifact, cast, "<p>1.0</p>", key="history")
        assert sign_off_of(artifact, "rd").state == "waiting"

    def test_conditions_stay_open_with_the_carried_answer(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han, "agreed-with-conditions", conditions=["限流 100 次/分"])
        publish_again(artifact, cast, "<p>1.0</p>", key="history")
        assert sign_off_of(artifact, "rd").answer == "agreed-with-conditions"
        assert artifact.open_points.filter(closed_at=None).count() == 1

    def test_an_acknowledgement_is_not_carried_to_a_stronger_question(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "support", cast.he, "acknowledged")
        wishes = [ReceiverWish(row.department, "agree", row.response_days) for row in artifact.receivers.all()]
        settings_actions.set_receivers(artifact, actor=cast.chen, revision=artifact.revision, receivers=wishes)
        publish_again(artifact, cast, "<p>1.0</p>", key="history")
        assert sign_off_of(artifact, "support").state == "waiting"

    def test_who_had_not_answered_keeps_the_clock_when_nothing_changed_for_them(self, cast: Cast) -> None:
        artifact = make_published(cast)
        SignOff.objects.update(due_at=timezone.now() - dt.timedelta(days=1))
        publish_again(artifact, cast, "<p>1.0</p>", key="history")
        assert sign_off_of(artifact, "rd").is_overdue
        publish_again(artifact, cast, "<p>全新</p>")
        assert not sign_off_of(artifact, "rd").is_overdue

    def test_earlier_questions_close_and_count_no_more(self, cast: Cast) -> None:
        artifact = make_published(cast)
        publish_again(artifact, cast, "<p>全新</p>")
        old = SignOff.objects.filter(artifact=artifact, version__number=1)
        assert {(row.state, row.is_current) for row in old} == {("closed", False)}
        assert artifact.sign_offs.current().count() == 3

    def test_managers_are_not_asked_about_what_they_publish(self, cast: Cast) -> None:
        by_manager = make_published(cast, "technical-plan")
        assert not by_manager.sign_offs.filter(department=None).exists()
        plan = create.create(actor=cast.chen, product=cast.product, kind="technical-plan", title="x", owner=cast.lu)
        sections.add_section(plan, actor=cast.lu, heading="方案")
        publish.publish(plan, actor=cast.lu)
        assert sign_off_of(plan, "managers").state == "waiting"


class TestPreview:
    def test_it_says_what_changed_and_who_is_asked(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han)
        write(artifact, cast.chen, "background", "<p>改了。</p>")
        found = publish.preview(artifact, cast.chen)
        assert [change.part for change in found.changes] == ["section:background"]
        assert found.summary and found.material[0]["part"] == "section:background"
        asked = {wish.party: (wish.is_carried, [person.username for person in wish.people]) for wish in found.asked}
        assert asked == {"rd": (False, ["han"]), "operations": (False, ["zhao"]), "support": (False, ["he"])}
        assert found.is_allowed and fresh(artifact).version == artifact.version

    def test_nothing_new_is_said(self, cast: Cast) -> None:
        found = publish.preview(make_published(cast), cast.chen)
        assert [blocker.code for blocker in found.blockers] == ["unchanged"]

    def test_readers_may_not_look(self, cast: Cast) -> None:
        with pytest.raises(PermissionDenied):
            publish.preview(make_published(cast), cast.han)


class TestApi:
    def url(self, artifact: Artifact, verb: str = "publish") -> str:
        return f"/api/v1/artifacts/{artifact.reference}/{verb}/"

    def test_publish(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        artifact = make_artifact(cast)
        response = api_as(cast.chen).post(self.url(artifact), {"summary": "第一稿"})
        assert response.status_code == 200 and response.json()["label"] == "1"
        versions = api_as(cast.han).get(f"/api/v1/artifacts/{artifact.reference}/versions/").json()["items"]
        assert [row["label"] for row in versions] == ["1"]
        whole = api_as(cast.han).get(f"/api/v1/artifacts/{artifact.reference}/versions/1/").json()
        assert "逐条导出" in whole["sections"][0]["body"] and len(whole["content_hash"]) == 64

    def test_what_is_missing_is_listed(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        artifact = make_artifact(cast, receivers=[])
        response = api_as(cast.chen).post(self.url(artifact))
        assert response.status_code == 400 and response.json()["errors"][0]["code"] == "receivers"

    def test_refusals(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        artifact = make_published(cast)
        assert api_as(cast.qin).post(self.url(artifact)).status_code == 403
        assert api_as(cast.su).post(self.url(artifact)).status_code == 404
        assert api_as(cast.chen, scope="read").post(self.url(artifact)).status_code == 403
        assert api_as(cast.chen).get(self.url(artifact)).status_code == 405
        stale = api_as(cast.chen).post(self.url(artifact), {"draft_revision": 1})
        assert stale.status_code == 200  # nothing new: the standing version, whatever was seen
        write(artifact, cast.chen, "background", "<p>x</p>")
        assert api_as(cast.chen).post(self.url(artifact), {"draft_revision": 1}).status_code == 409

    def test_preview(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        artifact = make_artifact(cast)
        body = api_as(cast.chen).get(self.url(artifact, "publish-preview")).json()
        assert {row["party"] for row in body["asked"]} == {"rd", "operations", "support"}
        assert api_as(cast.su).get(self.url(artifact, "publish-preview")).status_code == 404


def test_publishing_a_large_document_costs_a_fixed_number_of_queries(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    artifact = make_artifact(cast)
    edits = [rows.RowEdit({"role": f"角色 {n}", "wish": "导出"}) for n in range(300)]
    rows.save_rows(artifact, actor=cast.chen, table="stories", edits=edits)
    with django_assert_max_num_queries(75):
        publish.publish(artifact, actor=cast.chen)
