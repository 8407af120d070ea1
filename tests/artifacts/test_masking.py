"""Masked columns: amounts are seen by finance, leads and managers, and by nobody else anywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from rest_framework.test import APIClient

from artifacts import concerned, content
from artifacts.actions import create, fill_ins, publish, rows, sections
from artifacts.models import Artifact, FilledCell
from conversations import search
from events.models import Event
from pmcomms.ground.problems import StaleEdit
from tests import make
from tests.artifacts.making import answer_as, fresh, sign_off_of
from tests.conftest import Cast

CANARY = "918273.64"


@pytest.fixture
def targets(cast: Cast) -> Any:
    """Sales targets with three rows; 马跃 (sales liaison) sees the document and not the amounts."""
    artifact = create.create(actor=cast.chen, product=cast.product, kind="sales-targets", title="2026 目标")
    for number in range(3):
        cells = {"period": f"2026-Q{number + 1}", "target": CANARY, "target_count": 10 + number}
        rows.add_row(artifact, actor=cast.chen, table="targets", cells=cells)
    publish.publish(artifact, actor=cast.chen)
    return fresh(artifact)


def everything(document: Any) -> str:
    return str([(row.cells, row.invalid, row.filled) for _table, row in document.rows()])


class TestReading:
    def test_finance_leads_and_managers_see_amounts_others_do_not(self, cast: Cast, targets: Any) -> None:
        make.make_membership(cast.lu, cast.sales, "lead")
        for person, sees in ((cast.chen, True), (cast.lin, True), (cast.lu, True), (cast.ma, False)):
            document = content.read_version(targets, targets.version, person)
            assert (CANARY in everything(document)) is sees
        table = content.read_version(targets, targets.version, cast.ma).table("targets")
        assert {"target", "target_count", "attainment"} <= table.hidden
        assert "target" in table.rows[0].hidden and table.rows[0].cells["period"] == "2026-Q1"

    def test_others_get_a_subtotal_over_three_rows_and_not_over_two(self, cast: Cast, targets: Any) -> None:
        table = content.read_version(targets, targets.version, cast.ma).table("targets")
        assert table.subtotals["target"] == {"amount": "2754820.92", "currency": "CNY"}
        assert table.subtotals["target_count"] == 33
        row = targets.draft_rows.get(row_key="TG-3")
        rows.delete_row(targets, actor=cast.chen, table="targets", key="TG-3", revision=row.revision)
        version = publish.publish(targets, actor=cast.chen)
        assert content.read_version(targets, version, cast.ma).table("targets").subtotals == {}

    def test_search_events_summaries_and_changes_hold_no_amount(self, cast: Cast, targets: Any) -> None:
        row = targets.draft_rows.get(row_key="TG-1")
        cells = {"target": "5555.55"}
        rows.save_row(targets, actor=cast.chen, table="targets", key="TG-1", cells=cells, revision=row.revision)
        found = publish.preview(targets, cast.chen)
        assert "5555" not in found.summary and "5555" not in str(found.material)
        version = publish.publish(targets, actor=cast.chen)
        assert "5555" not in str(version.material_changes)
        assert search.count(cast.chen, CANARY) == 0
        changes = str(list(Event.objects.values_list("changes", flat=True)))
        assert CANARY not in changes and "5555" not in changes
        lines = concerned.changes_for(targets, "sales", cast.ma, version).lines
        assert not lines
        assert "5,555.55" in str(concerned.changes_for(targets, "finance", cast.lin, version).lines)

    def test_a_changed_amount_asks_those_again_who_see_it(self, cast: Cast, targets: Any) -> None:
        answer_as(targets, "finance", cast.lin)
        row = targets.draft_rows.get(row_key="TG-1")
        cells = {"target": "5555.55"}
        rows.save_row(targets, actor=cast.chen, table="targets", key="TG-1", cells=cells, revision=row.revision)
        publish.publish(targets, actor=cast.chen)
        assert sign_off_of(targets, "finance").state == "waiting"

    def test_api_and_markdown_show_no_amount(self, cast: Cast, targets: Any, api_as: Callable[..., APIClient]) -> None:
        base = f"/api/v1/artifacts/{targets.reference}/"
        for path in ("versions/1/", "markdown/", "fill-ins/"):
            response = api_as(cast.ma).get(base + path)
            assert response.status_code == 200 and CANARY not in response.content.decode()
        assert CANARY in api_as(cast.lin).get(f"{base}versions/1/").content.decode()
        history = api_as(cast.ma).get(f"{base}fill-ins/targets/TG-1/target/")
        assert history.status_code == 404


class TestRates:
    """A price per unit: what others get is the sum of the amounts it makes, never a sum of prices."""

    def budget(self, cast: Cast, *lines: tuple[str, str]) -> Artifact:
        """Budget lines as (quantity, price) in a document 韩磊 (研发) sees without its amounts."""
        artifact = create.create(actor=cast.chen, product=cast.product, kind="budget", title="2026 预算")
        for number, (quantity, price) in enumerate(lines):
            cells = {"category": "cloud", "item": f"主机 {number}", "quantity": quantity, "unit_price": price}
            rows.add_row(artifact, actor=cast.chen, table="lines", cells=cells)
        publish.publish(artifact, actor=cast.chen)
        return fresh(artifact)

    def subtotals(self, artifact: Artifact, viewer: Any) -> dict[str, Any]:
        return content.read_version(artifact, artifact.version, viewer).table("lines").subtotals

    def test_the_subtotal_is_the_amount_and_not_the_prices(self, cast: Cast) -> None:
        artifact = self.budget(cast, ("2", "1000.01"), ("3", "2000.02"), ("4", "4000.04"))
        assert self.subtotals(artifact, cast.han) == {"calculated": {"amount": "24000.24", "currency": "CNY"}}
        assert self.subtotals(artifact, cast.lin) == {}

    def test_both_doors_show_it_and_neither_a_price_nor_their_sum(
        self, cast: Cast, as_user: Callable[..., Any], api_as: Callable[..., APIClient]
    ) -> None:
        artifact = self.budget(cast, ("2", "1000.01"), ("3", "2000.02"), ("4", "4000.04"))
        shown = as_user(cast.han).get(f"/artifacts/{artifact.reference}/").content.decode()
        assert "24,000.24" in shown
        answer = api_as(cast.han).get(f"/api/v1/artifacts/{artifact.reference}/versions/1/")
        table = next(one for one in answer.json()["tables"] if one["key"] == "lines")
        assert table["subtotals"] == {"calculated": {"amount": "24000.24", "currency": "CNY"}}
        plain = shown.replace(",", "") + answer.content.decode()
        # Prices, amounts of single rows, the sum of the prices.
        for canary in ("1000.01", "2000.02", "4000.04", "2000.02", "6000.06", "16000.16", "7000.07"):
            assert canary not in plain

    @pytest.mark.parametrize(
        "lines",
        [
            pytest.param([("2", "1000.01"), ("3", "2000.02")], id="two rows"),
            pytest.param([("5", "1000.01"), ("0", "2000.02"), ("0", "4000.04")], id="quantities of zero are seen"),
            pytest.param([("5", "1000.01"), ("1", "2000.02"), ("", "4000.04")], id="a quantity is missing"),
            pytest.param([("5", "1000.01"), ("1", "2000.02"), ("1", "")], id="a price is missing"),
            pytest.param([("5", "1000.01"), ("1", "2000.02"), ("1", "9 USD")], id="two currencies"),
        ],
    )
    def test_where_it_would_give_a_price_away_there_is_none(
        self, cast: Cast, as_user: Callable[..., Any], lines: list[tuple[str, str]]
    ) -> None:
        artifact = self.budget(cast, *lines)
        assert self.subtotals(artifact, cast.han) == {}
        shown = as_user(cast.han).get(f"/artifacts/{artifact.reference}/").content.decode().replace(",", "")
        assert "1000.01" not in shown and "5000.05" not in shown and "7000.07" not in shown

    def test_a_total_over_months_does_not_give_a_single_month_away(self, cast: Cast) -> None:
        """Its subtotal less that of January would be the one February there is."""
        artifact = create.create(actor=cast.chen, product=cast.product, kind="budget", title="2026 预算")
        for number, february in enumerate(("777.77", "", "")):
            cells = {"category": "cloud", "item": f"主机 {number}", "m01": "100.10", "m02": february}
            rows.add_row(artifact, actor=cast.chen, table="lines", cells=cells)
        publish.publish(artifact, actor=cast.chen)
        assert self.subtotals(fresh(artifact), cast.han) == {"m01": {"amount": "300.30", "currency": "CNY"}}

    def test_rates_without_an_amount_have_no_subtotal(self, cast: Cast) -> None:
        artifact = create.create(actor=cast.chen, product=cast.product, kind="sales-targets", title="2026 目标")
        for number in range(3):
            cells = {"item": f"套餐 {number}", "list_price": "100", "floor_price": CANARY}
            rows.add_row(artifact, actor=cast.chen, table="prices", cells=cells)
        publish.publish(artifact, actor=cast.chen)
        artifact = fresh(artifact)
        table = content.read_version(artifact, artifact.version, cast.ma).table("prices")
        assert "floor_price" in table.hidden and table.subtotals == {}


class TestWriting:
    @pytest.fixture
    def owned(self, cast: Cast, targets: Any) -> Any:
        """陆宁 owns the document and, being no manager, may not see amounts."""
        Artifact.objects.filter(pk=targets.pk).update(owner=cast.lu)
        targets.thread.owner = cast.lu
        targets.thread.save()
        return fresh(targets)

    def test_an_owner_who_may_not_see_cannot_write_or_lose_them(self, cast: Cast, owned: Artifact) -> None:
        assert CANARY not in everything(content.read_draft(owned, cast.lu))
        row = owned.draft_rows.get(row_key="TG-1")
        with pytest.raises(ValidationError):
            rows.save_row(
                owned, actor=cast.lu, table="targets", key="TG-1", cells={"target": "1"}, revision=row.revision
            )
        saved = rows.save_row(
            owned, actor=cast.lu, table="targets", key="TG-1", cells={"region": "华东"}, revision=row.revision
        )
        assert saved.row.cells["target"] == {"amount": CANARY, "currency": "CNY"}

    def test_a_conflict_shows_no_masked_cell(self, cast: Cast, owned: Artifact) -> None:
        with pytest.raises(StaleEdit) as refusal:
            rows.save_row(owned, actor=cast.lu, table="targets", key="TG-1", cells={"region": "x"}, revision=0)
        assert CANARY not in str(refusal.value.members())

    def test_who_fills_a_masked_column_in_sees_what_they_fill(self, cast: Cast, targets: Any) -> None:
        fill_ins.fill_in(targets, actor=cast.ma, table="targets", key="TG-1", column="actual", value="100")
        document = content.read_version(targets, targets.version, cast.ma)
        assert document.table("targets").row("TG-1").cells["actual"]["amount"] == "100.00"
        assert FilledCell.objects.count() == 1
        assert Event.objects.get(kind="fill_in.filled").changes == {"part": "row:targets:TG-1", "column": "actual"}


def test_free_sections_and_titles_are_no_secret(cast: Cast, targets: Any) -> None:
    sections.add_section(targets, actor=cast.chen, heading="口径说明")
    version = publish.publish(targets, actor=cast.chen)
    assert content.read_version(targets, version, cast.ma).section("free-1") is not None
