"""SA-3 销售策略和目标 and SA-4 客户拓展和维护."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import LEVELS, LIGHTS, MONEY_READERS, TRENDS, done, due_on, owner, requirement, todo
from artifacts.declaration import AGREE, MANAGERS, MONTH, NONE, ROLLING, Column, Kind, Receiver, Section, Table

TARGETS = Table(
    "targets",
    _("Targets"),
    row_prefix="TG",
    is_main=True,
    is_expected=True,
    columns=(
        Column("period", _("Period"), is_key=True, is_expected=True, guidance=_("2026, 2026-Q4 or 2026-11")),
        Column("region", _("Region"), is_key=True),
        Column("line", _("Product line"), is_key=True),
        Column("customer_kind", _("Kind of customer"), is_key=True),
        Column("owner", _("Owner"), "person", is_key=True, is_material=False),
        Column(
            "measure",
            _("Measure"),
            "single_choice",
            choices=(
                ("amount", _("Contract amount")),
                ("collected", _("Collected amount")),
                ("new_customers", _("New customers")),
            ),
            is_key=True,
        ),
        Column("target", _("Target"), "money", visible_to=MONEY_READERS),
        Column("target_count", _("Target (customers)"), "integer", visible_to=MONEY_READERS),
        Column("forecast", _("Forecast"), "money", visible_to=MONEY_READERS),
        Column("weight_reason", _("Reason of the weight"), "long_text"),
        Column("actual", _("Actual"), "money", filled_by=("sales",), visible_to=MONEY_READERS),
        Column("actual_count", _("Actual (customers)"), "integer", filled_by=("sales",), visible_to=MONEY_READERS),
        Column("attainment", _("Attainment"), "computed", computed="actual_of_target", visible_to=MONEY_READERS),
    ),
)
PRICES = Table(
    "prices",
    _("Price list"),
    row_prefix="PL",
    is_expected=True,
    columns=(
        Column("item", _("Package"), is_key=True, is_expected=True),
        Column(
            "billing",
            _("Billing"),
            "single_choice",
            choices=(("month", _("Per month")), ("year", _("Per year")), ("once", _("Once")), ("usage", _("By use"))),
        ),
        Column("list_price", _("List price"), "money", is_expected=True),
        Column("floor_price", _("Floor price"), "money", visible_to=MONEY_READERS),
        Column("discount_limit", _("Discount limit"), "percent", visible_to=MONEY_READERS),
        Column("approver", _("Approver"), "person", is_material=False),
        Column("valid_from", _("Valid from"), "date"),
    ),
)
GAPS = Table(
    "gaps",
    _("Gaps and actions"),
    row_prefix="GA",
    todo=todo("action"),
    columns=(
        Column("cause", _("Cause"), "long_text", is_expected=True),
        Column("action", _("Action"), "long_text", is_key=True, is_expected=True),
        owner(),
        due_on(),
        done(),
    ),
)
SALES_TARGETS = Kind(
    code="SA-3",
    slug="sales-targets",
    name=_("Sales strategy and targets"),
    department="sales",
    is_confidential=True,
    receivers=(Receiver("sales", AGREE, response_days=3), Receiver("finance", AGREE, response_days=3)),
    sections=(
        Section(
            "segments",
            _("Customer segments"),
            _("Whom we sell to first."),
            shown_first=True,
            is_expected=True,
            aliases=("客户分层", "目标客户", "市场细分"),
        ),
        Section(
            "pricing",
            _("Pricing and discount policy"),
            _("Who may give which discount."),
            is_expected=True,
            aliases=("定价与折扣", "价格政策", "折扣政策"),
        ),
        Section(
            "channels",
            _("Sales channels"),
            _("Direct, partner, online, and their shares."),
            aliases=("销售渠道", "渠道策略"),
        ),
        Section("risks", _("Risks"), _("What may keep us from the target."), aliases=("风险",)),
        Section("actions", _("Actions"), _("What is done this quarter."), aliases=("行动计划", "重点工作")),
    ),
    tables=(TARGETS, PRICES, GAPS),
    shelf_life_days=90,
    stale_when=("market-analysis", "revenue-forecast"),
    signals=("todos_past_due",),
    guidance=_("What is to be sold by whom, at which price, and what closes the gap."),
    aliases=("销售目标", "销售计划"),
)

ACCOUNTS = Table(
    "accounts",
    _("Accounts"),
    row_prefix="AC",
    is_main=True,
    is_expected=True,
    # Customers will feed it once the tracker exists; until then its rows are typed.
    source="customers",
    columns=(
        Column("customer", _("Customer"), is_key=True, is_expected=True),
        Column("segment", _("Segment")),
        Column("arr", _("Yearly value"), "money"),
        Column("start_on", _("Customer since"), "date"),
        Column("renewal_on", _("Renewal"), "date", is_expected=True),
        owner(),
        Column(
            "stage",
            _("Stage"),
            "single_choice",
            choices=(
                ("onboarding", _("Onboarding")),
                ("live", _("In use")),
                ("growing", _("Growing")),
                ("at_risk", _("At risk")),
                ("lost", _("Lost")),
            ),
        ),
        Column("use", _("Use (40 %)"), "integer", guidance=_("0 to 100")),
        Column("engagement", _("Engagement (20 %)"), "integer", guidance=_("0 to 100")),
        Column("support", _("Support (20 %)"), "integer", guidance=_("0 to 100")),
        Column("relation", _("Relation (20 %)"), "integer", guidance=_("0 to 100")),
        Column("health", _("Health"), "single_choice", choices=LIGHTS, filled_by=("sales",)),
        Column("trend", _("Trend"), "single_choice", choices=TRENDS, filled_by=("sales",)),
        Column("renewal_outlook", _("Outlook of the renewal"), "long_text", filled_by=("sales",)),
    ),
)
SATISFACTION = Table(
    "satisfaction",
    _("Satisfaction"),
    row_prefix="SF",
    columns=(
        Column("customer", _("Customer"), is_key=True, is_expected=True),
        Column("nps", "NPS", "integer"),
        Column("csat", "CSAT", "decimal"),
        Column("measured_on", _("Measured on"), "date", is_key=True),
    ),
)
OPPORTUNITIES = Table(
    "opportunities",
    _("Opportunities"),
    row_prefix="OPP",
    columns=(
        Column("customer", _("Customer"), is_key=True, is_expected=True),
        Column("product", _("Product"), is_key=True),
        Column("amount", _("Amount"), "money"),
        Column("chance", _("Chance"), "percent"),
        Column("close_on", _("Expected close"), "date"),
        requirement(),
        Column(
            "commitment",
            _("Answer of the product manager"),
            "single_choice",
            choices=(("committed", _("Committed")), ("declined", _("Declined"))),
            filled_by=(MANAGERS,),
        ),
    ),
)
RISKS = Table(
    "risks",
    _("Account risks"),
    row_prefix="AR",
    todo=todo("risk_signal"),
    columns=(
        Column("customer", _("Customer"), is_key=True),
        Column("risk_signal", _("Signal"), "long_text", is_key=True, is_expected=True),
        Column("level", _("Level"), "single_choice", choices=LEVELS),
        Column("play", _("Countermeasure"), "long_text"),
        owner(),
        due_on(),
        done(),
    ),
)
REVIEWS = Table(
    "reviews",
    _("Business reviews"),
    row_prefix="BR",
    columns=(
        Column("customer", _("Customer"), is_key=True, is_expected=True),
        Column("held_on", _("Held on"), "date", is_key=True),
        Column("attendees", _("Attendees")),
        Column("decisions", _("Decisions"), "long_text"),
    ),
)
CUSTOMER_CARE = Kind(
    code="SA-4",
    slug="customer-care",
    name=_("Customer growth and care"),
    department="sales",
    mode=ROLLING,
    period=MONTH,
    receivers=(Receiver("sales", NONE), Receiver("finance", NONE)),
    sections=(
        Section(
            "story",
            _("Account story"),
            _("How the customer came to us and where they stand."),
            shown_first=True,
            aliases=("客户概况", "客户背景"),
        ),
        Section(
            "stakeholders",
            _("Stakeholder map"),
            _("Who decides, who uses, who blocks."),
            aliases=("关键人", "干系人", "决策链"),
        ),
        Section("plan", _("Next plan"), _("What we do with them next."), aliases=("下一步计划", "后续计划")),
    ),
    tables=(ACCOUNTS, OPPORTUNITIES, RISKS, SATISFACTION, REVIEWS),
    shelf_life_days=31,
    signals=("renewals_at_risk", "todos_past_due", "days_since_update"),
    guidance=_("How our customers are, what renews when, and what could grow."),
    aliases=("客户成功", "客户维护", "续约"),
)
