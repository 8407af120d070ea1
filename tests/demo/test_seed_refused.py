"""The demo company is built whole or not at all."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.models import User
from artifacts.models import Artifact
from pmcomms.demo.content.shape import Answered, Edition, Story
from pmcomms.demo.seeding import seed
from tests import make


def test_an_interrupted_run_leaves_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*args: object) -> None:
        raise KeyboardInterrupt

    make.core_departments()
    monkeypatch.setattr("pmcomms.demo.seeding.staleness.look", stop)
    with pytest.raises(KeyboardInterrupt):
        seed()
    assert not User.objects.exists() and not Artifact.objects.exists()


@override_settings(MODE="production")
def test_it_is_not_built_in_production(db: None) -> None:
    with pytest.raises(CommandError, match="production"):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_an_answer_of_a_department_that_is_not_asked_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make.core_departments()
    edition = Edition(3, "首次发起", {"background": "背景"}, answers=(Answered("finance", "linlan", "agreed"),))
    story = Story("CLB", "prd", "批量导出对账单", "chensiyuan", "v3.2", (edition,))
    for module in ("ledger_market", "ledger_money", "others"):
        monkeypatch.setattr(f"pmcomms.demo.documents.{module}.stories", lambda day: [])
    monkeypatch.setattr("pmcomms.demo.documents.ledger_building.stories", lambda day: [story])
    with pytest.raises(ValidationError, match="finance"):
        seed()
    assert not User.objects.exists()
