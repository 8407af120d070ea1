"""OP-1 运营数据和用户行为分析 and OP-2 用户增长策略和计划."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import LIGHTS, owner
from artifacts.declaration import (
    ACKNOWLEDGE,
    AGREE,
    DEPARTMENTS,
    FULL,
    MANAGERS,
    NONE,
    ROLLING,
    STANDARD,
    WEEK,
    Column,
    Kind,
    Receiver,
    Section,
    Table,
)

DEFINITIONS = Table(
    "definitions",
    _("Metric dictionary"),
    row_prefix="MD",
    is_expected=True,
    columns=(
        Column("metric", _("Metric"), is_key=True, is_expected=True),
        Column("definition", _("Definition"), "long_text", is_expected=True),
        Column("formula", _("Formula"), "long_text"),
        Column("unit", _("Unit")),
        Column("data_source", _("Data source")),
        owner(),
        Column("direction", _("Good direction"), "single_choice", choices=(("up", _("Up")), ("down", _("Down")))),
        Column("version", _("Version of the definition")),
    ),
)
SCORECARD = Table(
    "scorecard",
    _("Scorecard"),
    row_prefix="SB",
    is_main=True,
    is_expected=True,
    columns=(
        Column("metric", _("Metric"), "row_reference", reference_table="definitions", is_key=True, is_expected=True),
        Column("target", _("Target"), "decimal"),
        Column("current", _("Current"), "decimal", filled_by=("operations",)),
        Column("year_on_year", _("Year on year"), "percent", filled_by=("operations",)),
        Column("period_on_period", _("Period on period"), "percent", filled_by=("operations",)),
        Column("health", _("Health"), "single_choice", choices=LIGHTS, filled_by=("operations",)),
        Column("explanation", _("Explanation"), "long_text", filled_by=("operations",)),
    ),
)
FUNNEL = Table(
    "funnel",
    _("Funnel"),
    row_prefix="FN",
    columns=(
        Column("step", _("Step"), is_key=True, is_expected=True),
        Column("users", _("Users"), "integer"),
        Column("rate", _("Rate"), "percent"),
    ),
)
COHORTS = Table(
    "cohorts",
    _("Cohorts"),
    row_prefix="CH",
    columns=(
        Column("cohort", _("Cohort"), "month", is_key=True, is_expected=True),
        Column("day", _("Day"), "integer", is_key=True),
        Column("retention", _("Retention"), "percent"),
    ),
)
ANOMALIES = Table(
    "anomalies",
    _("Anomalies"),
    row_prefix="AN",
    columns=(
        Column("metric", _("Metric"), "row_reference", reference_table="definitions", is_key=True),
        Column("day", _("Day"), "date", is_key=True, is_expected=True),
        Column("size", _("Size"), "percent"),
        Column("explanation", _("Explanation"), "long_text", filled_by=("operations",)),
        # A text until releases exist.
        Column("release", _("Release or incident"), filled_by=(MANAGERS, "operations")),
    ),
)
OPERATING_DATA = Kind(
    code="OP-1",
    slug="operating-data",
    name=_("Operating data and behaviour analysis"),
    department="operations",
    mode=ROLLING,
    period=WEEK,
    presets=(STANDARD, FULL),
    receivers=(
        Receiver("operations", NONE),
        *(
            Receiver(code, ACKNOWLEDGE, response_days=2, may_lapse=True, on_change_of="definitions")
            for code in DEPARTMENTS
        ),
    ),
    sections=(
        Section(
            "meta",
            _("Period and scope"),
            _("Which days, which users, which version."),
            shown_first=True,
            aliases=("统计周期", "数据范围", "数据说明"),
        ),
        Section(
            "findings",
            _("Findings"),
            _("What rises, what falls, what is new."),
            is_expected=True,
            aliases=("数据分析", "主要发现", "分析结论"),
        ),
        Section(
            "advice",
            _("Advice"),
            _("What operations would change first."),
            is_expected=True,
            aliases=("建议", "优化建议"),
        ),
    ),
    tables=(SCORECARD, DEFINITIONS, FUNNEL, COHORTS, ANOMALIES),
    shelf_life_days=7,
    signals=("red_metrics", "days_since_update"),
    guidance=_("How the product is used this week, with one definition of each number."),
    aliases=("运营周报", "数据周报", "行为分析"),
)

AARRR = Table(
    "aarrr",
    _("Growth stages"),
    row_prefix="GS",
    is_expected=True,
    columns=(
        Column(
            "stage",
            _("Stage"),
            "single_choice",
            choices=(
                ("acquisition", _("Acquisition")),
                ("activation", _("Activation")),
                ("retention", _("Retention")),
                ("revenue", _("Revenue")),
                ("referral", _("Referral")),
            ),
            is_key=True,
            is_expected=True,
        ),
        Column("metric", _("Metric"), is_key=True, is_expected=True),
        Column("now", _("Now")),
        Column("target", _("Target"), is_expected=True),
    ),
)
EXPERIMENTS = Table(
    "experiments",
    _("Experiments"),
    row_prefix="EX",
    is_main=True,
    is_expected=True,
    columns=(
        Column(
            "hypothesis",
            _("Hypothesis"),
            "long_text",
            is_key=True,
            is_expected=True,
            guidance=_("This change has this effect for these users, because…"),
        ),
        Column("metric", _("Main metric"), is_expected=True),
        Column("guards", _("Guard metrics")),
        Column(
            "experiment_kind",
            _("Kind"),
            "single_choice",
            choices=(
                ("ab", _("A/B test")),
                ("phased", _("Phased")),
                ("fake_door", _("Fake door")),
                ("hold_out", _("Hold-out")),
            ),
        ),
        Column("sample", _("Sample needed"), "integer"),
        Column("impact", _("Impact"), "integer", guidance=_("1 to 10")),
        Column("confidence", _("Confidence"), "integer", guidance=_("1 to 10")),
        Column("ease", _("Ease"), "integer", guidance=_("1 to 10")),
        Column("score", _("ICE score"), "computed", computed="score_ice"),
        owner(),
        Column("start_on", _("Start"), "date"),
        Column("end_on", _("End"), "date"),
        Column(
            "state",
            _("State"),
            "single_choice",
            choices=(("idea", _("Idea")), ("running", _("Running")), ("ended", _("Ended"))),
            filled_by=("operations",),
        ),
        Column("result", _("Result with confidence"), "long_text", filled_by=("operations",)),
        Column(
            "decision",
            _("Decision"),
            "single_choice",
            choices=(("ship", _("Ship")), ("iterate", _("Iterate")), ("stop", _("Stop"))),
            filled_by=(MANAGERS,),
        ),
        Column("learning", _("Learning"), "long_text", filled_by=("operations",)),
    ),
)
CHANNELS = Table(
    "channels",
    _("Channels"),
    row_prefix="GC",
    columns=(
        Column("channel", _("Channel"), is_key=True, is_expected=True),
        Column("cost", _("Cost"), "money"),
        Column("conversion", _("Conversion"), "percent"),
        Column("acquisition_cost", _("Cost per acquisition"), "money", filled_by=("operations",)),
    ),
    departments=("operations", "finance"),
)
GROWTH_PLAN = Kind(
    code="OP-2",
    slug="growth-plan",
    name=_("Growth strategy and plan"),
    department="operations",
    receivers=(
        Receiver("operations", AGREE, response_days=3),
        Receiver("rd", ACKNOWLEDGE, response_days=2, may_lapse=True),
        Receiver("finance", ACKNOWLEDGE, response_days=2, may_lapse=True),
    ),
    sections=(
        Section(
            "north_star",
            _("North-star metric"),
            _("The one number, and why this one."),
            shown_first=True,
            is_expected=True,
            aliases=("北极星指标", "增长目标"),
        ),
        Section(
            "loop",
            _("Growth loop"),
            _("How one user brings the next."),
            is_expected=True,
            aliases=("增长模型", "增长飞轮"),
        ),
        Section(
            "channel_choice",
            _("Channel choice"),
            _("Which channels we leave out, and why."),
            aliases=("渠道选择", "渠道策略"),
        ),
    ),
    tables=(EXPERIMENTS, AARRR, CHANNELS),
    shelf_life_days=90,
    stale_when=("operating-data",),
    signals=("experiments_without_decision",),
    guidance=_("What should grow, by which experiments, and what we learned."),
    aliases=("增长方案", "用户增长"),
)
