"""The 24 kinds as kinds.md names them, and the general document."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.utils import translation

from artifacts import columns, kinds
from artifacts.declaration import ACKNOWLEDGE, AGREE, DEPARTMENTS, MANAGERS, NONE, Kind

SECTION_8 = {
    # slug: (code, department, mode, period, who is asked what at every publication)
    "prd": ("RD-1", "rd", "versioned", None, {"rd": AGREE, "operations": ACKNOWLEDGE, "support": ACKNOWLEDGE}),
    "technical-plan": ("RD-2", "rd", "versioned", None, {MANAGERS: AGREE, "rd": AGREE}),
    "schedule": ("RD-3", "rd", "rolling", "week", {}),
    "quality": ("RD-4", "rd", "versioned", None, {MANAGERS: AGREE, "support": ACKNOWLEDGE, "operations": ACKNOWLEDGE}),
    "market-analysis": (
        "MK-1", "marketing", "versioned", None, {"marketing": AGREE, "sales": ACKNOWLEDGE, "finance": ACKNOWLEDGE},
    ),
    "user-research": ("MK-2", "marketing", "versioned", None, {"marketing": ACKNOWLEDGE, "operations": ACKNOWLEDGE}),
    "promotion-strategy": (
        "MK-3", "marketing", "versioned", None,
        {"marketing": AGREE, "finance": AGREE, "sales": ACKNOWLEDGE, "support": ACKNOWLEDGE},
    ),
    "launch-event": (
        "MK-4", "marketing", "versioned", None,
        {"marketing": AGREE, "finance": AGREE, **dict.fromkeys(("rd", "sales", "support", "operations"), ACKNOWLEDGE)},
    ),
    "sales-material": ("SA-1", "sales", "versioned", None, {"sales": ACKNOWLEDGE, "marketing": ACKNOWLEDGE}),
    "customer-needs": ("SA-2", "sales", "rolling", "week", {}),
    "sales-targets": ("SA-3", "sales", "versioned", None, {"sales": AGREE, "finance": AGREE}),
    "customer-care": ("SA-4", "sales", "rolling", "month", {}),
    "manuals": ("CS-1", "support", "versioned", None, {"support": AGREE, "sales": ACKNOWLEDGE}),
    "troubleshooting": ("CS-2", "support", "versioned", None, {"support": ACKNOWLEDGE, "rd": AGREE}),
    "feedback-analysis": ("CS-3", "support", "rolling", "week", {}),
    "after-sales": ("CS-4", "support", "rolling", "month", {}),
    "budget": ("FI-1", "finance", "versioned", None, {"finance": AGREE, "rd": ACKNOWLEDGE, "marketing": ACKNOWLEDGE}),
    "revenue-forecast": ("FI-2", "finance", "versioned", None, {"finance": AGREE, "sales": AGREE}),
    "cost-control": ("FI-3", "finance", "rolling", "month", {}),
    "financial-report": ("FI-4", "finance", "versioned", None, {"finance": AGREE}),
    "operating-data": ("OP-1", "operations", "rolling", "week", {}),
    "growth-plan": (
        "OP-2", "operations", "versioned", None, {"operations": AGREE, "rd": ACKNOWLEDGE, "finance": ACKNOWLEDGE},
    ),
    "daily-operations": ("OP-3", "operations", "rolling", "week", {}),
    "optimisation": ("OP-4", "operations", "rolling", "month", {}),
}  # fmt: skip
PRESETS = {
    "light": "RD-1 RD-3 MK-4 SA-2 CS-3 FI-1",
    "standard": "RD-1 RD-3 RD-4 MK-3 MK-4 SA-1 SA-2 CS-1 CS-3 FI-1 FI-3 OP-1",
}
every_kind = pytest.mark.parametrize("kind", kinds.all_kinds(), ids=lambda kind: kind.slug)


def test_there_are_24_kinds_four_of_each_department_and_a_general_document() -> None:
    assert [kind.slug for kind in kinds.matrix_kinds()] == list(SECTION_8)
    assert {code: len(kinds.kinds_of(code)) for code in DEPARTMENTS} == dict.fromkeys(DEPARTMENTS, 4)
    assert [kind.slug for kind in kinds.all_kinds() if kind.is_general] == ["general-document"]
    assert kinds.find("nothing") is None
    with pytest.raises(KeyError):
        kinds.get("nothing")


@pytest.mark.parametrize("slug", SECTION_8)
def test_a_kind_is_asked_and_answered_as_kinds_md_says(slug: str) -> None:
    kind = kinds.get(slug)
    asked = {receiver.party: receiver.question for receiver in kind.default_receivers}
    assert (kind.code, kind.department, kind.mode, kind.period, asked) == SECTION_8[slug]


def test_presets_hold_6_12_and_24_kinds() -> None:
    for preset, codes in PRESETS.items():
        assert {kind.code for kind in kinds.kinds_in_preset(preset)} == set(codes.split())
    assert kinds.kinds_in_preset("full") == kinds.matrix_kinds()


def test_budget_forecast_cost_control_targets_and_audit_are_confidential() -> None:
    confidential = {kind.code for kind in kinds.all_kinds() if kind.is_confidential}
    assert confidential == {"SA-3", "FI-1", "FI-2", "FI-3", "FI-4"}


def test_only_rows_that_moved_ask_in_a_rolling_kind() -> None:
    tables = {
        slug: {(receiver.party, receiver.question, receiver.on_change_of) for receiver in kinds.get(slug).receivers if receiver.question != NONE}
        for slug in ("schedule", "operating-data", "after-sales", "cost-control", "customer-needs")
    }  # fmt: skip
    assert tables["schedule"] == {(code, ACKNOWLEDGE, "milestones") for code in DEPARTMENTS}
    assert tables["operating-data"] == {(code, ACKNOWLEDGE, "definitions") for code in DEPARTMENTS}
    assert tables["after-sales"] == {("support", AGREE, "service_levels"), ("rd", AGREE, "service_levels")}
    assert tables["cost-control"] == {("finance", AGREE, "transfers")}
    assert tables["customer-needs"] == set()


@every_kind
def test_every_kind_shows_one_section_first_and_has_parts_to_complete(kind: Kind) -> None:
    assert sum(section.shown_first for section in kind.sections) == 1
    assert kind.is_general or kind.main_tables
    assert kind.guidance


@every_kind
def test_row_numbers_of_two_tables_never_look_alike(kind: Kind) -> None:
    prefixes = [table.row_prefix for table in kind.tables]
    assert len(prefixes) == len(set(prefixes))


@every_kind
def test_every_column_can_be_described_shown_and_keyed(kind: Kind) -> None:
    for table in kind.tables:
        assert table.label_column in table.columns
        assert table.computed_cells({}) == {column.key: None for column in table.columns if column.is_computed}
        for column in table.columns:
            assert column.api_schema()["title"]
            assert column.parse("", columns.NoResolver()) is None


def test_amounts_of_budget_and_targets_are_masked() -> None:
    for slug, key in (("budget", "lines"), ("cost-control", "closes"), ("revenue-forecast", "results")):
        table = kinds.get(slug).table(key)
        amounts = [column for column in table.columns if column.type == "money" or column.is_computed]
        assert amounts
        assert all("finance" in column.visible_to for column in amounts)
    prices = kinds.get("sales-targets").table("prices")
    assert {column.key for column in prices.masked_columns} == {"floor_price", "discount_limit"}
    assert len(kinds.get("budget").table("lines").months_axis) == 12


def test_the_four_kinds_of_research_and_development_are_complete() -> None:
    prd, plan = kinds.get("prd"), kinds.get("technical-plan")
    assert {table.key for table in prd.tables} >= {"goals", "stories", "acceptance", "milestones", "no_release_conditions", "tracking", "open_questions"}  # fmt: skip
    assert [value for value, _label in prd.table("acceptance").column("outcome").choices] == ["as_written", "deviates", "not_built"]  # fmt: skip
    assert prd.table("stories").column("estimate").filled_by == ("rd",)
    assert prd.find_section("scenarios")
    assert plan.table("feasibility").column("accepted").filled_by == (MANAGERS,)
    stages = [value for value, _label in kinds.get("schedule").table("milestones").column("stage").choices]
    assert {"evt", "dvt", "pvt", "pilot"} <= set(stages)
    assert kinds.get("quality").table("left_over").column("accepted").filled_by == (MANAGERS,)


@pytest.mark.parametrize(
    ("slug", "tables"),
    [
        ("prd", {"open_questions"}),
        ("schedule", {"milestones", "tasks", "help_requests"}),
        ("launch-event", {"countdown", "materials"}),
        ("financial-report", {"requests", "findings"}),
        ("daily-operations", {"routine", "actions"}),
    ],
)
def test_rows_with_a_person_and_a_day_are_to_dos(slug: str, tables: set[str]) -> None:
    assert {table.key for table in kinds.get(slug).tables if table.todo} == tables


def _words(kind: Kind) -> list[object]:
    found: list[object] = [kind.name, kind.guidance]
    found += [text for section in kind.sections for text in (section.name, section.guidance)]
    for table in kind.tables:
        found += [table.name, table.guidance]
        for column in table.columns:
            found += [column.name, column.guidance, *(label for _value, label in column.choices)]
    return [text for text in found if text and not isinstance(text, str)]


@every_kind
def test_every_word_of_a_declaration_is_translated(kind: Kind) -> None:
    path = Path(__file__).resolve().parents[2]
    po = polib.pofile(str(path / "artifacts/locale/zh_Hans/LC_MESSAGES/django.po"))
    chinese = {entry.msgid for entry in po if entry.msgctxt == "catalog" and entry.msgstr}
    with translation.override("en"):
        words = {str(text) for text in _words(kind)}
        # Names of months are Django's own.
        months = {str(column.name) for table in kind.tables for column in table.months_axis}
    assert words - chinese - months == set()
