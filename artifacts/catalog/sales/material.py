"""SA-1 销售资料和产品演示 and SA-2 客户需求和反馈."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import LEVELS, done, due_on, owner, requirement, todo
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
    _("Materials list"),
    row_prefix="AS",
    is_main=True,
    is_expected=True,
    columns=(
        Column("asset", _("Material"), is_key=True, is_expected=True),
        Column(
            "asset_kind",
            _("Kind"),
            "single_choice",
            choices=(
                ("deck", _("Slides")),
                ("one_pager", _("One-pager")),
                ("video", _("Video")),
                ("price_sheet", _("Price sheet")),
                ("case", _("Case")),
                ("contract", _("Contract template")),
                ("other", _("Other")),
            ),
        ),
        Column("audience", _("Audience")),
        Column(
            "stage",
            _("Stage of sale"),
            "single_choice",
            choices=(
                ("contact", _("First contact")),
                ("need", _("Needs")),
                ("offer", _("Offer")),
                ("negotiation", _("Negotiation")),
                ("renewal", _("Renewal")),
            ),
        ),
        Column("language", _("Language")),
        Column("product_version", _("Product version"), is_expected=True),
        Column("valid_until", _("Valid until"), "date"),
        owner(),
        Column("file", _("File"), "file"),
        Column(
            "secrecy",
            _("Confidentiality"),
            "single_choice",
            choices=(("public", _("Public")), ("customer", _("For customers")), ("internal", _("Internal only"))),
        ),
        Column("used", _("Times used"), "integer", filled_by=("sales",)),
        Column("result", _("Won or lost because of it"), "long_text", filled_by=("sales",)),
    ),
)
BATTLECARDS = Table(
    "battlecards",
    _("Battlecards"),
    row_prefix="BC",
    is_main=True,
    is_expected=True,
    columns=(
        Column("competitor", _("Competitor"), is_key=True, is_expected=True),
        Column("we_win", _("Where we win"), "long_text", is_expected=True),
        Column("they_win", _("Where they win"), "long_text", is_expected=True),
        Column("traps", _("Trap questions"), "long_text"),
        Column("price_posture", _("Price posture"), "long_text"),
        Column("last_checked_on", _("Last checked"), "date", checked_on=True, check_days=90, is_material=False),
        Column("result", _("Won or lost because of it"), "long_text", filled_by=("sales",)),
    ),
)
OBJECTIONS = Table(
    "objections",
    _("Objections"),
    row_prefix="OB",
    columns=(
        Column("objection", _("Objection"), "long_text", is_key=True, is_expected=True),
        Column("answer", _("Answer"), "long_text"),
        Column("proof", _("Proof"), "long_text"),
        Column("competitor", _("Competitor"), "row_reference", reference_table="battlecards"),
    ),
)
BENEFITS = Table(
    "benefits",
    _("Features and benefits"),
    row_prefix="FB",
    columns=(
        Column("feature", _("Feature"), is_key=True, is_expected=True),
        Column("advantage", _("Advantage"), "long_text"),
        Column("benefit", _("Benefit"), "long_text"),
        Column("evidence", _("Evidence"), "long_text"),
    ),
)
DEMOS = Table(
    "demos",
    _("Demos"),
    row_prefix="DE",
    columns=(
        Column("scene", _("Scene"), is_key=True, is_expected=True),
        Column("data_set", _("Data set")),
        Column("steps", _("Steps"), "long_text"),
        Column("fallback", _("Fallback"), "long_text"),
        Column(
            "environment",
            _("Environment"),
            "single_choice",
            choices=(("ready", _("Ready")), ("limited", _("With limits")), ("down", _("Not available"))),
            is_material=False,
        ),
    ),
)
CASES = Table(
    "cases",
    _("Cases"),
    row_prefix="CS",
    columns=(
        Column("customer", _("Customer"), is_key=True, is_expected=True),
        Column("industry", _("Industry")),
        Column("result", _("Result in numbers"), is_expected=True),
        Column("may_quote", _("May be quoted"), "yes_no"),
    ),
)
SALES_MATERIAL = Kind(
    code="SA-1",
    slug="sales-material",
    name=_("Sales material and demo"),
    department="sales",
    presets=(STANDARD, FULL),
    receivers=(
        Receiver("sales", ACKNOWLEDGE, response_days=2),
        Receiver("marketing", ACKNOWLEDGE, response_days=2, may_lapse=True),
    ),
    sections=(
        Section(
            "pitch",
            _("One-line pitch"),
            _("What you say in the lift."),
            shown_first=True,
            is_expected=True,
            aliases=("一句话介绍", "产品介绍", "产品简介"),
        ),
        Section(
            "deck", _("Deck"), _("The story of the slides, page by page."), aliases=("讲解稿", "销售讲解", "ppt大纲")
        ),
        Section(
            "script",
            _("Demo script"),
            _("What you click and what you say."),
            is_expected=True,
            aliases=("演示脚本", "演示流程", "demo脚本"),
        ),
        Section("stories", _("Case stories"), _("Before, after, number."), aliases=("客户案例", "案例", "成功案例")),
    ),
    tables=(ASSETS, BATTLECARDS, OBJECTIONS, BENEFITS, DEMOS, CASES),
    stale_when=(RELEASE,),
    signals=("rows_to_check", "objections_without_answer"),
    guidance=_("What sales says, shows and answers, for which product version."),
    aliases=("销售手册", "销售话术", "竞争卡片"),
)

ASKS = Table(
    "asks",
    _("Customer asks"),
    row_prefix="CA",
    is_main=True,
    # Feedback will feed it once the tracker exists; until then its rows are typed.
    source="feedback",
    columns=(
        Column("ask", _("The ask in the customer's words"), "long_text", is_key=True, is_expected=True),
        Column("customer", _("Customer"), is_key=True),
        Column("contact", _("Contact")),
        Column("submitter", _("Submitted by"), "person", is_material=False),
        Column("submitted_on", _("Submitted on"), "date", is_material=False),
        Column("severity", _("Severity"), "single_choice", choices=LEVELS),
        Column("stage", _("Deal stage")),
        Column("amount", _("Amount at stake"), "money"),
        Column("deadline_on", _("Customer's deadline"), "date"),
        Column("competitor", _("Competitor mentioned")),
        requirement(),
        Column(
            "outcome",
            _("Outcome"),
            "single_choice",
            filled_by=(MANAGERS,),
            choices=(
                ("pool", _("In the pool")),
                ("planned", _("Planned")),
                ("declined", _("Declined")),
                ("duplicate", _("Duplicate")),
                ("workaround", _("Workaround")),
            ),
        ),
        Column("reason", _("Reason"), "long_text", filled_by=(MANAGERS,)),
        Column("is_told", _("Customer was told"), "yes_no", filled_by=("sales",)),
    ),
)
PROMISES = Table(
    "promises",
    _("Customer promises"),
    row_prefix="PR",
    source="promises",
    todo=todo("wording"),
    columns=(
        Column("customer", _("Customer"), is_key=True, is_expected=True),
        Column("wording", _("Promised wording"), "long_text", is_key=True, is_expected=True),
        due_on(_("Promised for")),
        owner(_("Said by")),
        requirement(),
        done(_("Kept")),
    ),
)
CUSTOMER_NEEDS = Kind(
    code="SA-2",
    slug="customer-needs",
    name=_("Customer needs and feedback"),
    department="sales",
    mode=ROLLING,
    period=WEEK,
    presets=(LIGHT, STANDARD, FULL),
    receivers=(Receiver("sales", NONE),),
    sections=(
        Section(
            "summary",
            _("Asks of the week"),
            _("What customers asked for most, in their words."),
            shown_first=True,
            aliases=("本周需求", "客户原话", "需求概述"),
        ),
        Section("scene", _("Scene"), _("When it happens and what it stops."), aliases=("使用场景", "业务场景")),
        Section(
            "workaround",
            _("Current workaround"),
            _("What people do today instead."),
            aliases=("现有做法", "替代方案", "当前方案"),
        ),
    ),
    tables=(ASKS, PROMISES),
    shelf_life_days=7,
    signals=("asks_without_outcome", "todos_past_due", "days_since_update"),
    guidance=_("What customers ask for, what became of it, and what was promised."),
    aliases=("客户需求", "销售反馈"),
)
