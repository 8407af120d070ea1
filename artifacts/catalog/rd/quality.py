"""RD-4 测试与质量保证: may it ship, and with what."""

from artifacts.catalog.shared import done, due_on, owner, todo
from artifacts.catalog.words import word
from artifacts.declaration import (
    ACKNOWLEDGE,
    AGREE,
    FULL,
    MANAGERS,
    RELEASE,
    STANDARD,
    Choices,
    Column,
    Kind,
    Receiver,
    Section,
    Table,
)

SEVERITIES: Choices = (
    ("blocker", word("Blocker")),
    ("critical", word("Critical")),
    ("major", word("Major")),
    ("minor", word("Minor")),
)

SECTIONS = (
    Section(
        "scope",
        word("Test scope"),
        word("What was tested, what was not, and why."),
        shown_first=True,
        is_expected=True,
        aliases=("测试范围", "范围", "测试概述", "概述", "scope"),
    ),
    Section(
        "strategy",
        word("Strategy"),
        word("Where the risk is and how it was covered."),
        aliases=("测试策略", "测试方案", "strategy"),
    ),
    Section(
        "environment",
        word("Environment"),
        word("Versions, data, devices."),
        aliases=("测试环境", "环境说明", "environment"),
    ),
    Section(
        "method",
        word("Method"),
        word("By hand, automatic, load, security, trial by users."),
        aliases=("测试方法", "method"),
    ),
    Section(
        "exceptions",
        word("Exceptions"),
        word("What went differently from the plan."),
        aliases=("异常情况", "例外", "偏差说明", "exceptions"),
    ),
    Section(
        "roll_back",
        word("Roll-back facts"),
        word("How long it takes, what is lost, who starts it."),
        departments=("operations", "rd"),
        aliases=("回滚说明", "回滚方案"),
    ),
    Section(
        "judgement",
        word("Overall judgement"),
        word("One paragraph that can be read alone."),
        is_expected=True,
        aliases=("测试结论", "总体评价", "质量评估", "结论", "conclusion"),
    ),
)

CRITERIA = Table(
    "criteria",
    word("Entry and exit criteria"),
    row_prefix="C",
    is_main=True,
    is_expected=True,
    columns=(
        Column(
            "gate",
            word("Gate"),
            "single_choice",
            choices=(("entry", word("Entry gate")), ("exit", word("Exit gate"))),
            is_expected=True,
        ),
        Column("measure", word("Measure"), is_key=True, is_expected=True),
        Column("limit", word("Limit"), is_expected=True),
        Column("actual", word("Actual")),
        Column("is_met", word("Met"), "yes_no"),
    ),
    aliases=("准入准出标准", "准出标准"),
)

CASES = Table(
    "cases",
    word("Case counts"),
    row_prefix="CC",
    is_main=True,
    is_expected=True,
    columns=(
        Column("module", word("Module"), is_key=True, is_expected=True),
        Column("total", word("Cases"), "integer", is_expected=True),
        Column("run", word("Run"), "integer", is_expected=True),
        Column("passed", word("Passed"), "integer", is_expected=True),
        Column("failed", word("Failed"), "integer"),
        Column("blocked", word("Blocked"), "integer"),
        Column("skipped", word("Skipped"), "integer"),
        Column("pass_rate", word("Pass rate"), "computed", computed="passed_of_run"),
    ),
    aliases=("用例统计", "用例执行情况"),
)

DEFECTS = Table(
    "defects",
    word("Defects by severity"),
    row_prefix="D",
    is_expected=True,
    # Requirements of type bug will feed it once the tracker exists; until then its rows are typed.
    source="defects",
    columns=(
        Column("severity", word("Severity"), "single_choice", choices=SEVERITIES, is_key=True, is_expected=True),
        Column("found", word("Found"), "integer"),
        Column("open", word("Open"), "integer", is_expected=True),
        Column("fixed", word("Fixed"), "integer"),
        Column("deferred", word("Deferred"), "integer"),
    ),
    aliases=("缺陷统计",),
)

LEFT_OVER = Table(
    "left_over",
    word("Left-over defects"),
    row_prefix="LD",
    is_expected=True,
    todo=todo("defect"),
    guidance=word(
        "What ships although it is known: what the customer sees, how to get around it, who carries the risk."
    ),
    columns=(
        Column("defect", word("Defect"), is_key=True, is_expected=True),
        # A text until the tracker exists, then a reference to the bug.
        Column("number", word("Number"), is_material=False),
        Column("severity", word("Severity"), "single_choice", choices=SEVERITIES, is_expected=True),
        Column("symptom", word("What the customer sees"), "long_text"),
        Column("workaround", word("Workaround"), "long_text"),
        owner(word("Risk owner")),
        due_on(word("Fix due on")),
        Column("accepted", word("Accepted"), "yes_no", filled_by=(MANAGERS,)),
        Column("accepted_note", word("Condition of acceptance"), "long_text", filled_by=(MANAGERS,)),
        done(word("Fixed")),
    ),
    departments=("rd", "support", "operations"),
    aliases=("遗留缺陷", "遗留问题", "已知问题"),
)

COVERAGE = Table(
    "coverage",
    word("Coverage per requirement"),
    row_prefix="CV",
    columns=(
        # A text until the tracker exists.
        Column("requirement", word("Requirement"), is_key=True, is_expected=True),
        Column("total", word("Cases"), "integer"),
        Column("run", word("Run"), "integer"),
        Column("passed", word("Passed"), "integer"),
        Column("pass_rate", word("Pass rate"), "computed", computed="passed_of_run"),
    ),
    departments=("rd",),
)

ADVICE = Table(
    "advice",
    word("Release advice"),
    row_prefix="RA",
    is_main=True,
    is_expected=True,
    columns=(
        Column(
            "advice",
            word("Advice"),
            "single_choice",
            choices=(("go", word("Go")), ("go_with_conditions", word("Go with conditions")), ("stop", word("Stop"))),
            is_expected=True,
        ),
        Column("conditions", word("Conditions"), "long_text"),
        Column("given_by", word("Given by"), "person", is_material=False),
        Column("given_on", word("Given on"), "date", is_material=False),
    ),
)

QUALITY = Kind(
    code="RD-4",
    slug="quality",
    name=word("Test and quality"),
    department="rd",
    presets=(STANDARD, FULL),
    receivers=(
        Receiver(MANAGERS, AGREE, response_days=2),
        Receiver("support", ACKNOWLEDGE, response_days=2),
        Receiver("operations", ACKNOWLEDGE, response_days=2, may_lapse=True),
    ),
    sections=SECTIONS,
    tables=(CRITERIA, CASES, ADVICE, DEFECTS, LEFT_OVER, COVERAGE),
    stale_when=(RELEASE, "prd"),
    signals=(
        "pass_rate",
        "requirements_without_pass",
        "open_severe_defects",
        "criteria_not_met",
        "left_over_not_accepted",
    ),
    guidance=word("What was tested with which result, what is known to be left, and whether it may ship."),
    aliases=("测试报告", "测试总结报告", "质量报告"),
)
