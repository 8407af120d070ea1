"""加签 and 抄送 from the menu of a document."""

from __future__ import annotations

from typing import Any

import pytest

from artifacts.models import Artifact, SignOff
from conversations.models import ThreadPerson
from tests.artifacts.making import make_artifact, make_published
from tests.artifacts.pages import HTMX, AsUser, is_closed, path, toast
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Any:
    return make_published(cast)


class TestSigner:
    def test_a_person_is_asked_beside_the_department(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        assert path(prd, "signers/add/") in client.get(path(prd)).content.decode()
        form = client.get(path(prd, "signers/add/"), headers=HTMX).content.decode()
        assert "研发" in form and "市场" not in form
        sent = {"person": "qin", "department": cast.rd.pk}
        response = client.post(path(prd, "signers/add/"), sent, headers=HTMX)
        assert toast(response) == "已请秦岳会签" and "0/4" in response.content.decode()
        assert SignOff.objects.get(person=cast.qin).state == SignOff.State.WAITING
        assert 'class="screen answer"' in as_user(cast.qin).get(path(prd)).content.decode()

    def test_twice_is_once_and_a_plain_form_leads_back(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        for _ in range(2):
            sent = {"person": "qin", "department": cast.rd.pk}
            assert as_user(cast.chen).post(path(prd, "signers/add/"), sent)["Location"] == path(prd)
        assert SignOff.objects.filter(person=cast.qin).count() == 1

    @pytest.mark.parametrize(
        "sent", [{}, {"person": "qin"}, {"person": "auditor"}, {"person": "qin", "department": "x"}]
    )
    def test_what_is_missing_is_said_in_the_form(
        self, prd: Artifact, cast: Cast, as_user: AsUser, sent: dict[str, str]
    ) -> None:
        response = as_user(cast.chen).post(path(prd, "signers/add/"), sent, headers=HTMX)
        assert response.status_code == 422 and response.content.decode().startswith("<dialog")
        assert not SignOff.objects.filter(person__isnull=False).exists()

    def test_only_who_edits_may(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        assert is_closed(cast, as_user, prd, "signers/add/", person="qin", department=cast.rd.pk)


class TestCopy:
    def test_a_person_reads_along(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        assert path(prd, "copy/") in client.get(path(prd)).content.decode()
        response = client.post(path(prd, "copy/"), {"person": "su"}, headers=HTMX)
        assert toast(response) == "已抄送苏晴"
        assert ThreadPerson.objects.get(thread=prd.thread).user == cast.su
        text = as_user(cast.su).get(path(prd)).content.decode()
        assert "月末对账时只能逐条导出" in text and 'class="screen answer"' not in text

    def test_twice_is_once_and_a_plain_form_leads_back(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        for _ in range(2):
            assert as_user(cast.chen).post(path(prd, "copy/"), {"person": "su"})["Location"] == path(prd)
        assert ThreadPerson.objects.filter(thread=prd.thread).count() == 1

    def test_who_is_copied_on_a_draft_talks_and_does_not_read_it(self, cast: Cast, as_user: AsUser) -> None:
        draft = make_artifact(cast)
        as_user(cast.chen).post(path(draft, "copy/"), {"person": "su"})
        response = as_user(cast.su).get(path(draft))
        assert response.status_code == 200 and "月末对账时只能逐条导出" not in response.content.decode()

    @pytest.mark.parametrize("person", ["", "nobody", "auditor"])
    def test_who_cannot_read_along_is_said_in_the_form(
        self, prd: Artifact, cast: Cast, as_user: AsUser, person: str
    ) -> None:
        response = as_user(cast.chen).post(path(prd, "copy/"), {"person": person}, headers=HTMX)
        assert response.status_code == 422 and 'aria-invalid="true"' in response.content.decode()

    def test_only_who_edits_may(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        assert is_closed(cast, as_user, prd, "copy/", person="su")
