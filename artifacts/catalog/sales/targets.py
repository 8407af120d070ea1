"""SA-3 销售策略和目标 and SA-4 客户拓展和维护."""

from artifacts.catalog.shared import LEVELS, LIGHTS, MONEY_READERS, TRENDS, done, due_on, owner, requirement, todo
from artifacts.catalog.words import word
from artifacts.declaration import AGREE, MANAGERS, MONTH, NONE, ROLLING, Column, Kind, Receiver, Section, Table

TARGETS = Table(
    "targets",
    word("Targets"),
    row_prefix="TG",
    is_main=True,
    is_expected=True,
    columns=(
        Column("period", word("Period"), is_key=True, is_expected=True, guidance=word("2026, 2026-Q4 or 2026-11")),
        Column("region", word("Region"), is_key=True),
        Column("line", word("Product line"), is_key=True),
        Column("customer_kind", word("Kind of customer"), is_key=True),
        Column("owner", word("Owner"), "person", is_key=True, is_material=False),
        Column(
            "measure",
            word("Measure"),
            "single_choice",
            choices=(
                ("amount", word("Contract amount")),
                ("collected", word("Collected amount")),
                ("new_customers", word("New customers")),
            ),
            is_key=True,
        ),
        Column("target", word("Target"), "money", visible_to=MONEY_READERS),
        Column("target_count", word("Target (customers)"), "integer", visible_to=MONEY_READERS),
        Column("forecast", word("Forecast"), "money", visible_to=MONEY_READERS),
        Column("weight_reason", word("Reason of the weight"), "long_text"),
        Column("actual", word("Actual"), "money", filled_by=("sales",), visible_to=MONEY_READERS),
        Column("actual_count", word("Actual (customers)"), "integer", filled_by=("sales",), visible_to=MONEY_READERS),
        Column("attainment", word("Attainment"), "computed", computed="actual_of_target", visible_to=MONEY_READERS),
    ),
)
PRICES = Table(
    "prices",
    word("Price list"),
    row_prefix="PL",
    is_expected=True,
    columns=(
        Column("item", word("Package"), is_key=True, is_expected=True),
        Column(
            "billing",
            word("Billing"),
            "single_choice",
            choices=(
                ("month", word("Per month")),
                ("year", word("Per year")),
                ("once", word("Once")),
                ("usage", word("By use")),
            ),
        ),
        Column("list_price", word("List price"), "money", is_expected=True),
        Column("floor_price", word("Floor price"), "money", is_rate=True, visible_to=MONEY_READERS),
        Column("discount_limit", word("Discount limit"), "percent", visible_to=MONEY_READERS),
        Column("approver", word("Approver"), "person", is_material=False),
        Column("valid_from", word("Valid from"), "date"),
    ),
)
GAPS = Table(
    "gaps",
    word("Gaps and actions"),
    row_prefix="GA",
    todo=todo("action"),
    columns=(
        Column("cause", word("Cause"), "long_text", is_expected=True),
        Column("action", word("Action"), "long_text", is_key=True, is_expected=True),
        owner(),
        due_on(),
        done(),
    ),
)
SALES_TARGETS = Kind(
    code="SA-3",
    slug="sales-targets",
    name=word("Sales strategy and targets"),
    department="sales",
    is_confidential=True,
    receivers=(Receiver("sales", AGREE, response_days=3), Receiver("finance", AGREE, response_days=3)),
    sections=(
        Section(
            "segments",
            word("Customer segments"),
            word("Whom we sell to first."),
            shown_first=True,
            is_expected=True,
            aliases=("客户分层", "目标客户", "市场细分"),
        ),
        Section(
            "pricing",
            word("Pricing and discount policy"),
            word("Who may give which discount."),
            is_expected=True,
            aliases=("定价与折扣", "价格政策", "折扣政策"),
        ),
        Section(
            "channels",
            word("Sales channels"),
            word("Direct, partner, online, and their shares."),
            aliases=("销售渠道", "渠道策略"),
        ),
        Section("risks", word("Risks"), word("What may keep us from the target."), aliases=("风险",)),
        Section("actions", word("Actions"), word("What is done this quarter."), aliases=("行动计划", "重点工作")),
    ),
    tables=(TARGETS, PRICES, GAPS),
    shelf_life_days=90,
    stale_when=("market-analysis", "revenue-forecast"),
    signals=("todos_past_due",),
    guidance=word("What is to be sold by whom, at which price, and what closes the gap."),
    aliases=("销售目标", "销售计划"),
)

ACCOUNTS = Table(
    "accounts",
    word("Accounts"),
    row_prefix="AC",
    is_main=True,
    is_expected=True,
    # Customers will feed it once the tracker exists; until then its rows are typed.
    source="customers",
    columns=(
        Column("customer", word("Customer"), is_key=True, is_expected=True),
        Column("segment", word("Customer segment")),
        Column("arr", word("Yearly value"), "money"),
        Column("start_on", word("Customer since"), "date"),
        Column("renewal_on", word("Renewal"), "date", is_expected=True),
        owner(),
        Column(
            "stage",
            word("Stage"),
            "single_choice",
            choices=(
                ("onboarding", word("Onboarding")),
                ("live", word("In use")),
                ("growing", word("Growing")),
                ("at_risk", word("At risk")),
                ("lost", word("Lost")),
            ),
        ),
        Column("use", word("Use (40 %)"), "integer", guidance=word("0 to 100")),
        Column("engagement", word("Engagement (20 %)"), "integer", guidance=word("0 to 100")),
        Column("support", word("Support (20 %)"), "integer", guidance=word("0 to 100")),
        Column("relation", word("Relation (20 %)"), "integer", guidance=word("0 to 100")),
        Column("health", word("Health"), "single_choice", choices=LIGHTS, filled_by=("sales",)),
        Column("trend", word("Trend"), "single_choice", choices=TRENDS, filled_by=("sales",)),
        Column("renewal_outlook", word("Outlook of the renewal"), "long_text", filled_by=("sales",)),
    ),
)
SATISFACTION = Table(
    "satisfaction",
    word("Satisfaction"),
    row_prefix="SF",
    columns=(
        Column("customer", word("Customer"), is_key=True, is_expected=True),
        Column("nps", "NPS", "integer"),
        Column("csat", "CSAT", "decimal"),
        Column("measured_on", word("Measured on"), "date", is_key=True),
    ),
)
OPPORTUNITIES = Table(
    "opportunities",
    word("Opportunities"),
    row_prefix="OPP",
    columns=(
        Column("customer", word("Customer"), is_key=True, is_expected=True),
        Column("product", word("Product"), is_key=True),
        Column("amount", word("Amount"), "money"),
        Column("chance", word("Chance"), "percent"),
        Column("close_on", word("Expected close"), "date"),
        requirement(),
        Column(
            "commitment",
            word("Answer of the product manager"),
            "single_choice",
            choices=(("committed", word("Committed")), ("declined", word("Declined"))),
            filled_by=(MANAGERS,),
        ),
    ),
)
RISKS = Table(
    "risks",
    word("Account risks"),
    row_prefix="AR",
    todo=todo("risk_signal"),
    columns=(
        Column("customer", word("Customer"), is_key=True),
        Column("risk_signal", word("Signal"), "long_text", is_key=True, is_expected=True),
        Column("level", word("Level"), "single_choice", choices=LEVELS),
        Column("play", word("Countermeasure"), "long_text"),
        owner(),
        due_on(),
        done(),
    ),
)
REVIEWS = Table(
    "reviews",
    word("Business reviews"),
    row_prefix="BR",
    columns=(
        Column("customer", word("Customer"), is_key=True, is_expected=True),
        Column("held_on", word("Held on"), "date", is_key=True),
        Column("attendees", word("Attendees")),
        Column("decisions", word("Decisions"), "long_text"),
    ),
)
CUSTOMER_CARE = Kind(
    code="SA-4",
    slug="customer-care",
    name=word("Customer growth and care"),
    department="sales",
    mode=ROLLING,
    period=MONTH,
    receivers=(Receiver("sales", NONE), Receiver("finance", NONE)),
    sections=(
        Section(
            "story",
            word("Account story"),
            word("How the customer came to us and where they stand."),
            shown_first=True,
            aliases=("客户概况", "客户背景"),
        ),
        Section(
            "stakeholders",
            word("Stakeholder map"),
            word("Who decides, who uses, who blocks."),
            aliases=("关键人", "干系人", "决策链"),
        ),
        Section("plan", word("Next plan"), word("What we do with them next."), aliases=("下一步计划", "后续计划")),
    ),
    tables=(ACCOUNTS, OPPORTUNITIES, RISKS, SATISFACTION, REVIEWS),
    shelf_life_days=31,
    signals=("renewals_at_risk", "todos_past_due", "days_since_update"),
    guidance=word("How our customers are, what renews when, and what could grow."),
    aliases=("客户成功", "客户维护", "续约"),
)
