"""FI-1 预算方案和成本分析 and FI-2 收益预测和财务计划."""

from artifacts.catalog.shared import MONEY_READERS, months
from artifacts.catalog.words import word
from artifacts.declaration import (
    ACKNOWLEDGE,
    AGREE,
    FULL,
    LIGHT,
    STANDARD,
    Choices,
    Column,
    Kind,
    Receiver,
    Section,
    Table,
)

CATEGORIES: Choices = (
    ("staff", word("Staff")),
    ("raw_materials", word("Raw materials")),
    ("equipment", word("Equipment")),
    ("depreciation", word("Depreciation")),
    ("outsourcing", word("Outsourcing")),
    ("documentation", word("Documentation")),
    ("rent", word("Rent")),
    ("meetings", word("Meetings")),
    ("travel", word("Travel")),
    ("communication", word("Communication")),
    ("consulting", word("Consulting and training")),
    ("review", word("Review and acceptance")),
    ("administration", word("Administration")),
    ("cloud", word("Cloud resources")),
    ("promotion", word("Promotion")),
    ("other", word("Other")),
)
BUDGETS = Table(
    "budgets",
    word("Budget version"),
    row_prefix="BV",
    is_expected=True,
    columns=(
        Column("year", word("Year"), "integer", is_year=True, is_key=True, is_expected=True),
        Column(
            "state",
            word("State"),
            "single_choice",
            choices=(
                ("draft", word("Draft")),
                ("submitted", word("Submitted")),
                ("approved", word("Approved")),
                ("frozen", word("Frozen")),
            ),
        ),
        Column("approver", word("Approver"), "person", is_material=False),
    ),
)
LINES = Table(
    "lines",
    word("Budget lines"),
    row_prefix="BL",
    is_main=True,
    is_expected=True,
    columns=(
        Column("category", word("Category"), "single_choice", choices=CATEGORIES, is_key=True, is_expected=True),
        Column("item", word("Item"), is_key=True, is_expected=True),
        Column("phase", word("Phase")),
        Column("cost_centre", word("Cost centre"), is_key=True),
        Column("basis", word("Basis"), "long_text"),
        Column(
            "method",
            word("Estimate method"),
            "single_choice",
            choices=(("analogy", word("Analogy")), ("parameter", word("Parameter")), ("bottom_up", word("Bottom-up"))),
        ),
        Column("quantity", word("Quantity or hours"), "decimal"),
        Column("unit_price", word("Unit price or rate"), "money", is_rate=True, visible_to=MONEY_READERS),
        Column(
            "calculated",
            word("Quantity × price"),
            "computed",
            computed="quantity_times_price",
            visible_to=MONEY_READERS,
        ),
        Column(
            "nature",
            word("Nature"),
            "single_choice",
            choices=(("expense", word("Expense")), ("capital", word("Capital"))),
        ),
        Column("is_reserve", word("Reserve"), "yes_no"),
        *months(),
        Column("total", word("Total"), "computed", computed="months_total", visible_to=MONEY_READERS),
    ),
)
BUDGET = Kind(
    code="FI-1",
    slug="budget",
    name=word("Budget and cost analysis"),
    department="finance",
    presets=(LIGHT, STANDARD, FULL),
    is_confidential=True,
    receivers=(
        Receiver("finance", AGREE, response_days=5),
        Receiver("rd", ACKNOWLEDGE, response_days=3, may_lapse=True),
        Receiver("marketing", ACKNOWLEDGE, response_days=3, may_lapse=True),
    ),
    sections=(
        Section(
            "aim",
            word("Aim and scope"),
            word("What the money is for, and what is not in it."),
            shown_first=True,
            is_expected=True,
            aliases=("预算目标", "目标与范围", "预算范围"),
        ),
        Section(
            "assumptions",
            word("Assumptions"),
            word("Prices, headcount, dates that must hold."),
            is_expected=True,
            aliases=("假设", "前提假设", "编制假设"),
        ),
        Section(
            "estimate",
            word("Basis of estimate"),
            word("Where the numbers come from."),
            aliases=("估算依据", "编制依据", "测算依据"),
        ),
        Section(
            "risk", word("Risk"), word("What could make it dearer, and by how much."), aliases=("风险", "风险分析")
        ),
    ),
    tables=(LINES, BUDGETS),
    shelf_life_days=365,
    stale_when=("technical-plan",),
    signals=("lines_without_basis",),
    guidance=word("What it costs, by category and month, and on which basis."),
    aliases=("预算表", "成本分析"),
)

SCENARIOS = Table(
    "scenarios",
    word("Scenarios"),
    row_prefix="SN",
    is_expected=True,
    columns=(
        Column(
            "scenario",
            word("Scenario"),
            "single_choice",
            choices=(
                ("conservative", word("Conservative")),
                ("base", word("Base")),
                ("optimistic", word("Optimistic")),
            ),
            is_key=True,
            is_expected=True,
        ),
        Column("probability", word("Probability"), "percent"),
        Column("story", word("Description"), "long_text"),
        Column("is_plan", word("Planning scenario"), "yes_no", filled_by=("finance",)),
    ),
)
DRIVERS = Table(
    "drivers",
    word("Drivers"),
    row_prefix="DR",
    is_main=True,
    is_expected=True,
    columns=(
        Column("scenario", word("Scenario"), "row_reference", reference_table="scenarios", is_key=True),
        Column("month", word("Month"), "month", is_key=True, is_expected=True),
        Column("new_customers", word("New customers"), "integer"),
        Column("arpu", word("Price per customer"), "money", is_rate=True, visible_to=(*MONEY_READERS, "sales")),
        Column("churn", word("Churn"), "percent"),
        Column("expansion", word("Expansion"), "percent"),
        Column("cac", word("Cost per acquisition"), "money", is_rate=True, visible_to=MONEY_READERS),
    ),
)
RESULTS = Table(
    "results",
    word("Forecast results"),
    row_prefix="FR",
    is_main=True,
    is_expected=True,
    columns=(
        Column("scenario", word("Scenario"), "row_reference", reference_table="scenarios", is_key=True),
        Column("month", word("Month"), "month", is_key=True, is_expected=True),
        Column("mrr", "MRR", "money", visible_to=MONEY_READERS),
        Column("arr", "ARR", "money", visible_to=MONEY_READERS),
        Column("bookings", word("Bookings"), "money", visible_to=(*MONEY_READERS, "sales")),
        Column("revenue", word("Revenue"), "money", visible_to=MONEY_READERS),
        Column("margin", word("Gross margin"), "percent", visible_to=MONEY_READERS),
        Column("cash", word("Cash"), "money", visible_to=MONEY_READERS),
        Column("plan", word("Plan number"), "money", filled_by=("finance",), visible_to=MONEY_READERS),
    ),
)
VINTAGES = Table(
    "vintages",
    word("Forecast vintages"),
    row_prefix="VI",
    columns=(
        Column("made_on", word("Made on"), "date", is_key=True, is_expected=True),
        Column("made_by", word("Made by"), "person", is_material=False),
        Column("month", word("Month"), "month", is_key=True, is_expected=True),
        Column("value", word("Value"), "money", visible_to=MONEY_READERS),
        Column("actual", word("Actual"), "money", filled_by=("finance",), visible_to=MONEY_READERS),
    ),
)
REVENUE_FORECAST = Kind(
    code="FI-2",
    slug="revenue-forecast",
    name=word("Revenue forecast and financial plan"),
    department="finance",
    is_confidential=True,
    receivers=(Receiver("finance", AGREE, response_days=5), Receiver("sales", AGREE, response_days=3)),
    sections=(
        Section(
            "logic",
            word("Model logic"),
            word("How customers become money."),
            shown_first=True,
            is_expected=True,
            aliases=("模型逻辑", "收入模型", "测算逻辑"),
        ),
        Section(
            "assumptions",
            word("Key assumptions"),
            word("The five numbers everything hangs on."),
            is_expected=True,
            aliases=("关键假设", "核心假设"),
        ),
        Section(
            "sensitivity",
            word("Sensitivity"),
            word("What a change of each by ten per cent does."),
            aliases=("敏感性分析",),
        ),
        Section("plan", word("Plan"), word("What follows for spending and hiring."), aliases=("财务计划", "计划")),
    ),
    tables=(DRIVERS, RESULTS, SCENARIOS, VINTAGES),
    shelf_life_days=90,
    stale_when=("market-analysis", "sales-targets"),
    signals=("planning_scenario_missing",),
    guidance=word("What comes in, under three scenarios, and how earlier forecasts held."),
    aliases=("收入预测", "财务计划"),
)
