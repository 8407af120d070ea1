"""MK-3 市场推广策略 and MK-4 产品发布会和市场活动."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import done, due_on, owner, requirement, todo
from artifacts.declaration import (
    ACKNOWLEDGE,
    AGREE,
    FULL,
    LIGHT,
    RECEIVERS,
    RELEASE,
    STANDARD,
    Column,
    Kind,
    Receiver,
    Section,
    Table,
)

LAUNCH = Table(
    "launch",
    _("Launch"),
    row_prefix="LA",
    is_expected=True,
    columns=(
        Column(
            "tier",
            _("Launch tier"),
            "single_choice",
            choices=(("major", _("Major")), ("standard", _("Standard")), ("silent", _("Silent"))),
            is_expected=True,
        ),
        # A text until releases exist.
        Column("release", _("Release"), is_key=True),
        Column("launch_on", _("Launch day"), "date", is_expected=True),
    ),
)
CHANNELS = Table(
    "channels",
    _("Channels"),
    row_prefix="CH",
    is_main=True,
    is_expected=True,
    columns=(
        Column("channel", _("Channel"), is_key=True, is_expected=True),
        Column(
            "channel_kind",
            _("Kind"),
            "single_choice",
            choices=(
                ("advertising", _("Advertising")),
                ("content", _("Content")),
                ("social", _("Social media")),
                ("event", _("Event")),
                ("partner", _("Partner")),
                ("mail", _("Mail and messages")),
                ("other", _("Other")),
            ),
        ),
        Column("audience", _("Audience")),
        Column("budget", _("Budget"), "money", is_expected=True),
        Column("planned_reach", _("Planned reach"), "integer"),
        Column("planned_leads", _("Planned leads"), "integer"),
        owner(),
        Column("from_on", _("From"), "date"),
        Column("to_on", _("To"), "date"),
        Column("actual_spend", _("Actual spend"), "money", filled_by=("marketing",)),
        Column("actual_leads", _("Actual leads"), "integer", filled_by=("marketing",)),
        Column("lead_cost", _("Cost per lead"), "computed", computed="spend_per_lead"),
    ),
)
MESSAGES = Table(
    "messages",
    _("Messages"),
    row_prefix="MG",
    is_expected=True,
    columns=(
        Column("audience", _("Audience"), is_key=True, is_expected=True),
        Column("claim", _("Claim"), "long_text", is_key=True, is_expected=True),
        Column("proof", _("Proof"), "long_text"),
        requirement(),
        Column("approved_by", _("Approved by"), "person", is_material=False),
    ),
)
CRITERIA = Table(
    "criteria",
    _("Success criteria"),
    row_prefix="SC",
    is_expected=True,
    columns=(
        Column("measure", _("Measure"), is_key=True, is_expected=True),
        Column(
            "measure_kind",
            _("Kind"),
            "single_choice",
            choices=(
                ("awareness", _("Awareness")),
                ("recognition", _("Recognition")),
                ("leads", _("Leads")),
                ("usage", _("Usage")),
                ("revenue", _("Revenue")),
                ("other", _("Other")),
            ),
        ),
        Column("limit", _("Limit"), is_expected=True),
        Column(
            "check_day",
            _("Check day"),
            "single_choice",
            choices=(
                ("launch", _("Launch day")),
                ("7", _("Day 7")),
                ("30", _("Day 30")),
                ("60", _("Day 60")),
                ("90", _("Day 90")),
            ),
        ),
        owner(),
        Column("actual", _("Actual"), filled_by=("marketing",)),
    ),
)
DUTIES = Table(
    "duties",
    _("Duties (RACI)"),
    row_prefix="DU",
    todo=todo("task"),
    columns=(
        Column("task", _("Task"), is_key=True, is_expected=True),
        owner(_("Responsible")),
        Column("accountable", _("Accountable"), "person", is_material=False),
        Column("consulted", _("Consulted"), "departments"),
        Column("informed", _("Informed"), "departments"),
        due_on(),
        done(),
    ),
)
PROMOTION_STRATEGY = Kind(
    code="MK-3",
    slug="promotion-strategy",
    name=_("Promotion strategy"),
    department="marketing",
    presets=(STANDARD, FULL),
    receivers=(
        Receiver("marketing", AGREE, response_days=3),
        Receiver("finance", AGREE, response_days=3),
        Receiver("sales", ACKNOWLEDGE, response_days=2, may_lapse=True),
        Receiver("support", ACKNOWLEDGE, response_days=2, may_lapse=True),
    ),
    sections=(
        Section(
            "what_why",
            _("What is launched and why now"),
            _("One paragraph that a stranger understands."),
            shown_first=True,
            is_expected=True,
            aliases=("推广背景", "背景", "概述", "产品介绍"),
        ),
        Section(
            "audience",
            _("Audience"),
            _("Whom we want to reach, and whom not."),
            is_expected=True,
            aliases=("目标受众", "目标用户", "目标人群"),
        ),
        Section(
            "value",
            _("Value statement"),
            _("What they get, in their words."),
            aliases=("价值主张", "产品卖点", "核心卖点"),
        ),
        Section(
            "message", _("Message by audience"), _("What we say to whom."), aliases=("传播信息", "核心信息", "传播策略")
        ),
        Section(
            "price",
            _("Price position"),
            _("Where the price stands against the others."),
            departments=("marketing", "finance", "sales"),
            aliases=("定价策略", "价格策略", "价格定位"),
        ),
        Section(
            "contingency",
            _("Roll-back and contingency"),
            _("What we do when the release moves or something fails."),
            aliases=("应急预案", "风险预案", "风险与预案"),
        ),
    ),
    tables=(CHANNELS, MESSAGES, CRITERIA, LAUNCH, DUTIES),
    stale_when=(RELEASE, "prd", "market-analysis"),
    signals=("claims_without_proof", "todos_past_due"),
    guidance=_("What we say to whom through which channels, for how much, and how we know that it worked."),
    aliases=("GTM", "推广方案", "营销方案", "上市策略"),
)

EVENT = Table(
    "event",
    _("Event"),
    row_prefix="EV",
    is_expected=True,
    columns=(
        Column("event", _("Event"), is_key=True, is_expected=True),
        Column("starts_at", _("Starts at"), "moment", is_expected=True),
        Column("place", _("Place")),
        Column(
            "form",
            _("Form"),
            "single_choice",
            choices=(("offline", _("On site")), ("online", _("Online")), ("both", _("Both"))),
        ),
        Column("size", _("Expected people"), "integer"),
        owner(),
        Column(
            "state",
            _("State"),
            "single_choice",
            choices=(
                ("planned", _("Planned")),
                ("ready", _("Ready")),
                ("held", _("Held")),
                ("cancelled", _("Cancelled")),
            ),
        ),
    ),
)
COUNTDOWN = Table(
    "countdown",
    _("Countdown"),
    row_prefix="CD",
    is_main=True,
    is_expected=True,
    todo=todo("task"),
    guidance=_("From D-90 to D+7; each row reaches its person as a to-do."),
    columns=(
        Column("task", _("Task"), is_key=True, is_expected=True),
        Column("departments", _("Lane"), "departments"),
        Column("day", _("Day"), "integer", guidance=_("Days from the event: -30, 0, 7")),
        owner(),
        due_on(),
        Column("after", _("Depends on"), "row_reference", reference_table="countdown"),
        Column("deliverable", _("Deliverable")),
        done(),
    ),
    concerns="departments",
)
RUN_SHEET = Table(
    "run_sheet",
    _("Run sheet"),
    row_prefix="RS",
    columns=(
        Column("starts_at", _("Starts at"), "moment", is_key=True),
        Column("length", _("Length"), "duration"),
        Column("item", _("Item"), is_key=True, is_expected=True),
        Column("speaker", _("Speaker")),
        Column("material", _("Material")),
    ),
)
MATERIALS = Table(
    "materials",
    _("Materials"),
    row_prefix="MA",
    todo=todo("material"),
    columns=(
        Column("material", _("Material"), is_key=True, is_expected=True),
        Column("quantity", _("Quantity"), "integer"),
        Column("supplier", _("Supplier")),
        owner(),
        due_on(),
        done(_("Arrived")),
    ),
    departments=("marketing", "finance"),
)
GUESTS = Table(
    "guests",
    _("Guests and media"),
    row_prefix="GU",
    is_material=False,
    columns=(
        Column("guest", _("Guest"), is_key=True, is_expected=True),
        Column("organisation", _("Organisation")),
        Column(
            "guest_kind",
            _("Kind"),
            "single_choice",
            choices=(
                ("customer", _("Customer")),
                ("media", _("Media")),
                ("partner", _("Partner")),
                ("other", _("Other")),
            ),
        ),
        Column("is_invited", _("Invited"), "yes_no"),
        Column("has_confirmed", _("Confirmed"), "yes_no", filled_by=("marketing", "sales")),
        Column("has_attended", _("Attended"), "yes_no", filled_by=("marketing", "sales")),
    ),
)
EVENT_BUDGET = Table(
    "budget",
    _("Event budget"),
    row_prefix="EB",
    is_expected=True,
    guidance=_("With a reserve of 10 to 15 per cent."),
    columns=(
        Column("item", _("Item"), is_key=True, is_expected=True),
        Column("budget", _("Budget"), "money", is_expected=True),
        Column("is_reserve", _("Reserve"), "yes_no"),
        Column("actual", _("Actual"), "money", filled_by=("marketing", "finance")),
        Column("variance", _("Variance"), "computed", computed="budget_minus_actual"),
    ),
    departments=("marketing", "finance"),
)
RESULTS = Table(
    "results",
    _("Results"),
    row_prefix="RE",
    columns=(
        Column("measure", _("Measure"), is_key=True, is_expected=True, guidance=_("Leads, sign-ups, sales, coverage")),
        Column("department", _("Department"), "department"),
        Column("target", _("Target"), "decimal"),
        Column("actual", _("Actual"), "decimal", filled_by=(RECEIVERS,)),
    ),
)
LAUNCH_EVENT = Kind(
    code="MK-4",
    slug="launch-event",
    name=_("Launch event and campaigns"),
    department="marketing",
    presets=(LIGHT, STANDARD, FULL),
    receivers=(
        Receiver("marketing", AGREE, response_days=3),
        Receiver("finance", AGREE, response_days=3),
        *(
            Receiver(code, ACKNOWLEDGE, response_days=2, may_lapse=True)
            for code in ("rd", "sales", "support", "operations")
        ),
    ),
    sections=(
        Section(
            "theme",
            _("Theme"),
            _("One sentence people take home."),
            shown_first=True,
            is_expected=True,
            aliases=("活动主题", "主题", "活动概述"),
        ),
        Section(
            "aim",
            _("Aim"),
            _("What is different the day after."),
            is_expected=True,
            aliases=("活动目的", "活动目标", "目标", "目的"),
        ),
        Section("flow", _("Flow of the event"), _("From arrival to farewell."), aliases=("活动流程", "流程")),
        Section("idea", _("Creative idea"), _("What makes it worth coming."), aliases=("创意", "活动创意", "亮点")),
        Section(
            "emergency",
            _("Emergency plan"),
            _("Network, power, speaker, weather: who decides."),
            aliases=("应急预案", "应急方案"),
        ),
        Section(
            "review",
            _("Review"),
            _("What we keep and what we change next time."),
            is_material=False,
            aliases=("复盘", "活动总结", "总结"),
        ),
    ),
    tables=(COUNTDOWN, EVENT, EVENT_BUDGET, RUN_SHEET, MATERIALS, GUESTS, RESULTS),
    stale_when=(RELEASE,),
    signals=("todos_past_due",),
    guidance=_("Who does what until the day, what it costs, and what came out."),
    aliases=("发布会方案", "活动方案", "活动策划"),
)
