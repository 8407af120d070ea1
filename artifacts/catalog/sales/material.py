"""SA-1 销售资料和产品演示 and SA-2 客户需求和反馈."""

from artifacts.catalog.shared import LEVELS, done, due_on, owner, requirement, todo
from artifacts.catalog.words import word
from artifacts.declaration import (
    ACKNOWLEDGE,
    FULL,
    LIGHT,
    MANAGERS,
    NONE,
    RELEASE,
    ROLLING,
    STANDARD,
    WEEK,
    Column,
    Kind,
    Receiver,
    Section,
    Table,
)

ASSETS = Table(
    "assets",
    word("Materials list"),
    row_prefix="AS",
    is_main=True,
    is_expected=True,
    columns=(
        Column("asset", word("Asset"), is_key=True, is_expected=True),
        Column(
            "asset_kind",
            word("Kind"),
            "single_choice",
            choices=(
                ("deck", word("Slides")),
                ("one_pager", word("One-pager")),
                ("video", word("Video")),
                ("price_sheet", word("Price sheet")),
                ("case", word("Case study")),
                ("contract", word("Contract template")),
                ("other", word("Other")),
            ),
        ),
        Column("audience", word("Audience")),
        Column(
            "stage",
            word("Stage of sale"),
            "single_choice",
            choices=(
                ("contact", word("First contact")),
                ("need", word("Needs")),
                ("offer", word("Offer")),
                ("negotiation", word("Negotiation")),
                ("renewal", word("Renewal")),
            ),
        ),
        Column("language", word("Language")),
        Column("product_version", word("Product version"), is_expected=True),
        Column("valid_until", word("Valid until"), "date"),
        owner(),
        Column("file", word("File"), "file"),
        Column(
            "secrecy",
            word("Confidentiality"),
            "single_choice",
            choices=(
                ("public", word("Public")),
                ("customer", word("For customers")),
                ("internal", word("Internal only")),
            ),
        ),
        Column("used", word("Times used"), "integer", filled_by=("sales",)),
        Column("result", word("Won or lost because of it"), "long_text", filled_by=("sales",)),
    ),
)
BATTLECARDS = Table(
    "battlecards",
    word("Battlecards"),
    row_prefix="BC",
    is_main=True,
    is_expected=True,
    columns=(
        Column("competitor", word("Competitor"), is_key=True, is_expected=True),
        Column("we_win", word("Where we win"), "long_text", is_expected=True),
        Column("they_win", word("Where they win"), "long_text", is_expected=True),
        Column("traps", word("Trap questions"), "long_text"),
        Column("price_posture", word("Price posture"), "long_text"),
        Column("last_checked_on", word("Last checked"), "date", checked_on=True, check_days=90, is_material=False),
        Column("result", word("Won or lost because of it"), "long_text", filled_by=("sales",)),
    ),
)
OBJECTIONS = Table(
    "objections",
    word("Objections"),
    row_prefix="OB",
    columns=(
        Column("objection", word("Objection"), "long_text", is_key=True, is_expected=True),
        Column("answer", word("Answer"), "long_text"),
        Column("proof", word("Proof"), "long_text"),
        Column("competitor", word("Competitor"), "row_reference", reference_table="battlecards"),
    ),
)
BENEFITS = Table(
    "benefits",
    word("Features and benefits"),
    row_prefix="FB",
    columns=(
        Column("feature", word("Product feature"), is_key=True, is_expected=True),
        Column("advantage", word("Advantage"), "long_text"),
        Column("benefit", word("Benefit"), "long_text"),
        Column("evidence", word("Evidence"), "long_text"),
    ),
)
DEMOS = Table(
    "demos",
    word("Demos"),
    row_prefix="DE",
    columns=(
        Column("scene", word("Scene"), is_key=True, is_expected=True),
        Column("data_set", word("Data set")),
        Column("steps", word("Steps"), "long_text"),
        Column("fallback", word("Fallback"), "long_text"),
        Column(
            "environment",
            word("Environment"),
            "single_choice",
            choices=(("ready", word("Ready")), ("limited", word("With limits")), ("down", word("Not available"))),
            is_material=False,
        ),
    ),
)
CASES = Table(
    "cases",
    word("Case studies"),
    row_prefix="CS",
    columns=(
        Column("customer", word("Customer"), is_key=True, is_expected=True),
        Column("industry", word("Industry")),
        Column("result", word("Result in numbers"), is_expected=True),
        Column("may_quote", word("May be quoted"), "yes_no"),
    ),
)
SALES_MATERIAL = Kind(
    code="SA-1",
    slug="sales-material",
    name=word("Sales material and demo"),
    department="sales",
    presets=(STANDARD, FULL),
    receivers=(
        Receiver("sales", ACKNOWLEDGE, response_days=2),
        Receiver("marketing", ACKNOWLEDGE, response_days=2, may_lapse=True),
    ),
    sections=(
        Section(
            "pitch",
            word("One-line pitch"),
            word("What you say in the lift."),
            shown_first=True,
            is_expected=True,
            aliases=("一句话介绍", "产品介绍", "产品简介"),
        ),
        Section(
            "deck",
            word("Deck"),
            word("The story of the slides, page by page."),
            aliases=("讲解稿", "销售讲解", "ppt大纲"),
        ),
        Section(
            "script",
            word("Demo script"),
            word("What you click and what you say."),
            is_expected=True,
            aliases=("演示脚本", "演示流程", "demo脚本"),
        ),
        Section(
            "stories", word("Case stories"), word("Before, after, number."), aliases=("客户案例", "案例", "成功案例")
        ),
    ),
    tables=(ASSETS, BATTLECARDS, OBJECTIONS, BENEFITS, DEMOS, CASES),
    stale_when=(RELEASE,),
    signals=("rows_to_check", "objections_without_answer"),
    guidance=word("What sales says, shows and answers, for which product version."),
    aliases=("销售手册", "销售话术", "竞争卡片"),
)

ASKS = Table(
    "asks",
    word("Customer asks"),
    row_prefix="CA",
    is_main=True,
    # Feedback will feed it once the tracker exists; until then its rows are typed.
    source="feedback",
    columns=(
        Column("ask", word("The ask in the customer's words"), "long_text", is_key=True, is_expected=True),
        Column("customer", word("Customer"), is_key=True),
        Column("contact", word("Contact")),
        Column("submitter", word("Submitted by"), "person", is_material=False),
        Column("submitted_on", word("Submitted on"), "date", is_material=False),
        Column("severity", word("Severity"), "single_choice", choices=LEVELS),
        Column("stage", word("Deal stage")),
        Column("amount", word("Amount at stake"), "money"),
        Column("deadline_on", word("Customer's deadline"), "date"),
        Column("competitor", word("Competitor mentioned")),
        requirement(),
        Column(
            "outcome",
            word("What became of it"),
            "single_choice",
            filled_by=(MANAGERS,),
            choices=(
                ("pool", word("In the pool")),
                ("planned", word("Scheduled")),
                ("declined", word("Declined")),
                ("duplicate", word("Duplicate")),
                ("workaround", word("Workaround")),
            ),
        ),
        Column("reason", word("Reason"), "long_text", filled_by=(MANAGERS,)),
        Column("is_told", word("Customer was told"), "yes_no", filled_by=("sales",)),
    ),
)
PROMISES = Table(
    "promises",
    word("Customer promises"),
    row_prefix="PR",
    source="promises",
    todo=todo("wording"),
    columns=(
        Column("customer", word("Customer"), is_key=True, is_expected=True),
        Column("wording", word("Promised wording"), "long_text", is_key=True, is_expected=True),
        due_on(word("Promised for")),
        owner(word("Said by")),
        requirement(),
        done(word("Kept")),
    ),
)
CUSTOMER_NEEDS = Kind(
    code="SA-2",
    slug="customer-needs",
    name=word("Customer needs and feedback"),
    department="sales",
    mode=ROLLING,
    period=WEEK,
    presets=(LIGHT, STANDARD, FULL),
    receivers=(Receiver("sales", NONE),),
    sections=(
        Section(
            "summary",
            word("Asks of the week"),
            word("What customers asked for most, in their words."),
            shown_first=True,
            aliases=("本周需求", "客户原话", "需求概述"),
        ),
        Section("scene", word("Scene"), word("When it happens and what it stops."), aliases=("使用场景", "业务场景")),
        Section(
            "workaround",
            word("Current workaround"),
            word("What people do today instead."),
            aliases=("现有做法", "替代方案", "当前方案"),
        ),
    ),
    tables=(ASKS, PROMISES),
    shelf_life_days=7,
    signals=("asks_without_outcome", "todos_past_due", "days_since_update"),
    guidance=word("What customers ask for, what became of it, and what was promised."),
    aliases=("客户需求", "销售反馈"),
)
