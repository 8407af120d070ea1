"""撤回, 归档, 恢复, 删除 from the page: each changes the page as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from artifacts.actions import lifecycle, withdrawal
from artifacts.models import Artifact, SignOff
from events.models import Event
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, publish_again, write
from tests.artifacts.pages import HTMX, AsUser, has_no_get, is_closed, path
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Any:
    return make_published(cast)


class TestWithdraw:
    def test_questions_close_and_departments_read_it_no_more(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        assert path(prd, "withdraw/") in client.get(path(prd)).content.decode()
        assert client.post(path(prd, "withdraw/"))["Location"] == path(prd)
        assert fresh(prd).version is None and not SignOff.objects.current().exists()
        text = as_user(cast.han).get(path(prd)).content.decode()
        assert "月末对账时只能逐条导出" not in text and 'class="screen answer"' not in text
        text = client.get(path(prd)).content.decode()
        assert "已撤回" in text and path(prd, "withdraw/") not in text

    def test_htmx_is_told_where_to_go(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        response = as_user(cast.chen).post(path(prd, "withdraw/"), headers=HTMX)
        assert (response.status_code, response["HX-Redirect"]) == (204, path(prd))

    def test_after_an_answer_it_stands(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        answer_as(prd, "rd", cast.han)
        response = as_user(cast.chen).post(path(prd, "withdraw/"))
        assert response.status_code == 409 and "已经有人答复" in response.content.decode()
        assert fresh(prd).version is not None

    def test_a_withdrawn_version_opens_for_who_edits_only(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        publish_again(prd, cast, "<p>写错了的第二版。</p>")
        withdrawal.withdraw(fresh(prd), actor=cast.chen)
        assert "这一版已撤回" in as_user(cast.chen).get(path(prd, "versions/2/")).content.decode()
        for rest in ("versions/2/", "diff/?from=1&to=2"):
            assert as_user(cast.han).get(path(prd, rest)).status_code == 404
        assert "写错了的第二版" not in as_user(cast.han).get(path(prd)).content.decode()

    def test_only_who_edits_may(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        assert is_closed(cast, as_user, prd, "withdraw/") and has_no_get(cast, as_user, prd, "withdraw/")
        assert path(prd, "withdraw/") not in as_user(cast.han).get(path(prd)).content.decode()


class TestArchive:
    def test_it_stays_readable_and_nothing_is_asked(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        assert client.post(path(prd, "archive/"))["Location"] == path(prd)
        text = as_user(cast.han).get(path(prd)).content.decode()
        assert "月末对账时只能逐条导出" in text and "已归档" in text and 'class="screen answer"' not in text
        assert path(prd, "edit/") not in client.get(path(prd)).content.decode()

    def test_taken_out_it_waits_for_answers_again(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        lifecycle.archive(prd, actor=cast.chen)
        client = as_user(cast.chen)
        assert path(prd, "unarchive/") in client.get(path(prd)).content.decode()
        assert client.post(path(prd, "unarchive/"), headers=HTMX)["HX-Redirect"] == path(prd)
        assert 'class="screen answer"' in as_user(cast.han).get(path(prd)).content.decode()

    @pytest.mark.parametrize(("verb", "kind"), [("archive", "archived"), ("unarchive", "unarchived")])
    def test_twice_is_once(self, prd: Artifact, cast: Cast, as_user: AsUser, verb: str, kind: str) -> None:
        if verb == "unarchive":
            lifecycle.archive(prd, actor=cast.chen)
        for _ in range(2):
            assert as_user(cast.chen).post(path(prd, f"{verb}/")).status_code == 302
        assert Event.objects.filter(kind=f"artifact.{kind}").count() == 1

    def test_writing_waits_until_it_is_out(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        lifecycle.archive(prd, actor=cast.chen)
        for rest in ("sections/add/", "withdraw/", "discard/", "nudge/", "versions/1/restore/"):
            assert as_user(cast.chen).post(path(prd, rest), {"heading": "附录"}).status_code == 409

    @pytest.mark.parametrize("verb", ["archive/", "unarchive/"])
    def test_only_who_edits_may(self, prd: Artifact, cast: Cast, as_user: AsUser, verb: str) -> None:
        assert is_closed(cast, as_user, prd, verb) and has_no_get(cast, as_user, prd, verb)


class TestRestore:
    def test_an_earlier_text_is_the_draft_again_and_nothing_is_sent(
        self, prd: Artifact, cast: Cast, as_user: AsUser
    ) -> None:
        publish_again(prd, cast, "<p>第二版背景。</p>")
        client = as_user(cast.chen)
        assert path(prd, "versions/1/restore/") in client.get(path(prd, "versions/1/")).content.decode()
        assert client.post(path(prd, "versions/1/restore/"))["Location"] == path(prd, "edit/")
        assert "逐条导出" in prd.draft_sections.get(key="background").body
        assert fresh(prd).version.label == "2"

    def test_a_version_that_is_not_there(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        for label in ("2", "1.1", "x", "1" * 30):
            assert as_user(cast.chen).post(path(prd, f"versions/{label}/restore/")).status_code == 404

    def test_only_who_edits_may(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        rest = "versions/1/restore/"
        assert is_closed(cast, as_user, prd, rest) and has_no_get(cast, as_user, prd, rest)
        assert path(prd, rest) not in as_user(cast.qin).get(path(prd, "versions/1/")).content.decode()


class TestDelete:
    def test_a_draft_goes_for_good(self, cast: Cast, as_user: AsUser) -> None:
        draft = make_artifact(cast)
        client = as_user(cast.chen)
        assert path(draft, "delete/") in client.get(path(draft, "edit/")).content.decode()
        assert client.post(path(draft, "delete/"))["Location"] == "/products/CLB/artifacts/"
        assert client.get(path(draft)).status_code == 404 and not Artifact.objects.exists()

    def test_what_was_sent_is_archived_instead(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        assert path(prd, "delete/") not in client.get(path(prd, "edit/")).content.decode()
        assert client.post(path(prd, "delete/")).status_code == 409
        assert Artifact.objects.filter(pk=prd.pk).exists()

    def test_only_who_edits_may(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        assert is_closed(cast, as_user, prd, "delete/") and has_no_get(cast, as_user, prd, "delete/")
        draft = make_artifact(cast)
        for person in (cast.qin, cast.lu, cast.administrator):
            assert as_user(person).post(path(draft, "delete/")).status_code == 404


def test_an_unsent_change_is_pointed_out_to_who_edits(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    write(prd, cast.chen, "background", "<p>改到一半。</p>")
    assert "草稿有改动，尚未发起确认" in as_user(cast.chen).get(path(prd)).content.decode()
    text = as_user(cast.han).get(path(prd)).content.decode()
    assert "尚未发起确认" not in text and "改到一半" not in text
