"""FI-3 成本控制和预算管理 and FI-4 财务报告和审计."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.finance.planning import CATEGORIES
from artifacts.catalog.shared import LEVELS, MONEY_READERS, done, due_on, owner, todo
from artifacts.declaration import (
    AGREE,
    FULL,
    MONTH,
    NONE,
    PERSON,
    ROLLING,
    STANDARD,
    Column,
    Kind,
    Receiver,
    Section,
    Table,
)

CLOSES = Table(
    "closes",
    _("Month close"),
    row_prefix="MC",
    is_main=True,
    is_expected=True,
    # Budget lines of FI-1 will feed it; until then its rows are typed.
    source="budget",
    todo=todo("item"),
    columns=(
        Column("month", _("Month"), "month", is_key=True, is_expected=True),
        Column("category", _("Category"), "single_choice", choices=CATEGORIES, is_key=True),
        Column("item", _("Item"), is_key=True, is_expected=True),
        Column("budget", _("Budget"), "money", visible_to=MONEY_READERS),
        Column("committed", _("Committed"), "money", visible_to=MONEY_READERS),
        Column("actual", _("Actual"), "money", filled_by=("finance",), visible_to=MONEY_READERS),
        Column("to_complete", _("Forecast to complete"), "money", visible_to=MONEY_READERS),
        Column("variance", _("Variance"), "computed", computed="budget_minus_actual", visible_to=MONEY_READERS),
        Column("used", _("Used"), "computed", computed="actual_of_budget", visible_to=MONEY_READERS),
        Column(
            "cause",
            _("Cause class"),
            "single_choice",
            choices=(
                ("price", _("Price")),
                ("quantity", _("Quantity")),
                ("timing", _("Timing")),
                ("scope", _("Scope")),
                ("error", _("Planning error")),
            ),
            filled_by=(PERSON,),
        ),
        Column("measure", _("Countermeasure"), "long_text", filled_by=(PERSON,)),
        owner(),
        due_on(_("Explain by")),
        done(_("Explained")),
    ),
)
TRANSFERS = Table(
    "transfers",
    _("Budget transfers"),
    row_prefix="BT",
    columns=(
        Column("from_line", _("From line"), is_key=True, is_expected=True),
        Column("to_line", _("To line"), is_key=True, is_expected=True),
        Column("amount", _("Amount"), "money", is_expected=True, visible_to=MONEY_READERS),
        Column("reason", _("Reason"), "long_text"),
        Column("approver", _("Approver"), "person", is_material=False),
        Column(
            "state",
            _("State"),
            "single_choice",
            choices=(("asked", _("Asked for")), ("approved", _("Approved")), ("refused", _("Refused"))),
            filled_by=("finance",),
        ),
    ),
    departments=("finance",),
)
LABOUR = Table(
    "labour",
    _("Labour actuals"),
    row_prefix="LB",
    is_material=False,
    # Worklogs will feed it once the tracker exists; until then its rows are typed.
    source="worklogs",
    columns=(
        Column("month", _("Month"), "month", is_key=True, is_expected=True),
        Column("role", _("Role"), is_key=True, is_expected=True),
        Column("quantity", _("Hours"), "decimal"),
        Column("unit_price", _("Rate per hour"), "money", visible_to=MONEY_READERS),
        Column("cost", _("Cost"), "computed", computed="quantity_times_price", visible_to=MONEY_READERS),
    ),
)
COST_CONTROL = Kind(
    code="FI-3",
    slug="cost-control",
    name=_("Cost control and budget management"),
    department="finance",
    mode=ROLLING,
    period=MONTH,
    presets=(STANDARD, FULL),
    is_confidential=True,
    receivers=(Receiver("finance", NONE), Receiver("finance", AGREE, response_days=3, on_change_of="transfers")),
    sections=(
        Section(
            "comment",
            _("Monthly comment"),
            _("What was spent, and what is unusual."),
            shown_first=True,
            is_expected=True,
            aliases=("本月说明", "执行情况", "月度说明"),
        ),
        Section("causes", _("Causes"), _("Why it differs from the budget."), aliases=("差异原因", "原因分析")),
        Section("measures", _("Measures"), _("What is done about it."), aliases=("改进措施", "应对措施")),
    ),
    tables=(CLOSES, TRANSFERS, LABOUR),
    shelf_life_days=31,
    stale_when=("budget",),
    signals=("overspend", "unexplained_variances", "todos_past_due", "days_since_update"),
    guidance=_("What was spent against the budget this month, and why."),
    aliases=("预算执行", "成本管控"),
)

REQUESTS = Table(
    "requests",
    _("Evidence requests"),
    row_prefix="ER",
    is_main=True,
    is_expected=True,
    todo=todo("item"),
    columns=(
        Column("item", _("Item"), is_key=True, is_expected=True),
        Column("period", _("Period"), is_key=True),
        Column("department", _("Department"), "department"),
        owner(),
        due_on(),
        Column("provided_on", _("Provided on"), "date", filled_by=(PERSON,)),
        Column("file", _("File"), "file", filled_by=(PERSON,)),
        Column(
            "state",
            _("State"),
            "single_choice",
            choices=(
                ("asked", _("Asked for")),
                ("provided", _("Provided")),
                ("accepted", _("Accepted")),
                ("returned", _("Returned")),
                ("not_applicable", _("Not applicable")),
            ),
            filled_by=("finance",),
        ),
        done(_("Provided")),
    ),
)
FINDINGS = Table(
    "findings",
    _("Findings"),
    row_prefix="FD",
    todo=todo("fact"),
    columns=(
        Column("level", _("Level"), "single_choice", choices=LEVELS),
        Column("fact", _("Fact"), "long_text", is_key=True, is_expected=True),
        Column("cause", _("Cause"), "long_text"),
        Column("advice", _("Advice"), "long_text"),
        Column("answer", _("Answer"), "long_text"),
        Column("action", _("Corrective action"), "long_text"),
        owner(),
        due_on(),
        Column("closed_on", _("Closed on"), "date", filled_by=("finance",)),
        Column("proof", _("Proof"), "file", filled_by=(PERSON,)),
        done(_("Action done")),
    ),
)
PROFIT = Table(
    "profit",
    _("Product profit and loss"),
    row_prefix="PN",
    columns=(
        Column("month", _("Month"), "month", is_key=True, is_expected=True),
        Column("revenue", _("Revenue"), "money", visible_to=MONEY_READERS),
        Column("direct_cost", _("Direct cost"), "money", visible_to=MONEY_READERS),
        Column("margin", _("Margin"), "computed", computed="revenue_minus_cost", visible_to=MONEY_READERS),
    ),
)
FINANCIAL_REPORT = Kind(
    code="FI-4",
    slug="financial-report",
    name=_("Financial report and audit"),
    department="finance",
    is_confidential=True,
    receivers=(Receiver("finance", AGREE, response_days=5),),
    sections=(
        Section(
            "report",
            _("Report"),
            _("Result and position in words."),
            shown_first=True,
            is_expected=True,
            aliases=("报告正文", "财务报告"),
        ),
        Section("notes", _("Accounting notes"), _("Rules applied, changes of rules."), aliases=("附注", "会计政策")),
        Section(
            "answer",
            _("Management answer"),
            _("What management says to the findings."),
            aliases=("管理层回复", "管理层答复"),
        ),
    ),
    tables=(REQUESTS, FINDINGS, PROFIT),
    shelf_life_days=90,
    signals=("evidence_progress", "todos_past_due"),
    guidance=_("What was earned, what an auditor asked for, and what was found."),
    aliases=("审计", "财报"),
)
