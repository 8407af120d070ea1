"""FI-1 预算方案和成本分析 and FI-2 收益预测和财务计划."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import MONEY_READERS, months
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
    ("staff", _("Staff")),
    ("raw_materials", _("Raw materials")),
    ("equipment", _("Equipment")),
    ("depreciation", _("Depreciation")),
    ("outsourcing", _("Outsourcing")),
    ("documentation", _("Documentation")),
    ("rent", _("Rent")),
    ("meetings", _("Meetings")),
    ("travel", _("Travel")),
    ("communication", _("Communication")),
    ("consulting", _("Consulting and training")),
    ("review", _("Review and acceptance")),
    ("administration", _("Administration")),
    ("cloud", _("Cloud resources")),
    ("promotion", _("Promotion")),
    ("other", _("Other")),
)
BUDGETS = Table(
    "budgets",
    _("Budget version"),
    row_prefix="BV",
    is_expected=True,
    columns=(
        Column("year", _("Year"), "integer", is_key=True, is_expected=True),
        Column(
            "state",
            _("State"),
            "single_choice",
            choices=(
                ("draft", _("Draft")),
                ("submitted", _("Submitted")),
                ("approved", _("Approved")),
                ("frozen", _("Frozen")),
            ),
        ),
        Column("approver", _("Approver"), "person", is_material=False),
    ),
)
LINES = Table(
    "lines",
    _("Budget lines"),
    row_prefix="BL",
    is_main=True,
    is_expected=True,
    columns=(
        Column("category", _("Category"), "single_choice", choices=CATEGORIES, is_key=True, is_expected=True),
        Column("item", _("Item"), is_key=True, is_expected=True),
        Column("phase", _("Phase")),
        Column("cost_centre", _("Cost centre"), is_key=True),
        Column("basis", _("Basis"), "long_text"),
        Column(
            "method",
            _("Estimate method"),
            "single_choice",
            choices=(("analogy", _("Analogy")), ("parameter", _("Parameter")), ("bottom_up", _("Bottom-up"))),
        ),
        Column("quantity", _("Quantity or hours"), "decimal"),
        Column("unit_price", _("Unit price or rate"), "money", visible_to=MONEY_READERS),
        Column(
            "calculated", _("Quantity × price"), "computed", computed="quantity_times_price", visible_to=MONEY_READERS
        ),
        Column("nature", _("Nature"), "single_choice", choices=(("expense", _("Expense")), ("capital", _("Capital")))),
        Column("is_reserve", _("Reserve"), "yes_no"),
        *months(),
        Column("total", _("Total"), "computed", computed="months_total", visible_to=MONEY_READERS),
    ),
)
BUDGET = Kind(
    code="FI-1",
    slug="budget",
    name=_("Budget and cost analysis"),
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
            _("Aim and scope"),
            _("What the money is for, and what is not in it."),
            shown_first=True,
            is_expected=True,
            aliases=("预算目标", "目标与范围", "预算范围"),
        ),
        Section(
            "assumptions",
            _("Assumptions"),
            _("Prices, headcount, dates that must hold."),
            is_expected=True,
            aliases=("假设", "前提假设", "编制假设"),
        ),
        Section(
            "estimate",
            _("Basis of estimate"),
            _("Where the numbers come from."),
            aliases=("估算依据", "编制依据", "测算依据"),
        ),
        Section("risk", _("Risk"), _("What could make it dearer, and by how much."), aliases=("风险", "风险分析")),
    ),
    tables=(LINES, BUDGETS),
    shelf_life_days=365,
    stale_when=("technical-plan",),
    signals=("lines_without_basis",),
    guidance=_("What it costs, by category and month, and on which basis."),
    aliases=("预算表", "成本分析"),
)

SCENARIOS = Table(
    "scenarios",
    _("Scenarios"),
    row_prefix="SN",
    is_expected=True,
    columns=(
        Column(
            "scenario",
            _("Scenario"),
            "single_choice",
            choices=(("conservative", _("Conservative")), ("base", _("Base")), ("optimistic", _("Optimistic"))),
            is_key=True,
            is_expected=True,
        ),
        Column("probability", _("Probability"), "percent"),
        Column("story", _("Story"), "long_text"),
        Column("is_plan", _("Planning scenario"), "yes_no", filled_by=("finance",)),
    ),
)
DRIVERS = Table(
    "drivers",
    _("Drivers"),
    row_prefix="DR",
    is_main=True,
    is_expected=True,
    columns=(
        Column("scenario", _("Scenario"), "row_reference", reference_table="scenarios", is_key=True),
        Column("month", _("Month"), "month", is_key=True, is_expected=True),
        Column("new_customers", _("New customers"), "integer"),
        Column("arpu", _("Price per customer"), "money", visible_to=(*MONEY_READERS, "sales")),
        Column("churn", _("Churn"), "percent"),
        Column("expansion", _("Expansion"), "percent"),
        Column("cac", _("Cost per acquisition"), "money", visible_to=MONEY_READERS),
    ),
)
RESULTS = Table(
    "results",
    _("Forecast results"),
    row_prefix="FR",
    is_main=True,
    is_expected=True,
    columns=(
        Column("scenario", _("Scenario"), "row_reference", reference_table="scenarios", is_key=True),
        Column("month", _("Month"), "month", is_key=True, is_expected=True),
        Column("mrr", "MRR", "money", visible_to=MONEY_READERS),
        Column("arr", "ARR", "money", visible_to=MONEY_READERS),
        Column("bookings", _("Bookings"), "money", visible_to=(*MONEY_READERS, "sales")),
        Column("revenue", _("Revenue"), "money", visible_to=MONEY_READERS),
        Column("margin", _("Gross margin"), "percent", visible_to=MONEY_READERS),
        Column("cash", _("Cash"), "money", visible_to=MONEY_READERS),
        Column("plan", _("Plan number"), "money", filled_by=("finance",), visible_to=MONEY_READERS),
    ),
)
VINTAGES = Table(
    "vintages",
    _("Forecast vintages"),
    row_prefix="VI",
    columns=(
        Column("made_on", _("Made on"), "date", is_key=True, is_expected=True),
        Column("made_by", _("Made by"), "person", is_material=False),
        Column("month", _("Month"), "month", is_key=True, is_expected=True),
        Column("value", _("Value"), "money", visible_to=MONEY_READERS),
        Column("actual", _("Actual"), "money", filled_by=("finance",), visible_to=MONEY_READERS),
    ),
)
REVENUE_FORECAST = Kind(
    code="FI-2",
    slug="revenue-forecast",
    name=_("Revenue forecast and financial plan"),
    department="finance",
    is_confidential=True,
    receivers=(Receiver("finance", AGREE, response_days=5), Receiver("sales", AGREE, response_days=3)),
    sections=(
        Section(
            "logic",
            _("Model logic"),
            _("How customers become money."),
            shown_first=True,
            is_expected=True,
            aliases=("模型逻辑", "收入模型", "测算逻辑"),
        ),
        Section(
            "assumptions",
            _("Key assumptions"),
            _("The five numbers everything hangs on."),
            is_expected=True,
            aliases=("关键假设", "核心假设"),
        ),
        Section(
            "sensitivity", _("Sensitivity"), _("What a change of each by ten per cent does."), aliases=("敏感性分析",)
        ),
        Section("plan", _("Plan"), _("What follows for spending and hiring."), aliases=("财务计划", "计划")),
    ),
    tables=(DRIVERS, RESULTS, SCENARIOS, VINTAGES),
    shelf_life_days=90,
    stale_when=("market-analysis", "sales-targets"),
    signals=("planning_scenario_missing",),
    guidance=_("What comes in, under three scenarios, and how earlier forecasts held."),
    aliases=("收入预测", "财务计划"),
)
