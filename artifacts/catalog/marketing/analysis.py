"""MK-1 市场分析报告 and MK-2 用户调研数据."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import LEVELS, done, due_on, owner, requirement, todo
from artifacts.declaration import ACKNOWLEDGE, AGREE, Column, Kind, Receiver, Section, Table

SIZES = Table(
    "sizes",
    _("Market size"),
    row_prefix="MS",
    is_main=True,
    is_expected=True,
    columns=(
        Column(
            "measure",
            _("Measure"),
            "single_choice",
            choices=(("TAM", "TAM"), ("SAM", "SAM"), ("SOM", "SOM")),
            is_key=True,
            is_expected=True,
        ),
        Column("size", _("Size"), "money", is_expected=True),
        Column("year", _("Year"), "integer", is_key=True, is_expected=True),
        Column(
            "method", _("Method"), "single_choice", choices=(("top_down", _("Top-down")), ("bottom_up", _("Bottom-up")))
        ),
        Column("inputs", _("Formula inputs"), "long_text"),
        Column("source", _("Source"), is_expected=True),
        Column("sourced_on", _("Date of source"), "date", checked_on=True, check_days=365),
        Column("is_adopted", _("Adopted for planning"), "yes_no", filled_by=("marketing",)),
        Column("adopted_size", _("Planning number"), "money", filled_by=("marketing",)),
    ),
)
GROWTH = Table(
    "growth",
    _("Growth"),
    row_prefix="GR",
    columns=(
        Column("segment", _("Segment"), is_key=True, is_expected=True),
        Column(
            "measure", _("Measure"), "single_choice", choices=(("cagr", "CAGR"), ("year_on_year", _("Year on year")))
        ),
        Column("growth", _("Growth"), "percent"),
        Column("period", _("Period")),
        Column("source", _("Source")),
    ),
)
COMPETITORS = Table(
    "competitors",
    _("Competitors"),
    row_prefix="CO",
    is_expected=True,
    columns=(
        Column("product", _("Product"), is_key=True, is_expected=True),
        Column("price", _("Price"), "money"),
        Column("price_on", _("Price as of"), "date", checked_on=True, check_days=90),
        Column("share", _("Market share"), "percent"),
        Column("strength", _("Strength"), "long_text"),
        Column("weakness", _("Weakness"), "long_text"),
        Column("latest_move", _("Latest move"), "long_text"),
    ),
)
COMPARISON = Table(
    "comparison",
    _("Feature comparison"),
    row_prefix="FC",
    columns=(
        Column("feature", _("Feature"), is_key=True, is_expected=True),
        Column("competitor", _("Competitor"), "row_reference", reference_table="competitors", is_key=True),
        Column(
            "ours", _("Ours"), "single_choice", choices=(("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No")))
        ),
        Column(
            "theirs",
            _("Theirs"),
            "single_choice",
            choices=(("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))),
        ),
    ),
)
SWOT = Table(
    "swot",
    _("SWOT"),
    row_prefix="SW",
    columns=(
        Column(
            "side",
            _("Side"),
            "single_choice",
            choices=(
                ("strength", _("Strength")),
                ("weakness", _("Weakness")),
                ("opportunity", _("Opportunity")),
                ("threat", _("Threat")),
            ),
            is_expected=True,
        ),
        Column("statement", _("Statement"), "long_text", is_key=True, is_expected=True),
        Column("evidence", _("Evidence"), "long_text"),
    ),
)
CONCLUSIONS = Table(
    "conclusions",
    _("Conclusions"),
    row_prefix="CN",
    is_main=True,
    is_expected=True,
    todo=todo("statement"),
    columns=(
        Column("statement", _("Statement"), "long_text", is_key=True, is_expected=True),
        Column("confidence", _("Confidence"), "single_choice", choices=LEVELS),
        Column("action", _("Action"), "long_text"),
        requirement(),
        owner(),
        due_on(),
        Column(
            "verdict",
            _("Answer of marketing"),
            "single_choice",
            choices=(("accepted", _("Accepted")), ("questioned", _("Questioned"))),
            filled_by=("marketing",),
        ),
        Column("remark", _("Remark"), "long_text", filled_by=("marketing",)),
        done(),
    ),
)
MARKET_ANALYSIS = Kind(
    code="MK-1",
    slug="market-analysis",
    name=_("Market analysis"),
    department="marketing",
    receivers=(
        Receiver("marketing", AGREE, response_days=3),
        Receiver("sales", ACKNOWLEDGE, response_days=3, may_lapse=True),
        Receiver("finance", ACKNOWLEDGE, response_days=3, may_lapse=True),
    ),
    sections=(
        Section(
            "question",
            _("Question and scope"),
            _("Region, category and period, and what is to be decided with it."),
            shown_first=True,
            is_expected=True,
            aliases=("研究背景", "背景", "研究范围", "概述"),
        ),
        Section(
            "positioning", _("Positioning"), _("For whom, what, better than what."), aliases=("市场定位", "产品定位")
        ),
        Section(
            "target_users",
            _("Target users"),
            _("Who buys, who uses, how many."),
            aliases=("目标用户", "目标客户", "用户分析"),
        ),
        Section(
            "pest",
            _("PEST"),
            _("Politics, economy, society, technology: only what matters here."),
            aliases=("pest分析", "宏观环境", "宏观环境分析", "行业环境"),
        ),
        Section(
            "five_forces",
            _("Five forces"),
            _("Rivals, newcomers, substitutes, suppliers, buyers."),
            aliases=("五力分析", "波特五力", "行业竞争格局"),
        ),
        Section(
            "trend",
            _("Trend"),
            _("Where it goes in two years and what shows it."),
            aliases=("行业趋势", "市场趋势", "发展趋势"),
        ),
        Section(
            "segments",
            _("Segments"),
            _("How the market falls apart, and which parts we serve."),
            aliases=("市场细分", "细分市场"),
        ),
        Section(
            "opportunity",
            _("Opportunity and threat"),
            _("What opens, what closes, and until when."),
            aliases=("机会与威胁", "机会与挑战", "swot分析"),
        ),
        Section(
            "advice",
            _("Advice"),
            _("What the product should do now."),
            is_expected=True,
            aliases=("建议", "总结与建议", "结论", "结论与建议", "总结"),
        ),
    ),
    tables=(SIZES, CONCLUSIONS, COMPETITORS, COMPARISON, GROWTH, SWOT),
    shelf_life_days=90,
    signals=("rows_to_check", "todos_past_due"),
    guidance=_("How large the market is, who else is in it, and what follows for us."),
    aliases=("竞品分析", "市场调研报告"),
)

STUDIES = Table(
    "studies",
    _("Studies"),
    row_prefix="ST",
    is_expected=True,
    columns=(
        Column("study", _("Study"), is_key=True, is_expected=True),
        Column(
            "method",
            _("Method"),
            "single_choice",
            choices=(
                ("interview", _("Interview")),
                ("survey", _("Survey")),
                ("usability", _("Usability test")),
                ("diary", _("Diary")),
                ("logs", _("Log analysis")),
                ("other", _("Other")),
            ),
        ),
        Column("planned", _("Sample planned"), "integer"),
        Column("actual", _("Sample reached"), "integer"),
        Column("from_on", _("From"), "date"),
        Column("to_on", _("To"), "date"),
        Column("filter_rules", _("Filter rules"), "long_text"),
        Column("channel", _("Channel")),
        Column("has_consent", _("Consent given"), "yes_no"),
        Column("is_anonymous", _("Anonymised"), "yes_no"),
    ),
)
ANSWERS = Table(
    "answers",
    _("Answers"),
    row_prefix="AN",
    columns=(
        Column("question", _("Question"), is_key=True, is_expected=True),
        Column("option", _("Answer option"), is_key=True, is_expected=True),
        Column("count", _("Count"), "integer"),
        Column("share", _("Share"), "percent"),
        Column("segment", _("Segment"), is_key=True),
    ),
)
PERSONAS = Table(
    "personas",
    _("Personas"),
    row_prefix="PE",
    columns=(
        Column("name", _("Name"), is_key=True, is_expected=True),
        Column("demography", _("Who they are"), "long_text"),
        Column("goal", _("Goal"), "long_text"),
        Column("pain", _("Pain"), "long_text"),
        Column("scene", _("Scene"), "long_text"),
    ),
)
INSIGHTS = Table(
    "insights",
    _("Insights"),
    row_prefix="IN",
    is_main=True,
    is_expected=True,
    columns=(
        Column("statement", _("Statement"), "long_text", is_key=True, is_expected=True),
        Column("quote", _("Quote"), "long_text"),
        Column("evidence", _("Evidence"), "link"),
        Column("sources", _("Number of sources"), "integer"),
        Column("strength", _("Strength of evidence"), "single_choice", choices=LEVELS),
        requirement(),
        Column("is_usable", _("Usable in messages"), "yes_no", filled_by=("marketing",)),
        Column("remark", _("Remark"), "long_text", filled_by=("marketing",)),
    ),
)
USER_RESEARCH = Kind(
    code="MK-2",
    slug="user-research",
    name=_("User research data"),
    department="marketing",
    receivers=(
        Receiver("marketing", ACKNOWLEDGE, response_days=3),
        Receiver("operations", ACKNOWLEDGE, response_days=3, may_lapse=True),
    ),
    sections=(
        Section(
            "purpose",
            _("Purpose"),
            _("Which decision waits for this study."),
            shown_first=True,
            is_expected=True,
            aliases=("调研目的", "研究目的", "调研背景", "背景"),
        ),
        Section(
            "people", _("Target people"), _("Who was asked and who was not."), aliases=("调研对象", "目标人群", "样本")
        ),
        Section(
            "method",
            _("Method and steps"),
            _("How it was done, so that somebody could do it again."),
            aliases=("调研方法", "研究方法", "方法与过程"),
        ),
        Section("behaviour", _("Behaviour"), _("What people do."), aliases=("行为", "用户行为", "使用行为")),
        Section("attitude", _("Attitude"), _("What people think."), aliases=("态度", "用户态度", "满意度")),
        Section("preference", _("Preference"), _("What people would choose."), aliases=("偏好", "用户偏好")),
        Section(
            "summary",
            _("Summary"),
            _("Five sentences that can be read alone."),
            is_expected=True,
            aliases=("总结", "调研结论", "结论", "主要发现"),
        ),
    ),
    tables=(INSIGHTS, STUDIES, PERSONAS, ANSWERS),
    shelf_life_days=365,
    signals=("insights_thinly_sourced", "sample_below_plan"),
    guidance=_("What users do, think and prefer, with the evidence."),
    aliases=("用户调研报告", "用户访谈", "问卷"),
)
