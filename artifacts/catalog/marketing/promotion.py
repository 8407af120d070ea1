"""MK-3 市场推广策略 and MK-4 产品发布会和市场活动."""

from artifacts.catalog.shared import done, due_on, owner, requirement, todo
from artifacts.catalog.words import word
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
    word("Launch plan"),
    row_prefix="LA",
    is_expected=True,
    columns=(
        Column(
            "tier",
            word("Launch tier"),
            "single_choice",
            choices=(
                ("major", word("Major launch")),
                ("standard", word("Standard launch")),
                ("silent", word("Silent launch")),
            ),
            is_expected=True,
        ),
        # A text until releases exist.
        Column("release", word("Release"), is_key=True),
        Column("launch_on", word("Launch day"), "date", is_expected=True),
    ),
)
CHANNELS = Table(
    "channels",
    word("Channels"),
    row_prefix="CH",
    is_main=True,
    is_expected=True,
    columns=(
        Column("channel", word("Channel"), is_key=True, is_expected=True),
        Column(
            "channel_kind",
            word("Kind"),
            "single_choice",
            choices=(
                ("advertising", word("Advertising")),
                ("content", word("Content")),
                ("social", word("Social media")),
                ("event", word("Event")),
                ("partner", word("Partner")),
                ("mail", word("Mail and messages")),
                ("other", word("Other")),
            ),
        ),
        Column("audience", word("Audience")),
        Column("budget", word("Budget"), "money", is_expected=True),
        Column("planned_reach", word("Planned reach"), "integer"),
        Column("planned_leads", word("Planned leads"), "integer"),
        owner(),
        Column("from_on", word("From"), "date"),
        Column("to_on", word("To"), "date"),
        Column("actual_spend", word("Actual spend"), "money", filled_by=("marketing",)),
        Column("actual_leads", word("Actual leads"), "integer", filled_by=("marketing",)),
        Column("lead_cost", word("Cost per lead"), "computed", computed="spend_per_lead"),
    ),
)
MESSAGES = Table(
    "messages",
    word("Messages"),
    row_prefix="MG",
    is_expected=True,
    columns=(
        Column("audience", word("Audience"), is_key=True, is_expected=True),
        Column("claim", word("Claim"), "long_text", is_key=True, is_expected=True),
        Column("proof", word("Proof"), "long_text"),
        requirement(),
        Column("approved_by", word("Approved by"), "person", is_material=False),
    ),
)
CRITERIA = Table(
    "criteria",
    word("Success criteria"),
    row_prefix="SC",
    is_expected=True,
    columns=(
        Column("measure", word("Measure"), is_key=True, is_expected=True),
        Column(
            "measure_kind",
            word("Kind"),
            "single_choice",
            choices=(
                ("awareness", word("Awareness")),
                ("recognition", word("Recognition")),
                ("leads", word("Leads")),
                ("usage", word("Usage")),
                ("revenue", word("Revenue")),
                ("other", word("Other")),
            ),
        ),
        Column("limit", word("Limit"), is_expected=True),
        Column(
            "check_day",
            word("Check day"),
            "single_choice",
            choices=(
                ("launch", word("Launch day")),
                ("7", word("Day 7")),
                ("30", word("Day 30")),
                ("60", word("Day 60")),
                ("90", word("Day 90")),
            ),
        ),
        owner(),
        Column("actual", word("Actual"), filled_by=("marketing",)),
    ),
)
DUTIES = Table(
    "duties",
    word("Duties (RACI)"),
    row_prefix="DU",
    todo=todo("task"),
    columns=(
        Column("task", word("Task"), is_key=True, is_expected=True),
        owner(word("Responsible")),
        Column("accountable", word("Accountable"), "person", is_material=False),
        Column("consulted", word("Consulted"), "departments"),
        Column("informed", word("Informed"), "departments"),
        due_on(),
        done(),
    ),
)
PROMOTION_STRATEGY = Kind(
    code="MK-3",
    slug="promotion-strategy",
    name=word("Promotion strategy"),
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
            word("What is launched and why now"),
            word("One paragraph that a stranger understands."),
            shown_first=True,
            is_expected=True,
            aliases=("推广背景", "背景", "概述", "产品介绍"),
        ),
        Section(
            "audience",
            word("Audience"),
            word("Whom we want to reach, and whom not."),
            is_expected=True,
            aliases=("目标受众", "目标用户", "目标人群"),
        ),
        Section(
            "value",
            word("Value statement"),
            word("What they get, in their words."),
            aliases=("价值主张", "产品卖点", "核心卖点"),
        ),
        Section(
            "message",
            word("Message by audience"),
            word("What we say to whom."),
            aliases=("传播信息", "核心信息", "传播策略"),
        ),
        Section(
            "price",
            word("Price position"),
            word("Where the price stands against the others."),
            departments=("marketing", "finance", "sales"),
            aliases=("定价策略", "价格策略", "价格定位"),
        ),
        Section(
            "contingency",
            word("Roll-back and contingency"),
            word("What we do when the release moves or something fails."),
            aliases=("应急预案", "风险预案", "风险与预案"),
        ),
    ),
    tables=(CHANNELS, MESSAGES, CRITERIA, LAUNCH, DUTIES),
    stale_when=(RELEASE, "prd", "market-analysis"),
    signals=("claims_without_proof", "todos_past_due"),
    guidance=word("What we say to whom through which channels, for how much, and how we know that it worked."),
    aliases=("GTM", "推广方案", "营销方案", "上市策略"),
)

EVENT = Table(
    "event",
    word("Event"),
    row_prefix="EV",
    is_expected=True,
    columns=(
        Column("event", word("Event"), is_key=True, is_expected=True),
        Column("starts_at", word("Starts at"), "moment", is_expected=True),
        Column("place", word("Place")),
        Column(
            "form",
            word("Form"),
            "single_choice",
            choices=(("offline", word("On site")), ("online", word("Online")), ("both", word("Both"))),
        ),
        Column("size", word("Expected people"), "integer"),
        owner(),
        Column(
            "state",
            word("State"),
            "single_choice",
            choices=(
                ("planned", word("Planned")),
                ("ready", word("Ready")),
                ("held", word("Held")),
                ("cancelled", word("Cancelled")),
            ),
        ),
    ),
)
COUNTDOWN = Table(
    "countdown",
    word("Countdown"),
    row_prefix="CD",
    is_main=True,
    is_expected=True,
    todo=todo("task"),
    guidance=word("From D-90 to D+7; each row reaches its person as a to-do."),
    columns=(
        Column("task", word("Task"), is_key=True, is_expected=True),
        Column("departments", word("Lane"), "departments"),
        Column("day", word("Day count"), "integer", guidance=word("Days from the event: -30, 0, 7")),
        owner(),
        due_on(),
        Column("after", word("Depends on"), "row_reference", reference_table="countdown"),
        Column("deliverable", word("Deliverable")),
        done(),
    ),
    concerns="departments",
)
RUN_SHEET = Table(
    "run_sheet",
    word("Run sheet"),
    row_prefix="RS",
    columns=(
        Column("starts_at", word("Starts at"), "moment", is_key=True),
        Column("length", word("Length"), "duration"),
        Column("item", word("Item"), is_key=True, is_expected=True),
        Column("speaker", word("Speaker")),
        Column("material", word("Material")),
    ),
)
MATERIALS = Table(
    "materials",
    word("Materials"),
    row_prefix="MA",
    todo=todo("material"),
    columns=(
        Column("material", word("Material"), is_key=True, is_expected=True),
        Column("quantity", word("Quantity"), "integer"),
        Column("supplier", word("Supplier")),
        owner(),
        due_on(),
        done(word("Arrived")),
    ),
    departments=("marketing", "finance"),
)
GUESTS = Table(
    "guests",
    word("Guests and media"),
    row_prefix="GU",
    is_material=False,
    columns=(
        Column("guest", word("Guest"), is_key=True, is_expected=True),
        Column("organisation", word("Organisation")),
        Column(
            "guest_kind",
            word("Kind"),
            "single_choice",
            choices=(
                ("customer", word("Customer")),
                ("media", word("Media")),
                ("partner", word("Partner")),
                ("other", word("Other")),
            ),
        ),
        Column("is_invited", word("Invited"), "yes_no"),
        Column("has_confirmed", word("Confirmed"), "yes_no", filled_by=("marketing", "sales")),
        Column("has_attended", word("Attended"), "yes_no", filled_by=("marketing", "sales")),
    ),
)
EVENT_BUDGET = Table(
    "budget",
    word("Event budget"),
    row_prefix="EB",
    is_expected=True,
    guidance=word("With a reserve of 10 to 15 per cent."),
    columns=(
        Column("item", word("Item"), is_key=True, is_expected=True),
        Column("budget", word("Budget"), "money", is_expected=True),
        Column("is_reserve", word("Reserve"), "yes_no"),
        Column("actual", word("Actual"), "money", filled_by=("marketing", "finance")),
        Column("variance", word("Variance"), "computed", computed="budget_minus_actual"),
    ),
    departments=("marketing", "finance"),
)
RESULTS = Table(
    "results",
    word("Results"),
    row_prefix="RE",
    columns=(
        Column(
            "measure", word("Measure"), is_key=True, is_expected=True, guidance=word("Leads, sign-ups, sales, coverage")
        ),
        Column("department", word("Department"), "department"),
        Column("target", word("Target"), "decimal"),
        Column("actual", word("Actual"), "decimal", filled_by=(RECEIVERS,)),
    ),
)
LAUNCH_EVENT = Kind(
    code="MK-4",
    slug="launch-event",
    name=word("Launch event and campaigns"),
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
            word("Theme"),
            word("One sentence people take home."),
            shown_first=True,
            is_expected=True,
            aliases=("活动主题", "主题", "活动概述"),
        ),
        Section(
            "aim",
            word("Aim"),
            word("What is different the day after."),
            is_expected=True,
            aliases=("活动目的", "活动目标", "目标", "目的"),
        ),
        Section("flow", word("Flow of the event"), word("From arrival to farewell."), aliases=("活动流程", "流程")),
        Section(
            "idea", word("Creative idea"), word("What makes it worth coming."), aliases=("创意", "活动创意", "亮点")
        ),
        Section(
            "emergency",
            word("Emergency plan"),
            word("Network, power, speaker, weather: who decides."),
            aliases=("应急预案", "应急方案"),
        ),
        Section(
            "review",
            word("Review"),
            word("What we keep and what we change next time."),
            is_material=False,
            aliases=("复盘", "活动总结", "总结"),
        ),
    ),
    tables=(COUNTDOWN, EVENT, EVENT_BUDGET, RUN_SHEET, MATERIALS, GUESTS, RESULTS),
    stale_when=(RELEASE,),
    signals=("todos_past_due",),
    guidance=word("Who does what until the day, what it costs, and what came out."),
    aliases=("发布会方案", "活动方案", "活动策划"),
)
