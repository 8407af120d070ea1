"""MK-1 市场分析报告 and MK-2 用户调研数据."""

from artifacts.catalog.shared import LEVELS, done, due_on, owner, requirement, todo
from artifacts.catalog.words import word
from artifacts.declaration import ACKNOWLEDGE, AGREE, Column, Kind, Receiver, Section, Table

SIZES = Table(
    "sizes",
    word("Market size"),
    row_prefix="MS",
    is_main=True,
    is_expected=True,
    columns=(
        Column(
            "measure",
            word("Measure"),
            "single_choice",
            choices=(("TAM", "TAM"), ("SAM", "SAM"), ("SOM", "SOM")),
            is_key=True,
            is_expected=True,
        ),
        Column("size", word("Size"), "money", is_expected=True),
        Column("year", word("Year"), "integer", is_year=True, is_key=True, is_expected=True),
        Column(
            "method",
            word("Method"),
            "single_choice",
            choices=(("top_down", word("Top-down")), ("bottom_up", word("Bottom-up"))),
        ),
        Column("inputs", word("Formula inputs"), "long_text"),
        Column("source", word("Source"), is_expected=True),
        Column("sourced_on", word("Date of source"), "date", checked_on=True, check_days=365),
        Column("is_adopted", word("Adopted for planning"), "yes_no", filled_by=("marketing",)),
        Column("adopted_size", word("Planning number"), "money", filled_by=("marketing",)),
    ),
)
GROWTH = Table(
    "growth",
    word("Growth"),
    row_prefix="GR",
    columns=(
        Column("segment", word("Market segment"), is_key=True, is_expected=True),
        Column(
            "measure",
            word("Measure"),
            "single_choice",
            choices=(("cagr", "CAGR"), ("year_on_year", word("Year on year"))),
        ),
        Column("growth", word("Growth"), "percent"),
        Column("period", word("Period")),
        Column("source", word("Source")),
    ),
)
COMPETITORS = Table(
    "competitors",
    word("Competitors"),
    row_prefix="CO",
    is_expected=True,
    columns=(
        Column("product", word("Product"), is_key=True, is_expected=True),
        Column("price", word("Price"), "money"),
        Column("price_on", word("Price as of"), "date", checked_on=True, check_days=90),
        Column("share", word("Market share"), "percent"),
        Column("strength", word("Strength"), "long_text"),
        Column("weakness", word("Weakness"), "long_text"),
        Column("latest_move", word("Latest move"), "long_text"),
    ),
)
COMPARISON = Table(
    "comparison",
    word("Feature comparison"),
    row_prefix="FC",
    columns=(
        Column("feature", word("Feature"), is_key=True, is_expected=True),
        Column("competitor", word("Competitor"), "row_reference", reference_table="competitors", is_key=True),
        Column(
            "ours",
            word("Ours"),
            "single_choice",
            choices=(("yes", word("Yes")), ("partly", word("Partly")), ("no", word("No"))),
        ),
        Column(
            "theirs",
            word("Theirs"),
            "single_choice",
            choices=(("yes", word("Yes")), ("partly", word("Partly")), ("no", word("No"))),
        ),
    ),
)
SWOT = Table(
    "swot",
    word("SWOT"),
    row_prefix="SW",
    columns=(
        Column(
            "side",
            word("Side"),
            "single_choice",
            choices=(
                ("strength", word("Strength")),
                ("weakness", word("Weakness")),
                ("opportunity", word("Opportunity")),
                ("threat", word("Threat")),
            ),
            is_expected=True,
        ),
        Column("statement", word("Statement"), "long_text", is_key=True, is_expected=True),
        Column("evidence", word("Evidence"), "long_text"),
    ),
)
CONCLUSIONS = Table(
    "conclusions",
    word("Conclusions"),
    row_prefix="CN",
    is_main=True,
    is_expected=True,
    todo=todo("statement"),
    columns=(
        Column("statement", word("Statement"), "long_text", is_key=True, is_expected=True),
        Column("confidence", word("Confidence"), "single_choice", choices=LEVELS),
        Column("action", word("Action"), "long_text"),
        requirement(),
        owner(),
        due_on(),
        Column(
            "verdict",
            word("Answer of marketing"),
            "single_choice",
            choices=(("accepted", word("Accepted")), ("questioned", word("Questioned"))),
            filled_by=("marketing",),
        ),
        Column("remark", word("Remark"), "long_text", filled_by=("marketing",)),
        done(),
    ),
)
MARKET_ANALYSIS = Kind(
    code="MK-1",
    slug="market-analysis",
    name=word("Market analysis"),
    department="marketing",
    receivers=(
        Receiver("marketing", AGREE, response_days=3),
        Receiver("sales", ACKNOWLEDGE, response_days=3, may_lapse=True),
        Receiver("finance", ACKNOWLEDGE, response_days=3, may_lapse=True),
    ),
    sections=(
        Section(
            "question",
            word("Question and scope"),
            word("Region, category and period, and what is to be decided with it."),
            shown_first=True,
            is_expected=True,
            aliases=("研究背景", "背景", "研究范围", "概述"),
        ),
        Section(
            "positioning",
            word("Positioning"),
            word("For whom, what, better than what."),
            aliases=("市场定位", "产品定位"),
        ),
        Section(
            "target_users",
            word("Target users"),
            word("Who buys, who uses, how many."),
            aliases=("目标用户", "目标客户", "用户分析"),
        ),
        Section(
            "pest",
            word("PEST"),
            word("Politics, economy, society, technology: only what matters here."),
            aliases=("pest分析", "宏观环境", "宏观环境分析", "行业环境"),
        ),
        Section(
            "five_forces",
            word("Five forces"),
            word("Rivals, newcomers, substitutes, suppliers, buyers."),
            aliases=("五力分析", "波特五力", "行业竞争格局"),
        ),
        Section(
            "trend",
            word("Trend"),
            word("Where it goes in two years and what shows it."),
            aliases=("行业趋势", "市场趋势", "发展趋势"),
        ),
        Section(
            "segments",
            word("Segments"),
            word("How the market falls apart, and which parts we serve."),
            aliases=("市场细分", "细分市场"),
        ),
        Section(
            "opportunity",
            word("Opportunity and threat"),
            word("What opens, what closes, and until when."),
            aliases=("机会与威胁", "机会与挑战", "swot分析"),
        ),
        Section(
            "advice",
            word("Advice"),
            word("What the product should do now."),
            is_expected=True,
            aliases=("建议", "总结与建议", "结论", "结论与建议", "总结"),
        ),
    ),
    tables=(SIZES, CONCLUSIONS, COMPETITORS, COMPARISON, GROWTH, SWOT),
    shelf_life_days=90,
    signals=("rows_to_check", "todos_past_due"),
    guidance=word("How large the market is, who else is in it, and what follows for us."),
    aliases=("竞品分析", "市场调研报告"),
)

STUDIES = Table(
    "studies",
    word("Studies"),
    row_prefix="ST",
    is_expected=True,
    columns=(
        Column("study", word("Study"), is_key=True, is_expected=True),
        Column(
            "method",
            word("Method"),
            "single_choice",
            choices=(
                ("interview", word("Interview")),
                ("survey", word("Survey")),
                ("usability", word("Usability test")),
                ("diary", word("Diary")),
                ("logs", word("Log analysis")),
                ("other", word("Other")),
            ),
        ),
        Column("planned", word("Sample planned"), "integer"),
        Column("actual", word("Sample reached"), "integer"),
        Column("from_on", word("From"), "date"),
        Column("to_on", word("To"), "date"),
        Column("filter_rules", word("Filter rules"), "long_text"),
        Column("channel", word("Channel")),
        Column("has_consent", word("Consent given"), "yes_no"),
        Column("is_anonymous", word("Anonymised"), "yes_no"),
    ),
)
ANSWERS = Table(
    "answers",
    word("Answers"),
    row_prefix="AN",
    columns=(
        Column("question", word("Question"), is_key=True, is_expected=True),
        Column("option", word("Answer option"), is_key=True, is_expected=True),
        Column("count", word("Count"), "integer"),
        Column("share", word("Share"), "percent"),
        Column("segment", word("Segment"), is_key=True),
    ),
)
PERSONAS = Table(
    "personas",
    word("Personas"),
    row_prefix="PE",
    columns=(
        Column("name", word("Name"), is_key=True, is_expected=True),
        Column("demography", word("Who they are"), "long_text"),
        Column("goal", word("Goal"), "long_text"),
        Column("pain", word("Pain"), "long_text"),
        Column("scene", word("Scene"), "long_text"),
    ),
)
INSIGHTS = Table(
    "insights",
    word("Insights"),
    row_prefix="IN",
    is_main=True,
    is_expected=True,
    columns=(
        Column("statement", word("Statement"), "long_text", is_key=True, is_expected=True),
        Column("quote", word("Quote"), "long_text"),
        Column("evidence", word("Evidence"), "link"),
        Column("sources", word("Number of sources"), "integer"),
        Column("strength", word("Strength of evidence"), "single_choice", choices=LEVELS),
        requirement(),
        Column("is_usable", word("Usable in messages"), "yes_no", filled_by=("marketing",)),
        Column("remark", word("Remark"), "long_text", filled_by=("marketing",)),
    ),
)
USER_RESEARCH = Kind(
    code="MK-2",
    slug="user-research",
    name=word("User research data"),
    department="marketing",
    receivers=(
        Receiver("marketing", ACKNOWLEDGE, response_days=3),
        Receiver("operations", ACKNOWLEDGE, response_days=3, may_lapse=True),
    ),
    sections=(
        Section(
            "purpose",
            word("Purpose"),
            word("Which decision waits for this study."),
            shown_first=True,
            is_expected=True,
            aliases=("调研目的", "研究目的", "调研背景", "背景"),
        ),
        Section(
            "people",
            word("Target people"),
            word("Who was asked and who was not."),
            aliases=("调研对象", "目标人群", "样本"),
        ),
        Section(
            "method",
            word("Method and steps"),
            word("How it was done, so that somebody could do it again."),
            aliases=("调研方法", "研究方法", "方法与过程"),
        ),
        Section("behaviour", word("Behaviour"), word("What people do."), aliases=("行为", "用户行为", "使用行为")),
        Section("attitude", word("Attitude"), word("What people think."), aliases=("态度", "用户态度", "满意度")),
        Section("preference", word("Preference"), word("What people would choose."), aliases=("偏好", "用户偏好")),
        Section(
            "summary",
            word("Summary"),
            word("Five sentences that can be read alone."),
            is_expected=True,
            aliases=("总结", "调研结论", "结论", "主要发现"),
        ),
    ),
    tables=(INSIGHTS, STUDIES, PERSONAS, ANSWERS),
    shelf_life_days=365,
    signals=("insights_thinly_sourced", "sample_below_plan"),
    guidance=word("What users do, think and prefer, with the evidence."),
    aliases=("用户调研报告", "用户访谈", "问卷"),
)
