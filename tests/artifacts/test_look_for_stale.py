"""When an artifact is out of date, and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from artifacts import kinds, periods
from artifacts.actions import create, lifecycle, publish, rolling, rows, staleness
from artifacts.actions import settings as settings_actions
from artifacts.models import Artifact, Version
from artifacts.staleness import reason
from events.models import Event
from tests.artifacts.making import fresh, make_artifact, make_published, publish_again, write
from tests.conftest import Cast


def in_days(days: int) -> dt.date:
    return periods.today() + dt.timedelta(days=days)


@pytest.fixture
def analysis(cast: Cast) -> Any:
    artifact = create.create(actor=cast.chen, product=cast.product, kind="market-analysis", title="市场分析")
    publish.publish(artifact, actor=cast.chen)
    return fresh(artifact)


class TestShelfLife:
    def test_past_its_days_it_is_stale_once_and_says_why(self, cast: Cast, analysis: Artifact) -> None:
        assert staleness.look(in_days(10)) == 0
        assert [staleness.look(in_days(120)) for _ in range(2)] == [1, 0]
        now = fresh(analysis)
        assert now.stale_since == in_days(120) and now.stale_reason.startswith("shelf:")
        with translation.override("en"):
            assert "shelf life" in reason(now)
        assert Event.objects.filter(kind="artifact.became_stale").count() == 1

    def test_a_new_version_is_fresh(self, cast: Cast, analysis: Artifact) -> None:
        staleness.look(in_days(120))
        write(analysis, cast.chen, analysis_section(analysis), "<p>新</p>")
        publish.publish(analysis, actor=cast.chen)
        assert fresh(analysis).stale_since is None and reason(fresh(analysis)) == ""

    def test_drafts_and_archived_ones_are_left_alone(self, cast: Cast, analysis: Artifact) -> None:
        lifecycle.archive(analysis, actor=cast.chen)
        make_artifact(cast, "market-analysis")
        assert staleness.look(in_days(400)) == 0


def analysis_section(artifact: Artifact) -> str:
    return kinds.get(artifact.kind).sections[0].key


class TestRelease:
    def test_it_is_stale_when_its_release_moved_on(self, cast: Cast) -> None:
        old = make_published(cast, release="v3.9")
        assert staleness.look() == 0
        new = make_published(cast, title="下一版", release="v3.10")
        assert staleness.look() == 1
        with translation.override("en"):
            assert reason(fresh(old)) == "still v3.9"
        assert fresh(new).stale_since is None

    def test_it_is_fresh_again_when_the_cause_goes_away(self, cast: Cast) -> None:
        old = make_published(cast, release="v3.1")
        make_published(cast, release="v3.2")
        staleness.look()
        settings_actions.change(fresh(old), actor=cast.chen, revision=fresh(old).revision, release="v3.2")
        assert staleness.look() == 1 and fresh(old).stale_since is None


class TestUpstream:
    def test_a_new_version_upstream_makes_it_stale(self, cast: Cast) -> None:
        kind = next(kind for kind in kinds.all_kinds() if "prd" in kind.stale_when and not kind.is_rolling)
        prd = make_published(cast)
        below = create.create(actor=cast.chen, product=cast.product, kind=kind.slug, title="下游")
        publish.publish(below, actor=cast.chen)
        assert staleness.look() == 0
        publish_again(prd, cast, "<p>改了</p>")
        assert staleness.look() == 1
        assert fresh(below).stale_reason == "upstream:prd"
        assert prd.reference not in reason(fresh(below))


class TestRolling:
    def test_a_living_record_that_skipped_a_week_is_stale(self, cast: Cast) -> None:
        artifact = make_artifact(cast, "schedule")
        rows.add_row(artifact, actor=cast.chen, table="milestones", cells={"milestone": "发版"})
        rolling.refresh(artifact, actor=cast.chen)
        assert staleness.look(in_days(6)) == 0
        rolling.freeze_periods(in_days(7))
        assert staleness.look(in_days(14)) == 1
        assert fresh(artifact).stale_reason.startswith("period:")
        assert reason(fresh(artifact))
        Version.objects.update(published_at=dt.datetime.now(dt.UTC) + dt.timedelta(days=14))
        assert staleness.look(in_days(14)) == 1 and fresh(artifact).stale_since is None
