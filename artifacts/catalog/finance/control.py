"""FI-3 成本控制和预算管理 and FI-4 财务报告和审计."""

from artifacts.catalog.finance.planning import CATEGORIES
from artifacts.catalog.shared import LEVELS, MONEY_READERS, done, due_on, owner, todo
from artifacts.catalog.words import word
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
    word("Month close"),
    row_prefix="MC",
    is_main=True,
    is_expected=True,
    # Budget lines of FI-1 will feed it; until then its rows are typed.
    source="budget",
    todo=todo("item"),
    columns=(
        Column("month", word("Month"), "month", is_key=True, is_expected=True),
        Column("category", word("Category"), "single_choice", choices=CATEGORIES, is_key=True),
        Column("item", word("Item"), is_key=True, is_expected=True),
        Column("budget", word("Budget"), "money", visible_to=MONEY_READERS),
        Column("committed", word("Committed"), "money", visible_to=MONEY_READERS),
        Column("actual", word("Actual"), "money", filled_by=("finance",), visible_to=MONEY_READERS),
        Column("to_complete", word("Forecast to complete"), "money", visible_to=MONEY_READERS),
        Column("variance", word("Variance"), "computed", computed="budget_minus_actual", visible_to=MONEY_READERS),
        Column("used", word("Used"), "computed", computed="actual_of_budget", visible_to=MONEY_READERS),
        Column(
            "cause",
            word("Cause class"),
            "single_choice",
            choices=(
                ("price", word("Price")),
                ("quantity", word("Quantity")),
                ("timing", word("Timing")),
                ("scope", word("Scope")),
                ("error", word("Planning error")),
            ),
            filled_by=(PERSON,),
        ),
        Column("measure", word("Countermeasure"), "long_text", filled_by=(PERSON,)),
        owner(),
        due_on(word("Explain by")),
        done(word("Explained")),
    ),
)
TRANSFERS = Table(
    "transfers",
    word("Budget transfers"),
    row_prefix="BT",
    columns=(
        Column("from_line", word("From line"), is_key=True, is_expected=True),
        Column("to_line", word("To line"), is_key=True, is_expected=True),
        Column("amount", word("Amount"), "money", is_expected=True, visible_to=MONEY_READERS),
        Column("reason", word("Reason"), "long_text"),
        Column("approver", word("Approver"), "person", is_material=False),
        Column(
            "state",
            word("State"),
            "single_choice",
            choices=(("asked", word("Asked for")), ("approved", word("Approved")), ("refused", word("Refused"))),
            filled_by=("finance",),
        ),
    ),
    departments=("finance",),
)
LABOUR = Table(
    "labour",
    word("Labour actuals"),
    row_prefix="LB",
    is_material=False,
    # Worklogs will feed it once the tracker exists; until then its rows are typed.
    source="worklogs",
    columns=(
        Column("month", word("Month"), "month", is_key=True, is_expected=True),
        Column("role", word("Role"), is_key=True, is_expected=True),
        Column("quantity", word("Hours"), "decimal"),
        Column("unit_price", word("Rate per hour"), "money", is_rate=True, visible_to=MONEY_READERS),
        Column("cost", word("Cost"), "computed", computed="quantity_times_price", visible_to=MONEY_READERS),
    ),
)
COST_CONTROL = Kind(
    code="FI-3",
    slug="cost-control",
    name=word("Cost control and budget management"),
    department="finance",
    mode=ROLLING,
    period=MONTH,
    presets=(STANDARD, FULL),
    is_confidential=True,
    receivers=(Receiver("finance", NONE), Receiver("finance", AGREE, response_days=3, on_change_of="transfers")),
    sections=(
        Section(
            "comment",
            word("Monthly comment"),
            word("What was spent, and what is unusual."),
            shown_first=True,
            is_expected=True,
            aliases=("本月说明", "执行情况", "月度说明"),
        ),
        Section("causes", word("Causes"), word("Why it differs from the budget."), aliases=("差异原因", "原因分析")),
        Section("measures", word("Measures"), word("What is done about it."), aliases=("改进措施", "应对措施")),
    ),
    tables=(CLOSES, TRANSFERS, LABOUR),
    shelf_life_days=31,
    stale_when=("budget",),
    signals=("overspend", "unexplained_variances", "todos_past_due", "days_since_update"),
    guidance=word("What was spent against the budget this month, and why."),
    aliases=("预算执行", "成本管控"),
)

REQUESTS = Table(
    "requests",
    word("Evidence requests"),
    row_prefix="ER",
    is_main=True,
    is_expected=True,
    todo=todo("item"),
    columns=(
        Column("item", word("Item"), is_key=True, is_expected=True),
        Column("period", word("Period"), is_key=True),
        Column("department", word("Department"), "department"),
        owner(),
        due_on(),
        Column("provided_on", word("Provided on"), "date", filled_by=(PERSON,)),
        Column("file", word("File"), "file", filled_by=(PERSON,)),
        Column(
            "state",
            word("State"),
            "single_choice",
            choices=(
                ("asked", word("Asked for")),
                ("provided", word("Provided")),
                ("accepted", word("Accepted")),
                ("returned", word("Returned")),
                ("not_applicable", word("Not applicable")),
            ),
            filled_by=("finance",),
        ),
        done(word("Provided")),
    ),
)
FINDINGS = Table(
    "findings",
    word("Audit findings"),
    row_prefix="FD",
    todo=todo("fact"),
    columns=(
        Column("level", word("Level"), "single_choice", choices=LEVELS),
        Column("fact", word("Fact"), "long_text", is_key=True, is_expected=True),
        Column("cause", word("Cause"), "long_text"),
        Column("advice", word("Advice"), "long_text"),
        Column("answer", word("Answer"), "long_text"),
        Column("action", word("Corrective action"), "long_text"),
        owner(),
        due_on(),
        Column("closed_on", word("Closed on"), "date", filled_by=("finance",)),
        Column("proof", word("Proof"), "file", filled_by=(PERSON,)),
        done(word("Action done")),
    ),
)
PROFIT = Table(
    "profit",
    word("Product profit and loss"),
    row_prefix="PN",
    columns=(
        Column("month", word("Month"), "month", is_key=True, is_expected=True),
        Column("revenue", word("Revenue"), "money", visible_to=MONEY_READERS),
        Column("direct_cost", word("Direct cost"), "money", visible_to=MONEY_READERS),
        Column("margin", word("Margin"), "computed", computed="revenue_minus_cost", visible_to=MONEY_READERS),
    ),
)
FINANCIAL_REPORT = Kind(
    code="FI-4",
    slug="financial-report",
    name=word("Financial report and audit"),
    department="finance",
    is_confidential=True,
    receivers=(Receiver("finance", AGREE, response_days=5),),
    sections=(
        Section(
            "report",
            word("Report"),
            word("Result and position in words."),
            shown_first=True,
            is_expected=True,
            aliases=("报告正文", "财务报告"),
        ),
        Section(
            "notes", word("Accounting notes"), word("Rules applied, changes of rules."), aliases=("附注", "会计政策")
        ),
        Section(
            "answer",
            word("Management answer"),
            word("What management says to the findings."),
            aliases=("管理层回复", "管理层答复"),
        ),
    ),
    tables=(REQUESTS, FINDINGS, PROFIT),
    shelf_life_days=90,
    signals=("evidence_progress", "todos_past_due"),
    guidance=word("What was earned, what an auditor asked for, and what was found."),
    aliases=("审计", "财报"),
)
