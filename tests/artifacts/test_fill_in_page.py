"""填报 from the page, and to-do rows ticked."""

from __future__ import annotations

from typing import Any

import pytest

from artifacts.actions import fill_ins, publish, rows
from artifacts.models import Artifact, FilledCell
from tests.artifacts.making import fresh, make_artifact, make_published
from tests.artifacts.pages import HTMX, AsUser, has_no_get, is_closed, path, toast
from tests.conftest import Cast

CELL = "tables/stories/rows/US-1/estimate/fill-in/"


@pytest.fixture
def prd(cast: Cast) -> Any:
    return make_published(cast)


class TestFillIn:
    def test_a_member_fills_in_what_only_they_know(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.qin)
        page = client.get(path(prd)).content.decode()
        assert path(prd, CELL) in page and "待你填报" in page and "0/2" in page
        form = client.get(path(prd, CELL), headers=HTMX).content.decode()
        assert form.startswith("<dialog") and 'name="seen" value="0"' in form and 'inputmode="decimal"' in form
        response = client.post(path(prd, CELL), {"value": "3.5", "seen": "0"}, headers=HTMX)
        assert toast(response) == "已填报"
        text = response.content.decode()
        assert 'id="table-stories" hx-swap-oob="true"' in text and ">3.5</button>" in text
        assert "3.5" in as_user(cast.chen).get(path(prd)).content.decode()

    def test_a_plain_form_leads_back(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        assert "<html" in as_user(cast.qin).get(path(prd, CELL)).content.decode()
        assert as_user(cast.qin).post(path(prd, CELL), {"value": "3", "seen": "0"})["Location"] == path(prd)

    def test_a_choice_is_chosen(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client, rest = as_user(cast.qin), "tables/stories/rows/US-1/review/fill-in/"
        form = client.get(path(prd, rest), headers=HTMX).content.decode()
        value = form.split('<option value="')[2].split('"')[0]
        assert client.post(path(prd, rest), {"value": value, "seen": "0"}).status_code == 302
        assert FilledCell.objects.get().value == value
        again = client.get(path(prd, rest), headers=HTMX).content.decode()
        assert f'<option value="{value}" selected>' in again

    def test_what_is_no_number_stays_in_the_form_with_the_reason(
        self, prd: Artifact, cast: Cast, as_user: AsUser
    ) -> None:
        response = as_user(cast.qin).post(path(prd, CELL), {"value": "三天", "seen": "0"}, headers=HTMX)
        text = response.content.decode()
        assert response.status_code == 422 and 'value="三天"' in text and "不是数字" in text
        assert not FilledCell.objects.exists()

    def test_a_newer_value_is_not_overwritten_unseen(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        fill_ins.fill_in(prd, actor=cast.han, table="stories", key="US-1", column="estimate", value="5")
        response = as_user(cast.qin).post(path(prd, CELL), {"value": "3", "seen": "0"})
        assert response.status_code == 409 and FilledCell.objects.get().value == "5"
        seen = FilledCell.objects.get().pk
        assert as_user(cast.qin).post(path(prd, CELL), {"value": "3", "seen": seen}).status_code == 302

    @pytest.mark.parametrize(
        "rest",
        [
            "tables/stories/rows/US-9/estimate/fill-in/",
            "tables/none/rows/US-1/estimate/fill-in/",
            "tables/stories/rows/US-1/none/fill-in/",
        ],
    )
    def test_a_cell_that_is_not_there_is_not_found(self, prd: Artifact, cast: Cast, as_user: AsUser, rest: str) -> None:
        assert as_user(cast.qin).get(path(prd, rest)).status_code == 404
        assert as_user(cast.qin).post(path(prd, rest), {"value": "3"}).status_code == 404

    def test_a_masked_cell_is_not_found_for_who_may_not_see_it(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast, "sales-targets", "目标")
        rows.add_row(artifact, actor=cast.chen, table="targets", cells={"period": "2026-Q1", "target": "918273.64"})
        publish.publish(artifact, actor=cast.chen)
        rest = "tables/targets/rows/TG-1/actual/fill-in/"
        assert as_user(cast.lin).get(path(artifact, rest)).status_code == 403  # finance sees it, sales fills it in
        assert as_user(cast.ma).get(path(artifact, rest)).status_code == 200
        assert "918273" not in as_user(cast.ma).get(path(artifact, rest)).content.decode()

    def test_a_draft_has_nothing_to_fill_in(self, cast: Cast, as_user: AsUser) -> None:
        draft = make_artifact(cast)
        assert as_user(cast.chen).get(path(draft, CELL)).status_code == 404

    def test_others_may_not(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        for person, status in ((cast.he, 403), (cast.chen, 403), (cast.su, 404), (cast.fang, 404)):
            assert as_user(person).get(path(prd, CELL)).status_code == status
            assert as_user(person).post(path(prd, CELL), {"value": "3"}).status_code == status
        assert path(prd, CELL) not in as_user(cast.he).get(path(prd)).content.decode()


class TestDone:
    REST = "tables/open_questions/rows/Q-1/done/"
    UNDONE = "tables/open_questions/rows/Q-1/undone/"

    @pytest.fixture
    def asked(self, cast: Cast) -> Any:
        artifact = make_artifact(cast)
        cells = {"question": "链接几时失效？", "owner": "han", "due_on": "2027-01-04"}
        rows.add_row(artifact, actor=cast.chen, table="open_questions", cells=cells)
        publish.publish(artifact, actor=cast.chen)
        return fresh(artifact)

    def test_who_is_named_ticks_it_and_takes_the_tick_back(self, asked: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.han)
        done = client.post(path(asked, self.REST), headers=HTMX)
        assert toast(done) == "已完成" and 'id="table-open_questions"' in done.content.decode()
        assert FilledCell.objects.get(superseded_at=None).value is True
        assert toast(client.post(path(asked, self.UNDONE), headers=HTMX)) == "已恢复为未完成"
        assert FilledCell.objects.get(superseded_at=None).value is False

    def test_the_page_has_one_press_for_either_way(self, asked: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.han)
        text = client.get(path(asked)).content.decode()
        assert f'action="{path(asked, self.REST)}"' in text and 'aria-pressed="false"' in text
        client.post(path(asked, self.REST))
        text = client.get(path(asked)).content.decode()
        assert f'hx-post="{path(asked, self.UNDONE)}"' in text and 'aria-label="已完成：链接几时失效？"' in text
        assert self.UNDONE not in as_user(cast.he).get(path(asked)).content.decode()

    def test_the_list_offers_the_way_back(self, asked: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.han)
        text = client.post(path(asked, self.REST), {"next": "/todo/"}, follow=True).content.decode()
        toasts = text.split('id="toasts"')[1]
        assert "已完成" in toasts and f'action="{path(asked, self.UNDONE)}"' in toasts and "撤销" in toasts
        text = client.post(path(asked, self.UNDONE), {"next": "/todo/"}, follow=True).content.decode()
        assert "链接几时失效？" in text and "已恢复为未完成" in text.split('id="toasts"')[1]

    def test_from_the_list_it_leads_back_there_and_twice_is_once(
        self, asked: Artifact, cast: Cast, as_user: AsUser
    ) -> None:
        for _ in range(2):
            response = as_user(cast.han).post(path(asked, self.REST), {"next": "/todo/"})
            assert response["Location"] == "/todo/"
        assert FilledCell.objects.count() == 1

    def test_a_row_that_is_no_to_do_is_refused(self, asked: Artifact, cast: Cast, as_user: AsUser) -> None:
        for rest in ("tables/stories/rows/US-1/done/", "tables/open_questions/rows/Q-9/done/"):
            response = as_user(cast.chen).post(path(asked, rest))
            assert response.status_code == 422 and "没有这条待办" in response.content.decode()

    def test_only_who_is_named_or_edits_may(self, asked: Artifact, cast: Cast, as_user: AsUser) -> None:
        for rest in (self.REST, self.UNDONE):
            assert is_closed(cast, as_user, asked, rest) and has_no_get(cast, as_user, asked, rest)
        assert as_user(cast.chen).post(path(asked, self.REST)).status_code == 302
