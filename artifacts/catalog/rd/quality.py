"""RD-4 测试与质量保证: may it ship, and with what."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import done, due_on, owner, todo
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
    ("blocker", _("Blocker")),
    ("critical", _("Critical")),
    ("major", _("Major")),
    ("minor", _("Minor")),
)

SECTIONS = (
    Section(
        "scope",
        _("Test scope"),
        _("What was tested, what was not, and why."),
        shown_first=True,
        is_expected=True,
        aliases=("测试范围", "范围", "测试概述", "概述", "scope"),
    ),
    Section(
        "strategy",
        _("Strategy"),
        _("Where the risk is and how it was covered."),
        aliases=("测试策略", "测试方案", "strategy"),
    ),
    Section(
        "environment",
        _("Environment"),
        _("Versions, data, devices."),
        aliases=("测试环境", "环境说明", "environment"),
    ),
    Section(
        "method",
        _("Method"),
        _("By hand, automatic, load, security, trial by users."),
        aliases=("测试方法", "method"),
    ),
    Section(
        "exceptions",
        _("Exceptions"),
        _("What went differently from the plan."),
        aliases=("异常情况", "例外", "偏差说明", "exceptions"),
    ),
    Section(
        "roll_back",
        _("Roll-back facts"),
        _("How long it takes, what is lost, who starts it."),
        departments=("operations", "rd"),
        aliases=("回滚说明", "回滚方案"),
    ),
    Section(
        "judgement",
        _("Overall judgement"),
        _("One paragraph that can be read alone."),
        is_expected=True,
        aliases=("测试结论", "总体评价", "质量评估", "结论", "conclusion"),
    ),
)

CRITERIA = Table(
    "criteria",
    _("Entry and exit criteria"),
    row_prefix="C",
    is_main=True,
    is_expected=True,
    columns=(
        Column(
            "gate",
            _("Gate"),
            "single_choice",
            choices=(("entry", _("Entry")), ("exit", _("Exit"))),
            is_expected=True,
        ),
        Column("measure", _("Measure"), is_key=True, is_expected=True),
        Column("limit", _("Limit"), is_expected=True),
        Column("actual", _("Actual")),
        Column("is_met", _("Met"), "yes_no"),
    ),
    aliases=("准入准出标准", "准出标准"),
)

CASES = Table(
    "cases",
    _("Case counts"),
    row_prefix="CC",
    is_main=True,
    is_expected=True,
    columns=(
        Column("module", _("Module"), is_key=True, is_expected=True),
        Column("total", _("Cases"), "integer", is_expected=True),
        Column("run", _("Run"), "integer", is_expected=True),
        Column("passed", _("Passed"), "integer", is_expected=True),
        Column("failed", _("Failed"), "integer"),
        Column("blocked", _("Blocked"), "integer"),
        Column("skipped", _("Skipped"), "integer"),
        Column("pass_rate", _("Pass rate"), "computed", computed="passed_of_run"),
    ),
    aliases=("用例统计", "用例执行情况"),
)

DEFECTS = Table(
    "defects",
    _("Defects by severity"),
    row_prefix="D",
    is_expected=True,
    # Requirements of type bug will feed it once the tracker exists; until then its rows are typed.
    source="defects",
    columns=(
        Column("severity", _("Severity"), "single_choice", choices=SEVERITIES, is_key=True, is_expected=True),
        Column("found", _("Found"), "integer"),
        Column("open", _("Open"), "integer", is_expected=True),
        Column("fixed", _("Fixed"), "integer"),
        Column("deferred", _("Deferred"), "integer"),
    ),
    aliases=("缺陷统计",),
)

LEFT_OVER = Table(
    "left_over",
    _("Left-over defects"),
    row_prefix="LD",
    is_expected=True,
    todo=todo("defect"),
    guidance=_("What ships although it is known: what the customer sees, how to get around it, who carries the risk."),
    columns=(
        Column("defect", _("Defect"), is_key=True, is_expected=True),
        # A text until the tracker exists, then a reference to the bug.
        Column("number", _("Number"), is_material=False),
        Column("severity", _("Severity"), "single_choice", choices=SEVERITIES, is_expected=True),
        Column("symptom", _("What the customer sees"), "long_text"),
        Column("workaround", _("Workaround"), "long_text"),
        owner(_("Risk owner")),
        due_on(_("Fix due on")),
        Column("accepted", _("Accepted"), "yes_no", filled_by=(MANAGERS,)),
        Column("accepted_note", _("Condition of acceptance"), "long_text", filled_by=(MANAGERS,)),
        done(_("Fixed")),
    ),
    departments=("rd", "support", "operations"),
    aliases=("遗留缺陷", "遗留问题", "已知问题"),
)

COVERAGE = Table(
    "coverage",
    _("Coverage per requirement"),
    row_prefix="CV",
    columns=(
        # A text until the tracker exists.
        Column("requirement", _("Requirement"), is_key=True, is_expected=True),
        Column("total", _("Cases"), "integer"),
        Column("run", _("Run"), "integer"),
        Column("passed", _("Passed"), "integer"),
        Column("pass_rate", _("Pass rate"), "computed", computed="passed_of_run"),
    ),
    departments=("rd",),
)

ADVICE = Table(
    "advice",
    _("Release advice"),
    row_prefix="RA",
    is_main=True,
    is_expected=True,
    columns=(
        Column(
            "advice",
            _("Advice"),
            "single_choice",
            choices=(("go", _("Go")), ("go_with_conditions", _("Go with conditions")), ("stop", _("Stop"))),
            is_expected=True,
        ),
        Column("conditions", _("Conditions"), "long_text"),
        Column("given_by", _("Given by"), "person", is_material=False),
        Column("given_on", _("Given on"), "date", is_material=False),
    ),
)

QUALITY = Kind(
    code="RD-4",
    slug="quality",
    name=_("Test and quality"),
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
    guidance=_("What was tested with which result, what is known to be left, and whether it may ship."),
    aliases=("测试报告", "测试总结报告", "质量报告"),
)
