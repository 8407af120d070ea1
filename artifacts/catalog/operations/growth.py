"""OP-1 运营数据和用户行为分析 and OP-2 用户增长策略和计划."""

from artifacts.catalog.shared import LIGHTS, owner
from artifacts.catalog.words import word
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
    word("Metric dictionary"),
    row_prefix="MD",
    is_expected=True,
    columns=(
        Column("metric", word("Metric"), is_key=True, is_expected=True),
        Column("definition", word("Definition"), "long_text", is_expected=True),
        Column("formula", word("Formula"), "long_text"),
        Column("unit", word("Unit")),
        Column("data_source", word("Data source")),
        owner(),
        Column(
            "direction", word("Good direction"), "single_choice", choices=(("up", word("Up")), ("down", word("Down")))
        ),
        Column("version", word("Version of the definition")),
    ),
)
SCORECARD = Table(
    "scorecard",
    word("Scorecard"),
    row_prefix="SB",
    is_main=True,
    is_expected=True,
    columns=(
        Column("metric", word("Metric"), "row_reference", reference_table="definitions", is_key=True, is_expected=True),
        Column("target", word("Target"), "decimal"),
        Column("current", word("Current"), "decimal", filled_by=("operations",)),
        Column("year_on_year", word("Year on year"), "percent", filled_by=("operations",)),
        Column("period_on_period", word("Period on period"), "percent", filled_by=("operations",)),
        Column("health", word("Health"), "single_choice", choices=LIGHTS, filled_by=("operations",)),
        Column("explanation", word("Explanation"), "long_text", filled_by=("operations",)),
    ),
)
FUNNEL = Table(
    "funnel",
    word("Funnel"),
    row_prefix="FN",
    columns=(
        Column("step", word("Step"), is_key=True, is_expected=True),
        Column("users", word("Users"), "integer"),
        Column("rate", word("Rate"), "percent"),
    ),
)
COHORTS = Table(
    "cohorts",
    word("Cohorts"),
    row_prefix="CH",
    columns=(
        Column("cohort", word("Cohort"), "month", is_key=True, is_expected=True),
        Column("day", word("Day number"), "integer", is_key=True),
        Column("retention", word("Retention"), "percent"),
    ),
)
ANOMALIES = Table(
    "anomalies",
    word("Anomalies"),
    row_prefix="AN",
    columns=(
        Column("metric", word("Metric"), "row_reference", reference_table="definitions", is_key=True),
        Column("day", word("Day"), "date", is_key=True, is_expected=True),
        Column("size", word("Deviation"), "percent"),
        Column("explanation", word("Explanation"), "long_text", filled_by=("operations",)),
        # A text until releases exist.
        Column("release", word("Release or incident"), filled_by=(MANAGERS, "operations")),
    ),
)
OPERATING_DATA = Kind(
    code="OP-1",
    slug="operating-data",
    name=word("Operating data and behaviour analysis"),
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
            word("Period and scope"),
            word("Which days, which users, which version."),
            shown_first=True,
            aliases=("统计周期", "数据范围", "数据说明"),
        ),
        Section(
            "findings",
            word("Findings"),
            word("What rises, what falls, what is new."),
            is_expected=True,
            aliases=("数据分析", "主要发现", "分析结论"),
        ),
        Section(
            "advice",
            word("Advice"),
            word("What operations would change first."),
            is_expected=True,
            aliases=("建议", "优化建议"),
        ),
    ),
    tables=(SCORECARD, DEFINITIONS, FUNNEL, COHORTS, ANOMALIES),
    shelf_life_days=7,
    signals=("red_metrics", "days_since_update"),
    guidance=word("How the product is used this week, with one definition of each number."),
    aliases=("运营周报", "数据周报", "行为分析"),
)

AARRR = Table(
    "aarrr",
    word("Growth stages"),
    row_prefix="GS",
    is_expected=True,
    columns=(
        Column(
            "stage",
            word("Stage"),
            "single_choice",
            choices=(
                ("acquisition", word("Acquisition")),
                ("activation", word("Activation")),
                ("retention", word("Retention")),
                ("revenue", word("Revenue")),
                ("referral", word("Referral")),
            ),
            is_key=True,
            is_expected=True,
        ),
        Column("metric", word("Metric"), is_key=True, is_expected=True),
        Column("now", word("Now")),
        Column("target", word("Target"), is_expected=True),
    ),
)
EXPERIMENTS = Table(
    "experiments",
    word("Experiments"),
    row_prefix="EX",
    is_main=True,
    is_expected=True,
    columns=(
        Column(
            "hypothesis",
            word("Hypothesis"),
            "long_text",
            is_key=True,
            is_expected=True,
            guidance=word("This change has this effect for these users, because…"),
        ),
        Column("metric", word("Main metric"), is_expected=True),
        Column("guards", word("Guard metrics")),
        Column(
            "experiment_kind",
            word("Kind"),
            "single_choice",
            choices=(
                ("ab", word("A/B test")),
                ("phased", word("Phased")),
                ("fake_door", word("Fake door")),
                ("hold_out", word("Hold-out")),
            ),
        ),
        Column("sample", word("Sample needed"), "integer"),
        Column("impact", word("Impact"), "integer", guidance=word("1 to 10")),
        Column("confidence", word("Confidence"), "integer", guidance=word("1 to 10")),
        Column("ease", word("Ease"), "integer", guidance=word("1 to 10")),
        Column("score", word("ICE score"), "computed", computed="score_ice"),
        owner(),
        Column("start_on", word("Start"), "date"),
        Column("end_on", word("End"), "date"),
        Column(
            "state",
            word("State"),
            "single_choice",
            choices=(("idea", word("Idea")), ("running", word("Running")), ("ended", word("Ended"))),
            filled_by=("operations",),
        ),
        Column("result", word("Result with confidence"), "long_text", filled_by=("operations",)),
        Column(
            "decision",
            word("Decision"),
            "single_choice",
            choices=(("ship", word("Ship")), ("iterate", word("Iterate")), ("stop", word("Stop"))),
            filled_by=(MANAGERS,),
        ),
        Column("learning", word("Learning"), "long_text", filled_by=("operations",)),
    ),
)
CHANNELS = Table(
    "channels",
    word("Channels"),
    row_prefix="GC",
    columns=(
        Column("channel", word("Channel"), is_key=True, is_expected=True),
        Column("cost", word("Cost"), "money"),
        Column("conversion", word("Conversion"), "percent"),
        Column("acquisition_cost", word("Cost per acquisition"), "money", filled_by=("operations",)),
    ),
    departments=("operations", "finance"),
)
GROWTH_PLAN = Kind(
    code="OP-2",
    slug="growth-plan",
    name=word("Growth strategy and plan"),
    department="operations",
    receivers=(
        Receiver("operations", AGREE, response_days=3),
        Receiver("rd", ACKNOWLEDGE, response_days=2, may_lapse=True),
        Receiver("finance", ACKNOWLEDGE, response_days=2, may_lapse=True),
    ),
    sections=(
        Section(
            "north_star",
            word("North-star metric"),
            word("The one number, and why this one."),
            shown_first=True,
            is_expected=True,
            aliases=("北极星指标", "增长目标"),
        ),
        Section(
            "loop",
            word("Growth loop"),
            word("How one user brings the next."),
            is_expected=True,
            aliases=("增长模型", "增长飞轮"),
        ),
        Section(
            "channel_choice",
            word("Channel choice"),
            word("Which channels we leave out, and why."),
            aliases=("渠道选择", "渠道策略"),
        ),
    ),
    tables=(EXPERIMENTS, AARRR, CHANNELS),
    shelf_life_days=90,
    stale_when=("operating-data",),
    signals=("experiments_without_decision",),
    guidance=word("What should grow, by which experiments, and what we learned."),
    aliases=("增长方案", "用户增长"),
)
