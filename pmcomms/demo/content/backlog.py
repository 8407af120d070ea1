"""需求 of the demo company: what is wanted, by whom, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from pmcomms.demo.content.shape import Days

# The last numbers given in the list the company kept before; the tracker goes on from there.
COUNTED_BEFORE = {"CLB": 294, "MPS": 118, "DMP": 40}


@dataclass(frozen=True)
class Wanted:
    """One requirement. ``step``: where it stands now; ``made``: working days ago; ``moved``: since when."""

    product: str
    title: str
    type: str = "story"
    step: str = "待评审"
    priority: str = "P2"
    by: str = ""
    assignee: str = ""
    department: str = ""
    parent: str = ""
    points: str = ""
    due_on: str | None = None
    labels: tuple[str, ...] = ()
    text: str = ""
    made: float = 12
    moved: float = 2
    ground: str = ""
    release: str = ""


@dataclass(frozen=True)
class Planned:
    """One release. ``made``, ``frozen``, ``shipped``: working days ago; ``ships_on``: the day it is to ship."""

    product: str
    name: str
    goal: str
    ships_on: str
    stage: str = "planning"
    by: str = "chensiyuan"
    capacity: str = ""
    made: float = 30
    frozen: float | None = None
    shipped: float | None = None


def planned(day: Days) -> tuple[Planned, ...]:
    """The releases of the products, the oldest first."""
    return (
        Planned("CLB", "v3.1", "科目与首页的小修小补，为 v3.2 腾出回归时间。", day(-8), made=48, shipped=8),
        Planned("CLB", "v3.2", "让一家 200 人的企业在一小时之内完成月结对账。", day(9), "building", capacity="40", made=45, frozen=0.8),
        Planned("CLB", "v3.3", "演示数据与售前支持；范围在 v3.2 发版后评审。", day(38), capacity="30", made=20),
        Planned("MPS", "v2.8", "拼团与门店自提。", day(14), "building", by="xujiayi", made=16),
    )  # fmt: skip


def backlog(day: Days) -> tuple[Wanted, ...]:
    """In the order of their numbers: CLB-295 is the first."""
    # fmt: off
    ledger = (
        Wanted("CLB", "对账效率", "epic", "开发中", "P0", assignee="chensiyuan", made=40, moved=20, text="让一家 200 人的企业在一小时之内完成月结对账。\n\n- 导出不再逐条操作\n- 客服不再手工重发\n- 财务能在一处看到差异"),
        Wanted("CLB", "批量导出", "feature", "开发中", "P0", assignee="chensiyuan", department="support", parent="CLB-295", made=38, moved=14, labels=("导出",), text="见《批量导出对账单》。按月导出、失败重试、断点续传三项一起交付。"),
        Wanted("CLB", "发票能力补齐", "feature", "已排期", "P1", assignee="chensiyuan", department="finance", parent="CLB-295", made=36, moved=9, labels=("发票",)),
        Wanted("CLB", "按月导出对账单", "story", "开发中", "P0", assignee="hanlei", department="support", parent="CLB-296", points="8", due_on=day(-1), labels=("导出",), made=30, moved=6, text="**作为**财务主管，**我想要**按月导出全部对账单，**以便**把月结从一天半缩短到一小时。\n\n1. 选择月份与客户分组\n2. 提交后在后台排队\n3. 完成后站内提醒，点开下载", release="v3.2"),
        Wanted("CLB", "导出任务列表显示排队位置", "task", "测试中", "P1", assignee="tangning", department="rd", parent="CLB-296", points="3", due_on=day(2), labels=("导出",), made=18, moved=1.5, release="v3.2"),
        Wanted("CLB", "导出文件加密存储", "task", "已完成", "P1", assignee="hanlei", department="rd", parent="CLB-296", points="3", labels=("导出",), made=20, moved=3, release="v3.2"),
        Wanted("CLB", "弱网下断点续传", "story", "开发中", "P1", assignee="liwen", department="rd", parent="CLB-296", points="5", due_on=day(4), labels=("导出",), made=17, moved=2, text="断开后从上一段继续，不重新排队。依赖对象存储，费用见预算第 4 版。", release="v3.2"),
        Wanted("CLB", "重发导出链接", "story", "测试中", "P1", assignee="liwen", department="support", parent="CLB-296", points="3", due_on=day(1), labels=("导出",), made=26, moved=1, text="客服替客户重发链接，原链接立即失效。", release="v3.2"),
        Wanted("CLB", "链接失效后提示重新申请", "bug", "待评审", "P2", department="support", parent="CLB-296", made=5, text="链接过期后页面空白，客户以为文件丢了。"),
        Wanted("CLB", "按客户分组导出", "story", "已排期", "P1", assignee="tangning", department="sales", parent="CLB-296", points="5", due_on=day(8), labels=("导出",), made=24, moved=8, release="v3.2"),
        Wanted("CLB", "导出任务失败自动重试", "story", "已完成", "P1", assignee="hanlei", department="rd", parent="CLB-296", points="3", labels=("导出",), made=28, moved=4, release="v3.2"),
        Wanted("CLB", "移动端查看导出进度", "story", "待评审", "P3", department="sales", made=10),
        Wanted("CLB", "对账差异高亮", "story", "已排期", "P2", department="finance", parent="CLB-295", points="5", made=21, moved=10),
        Wanted("CLB", "银行流水自动匹配", "feature", "待评审", "P2", department="finance", made=19, text="四大行流水格式各不相同，先从招行做起。"),
        Wanted("CLB", "批量导入期初余额", "story", "不做", "P3", department="sales", made=33, moved=12, ground="与新的建账向导重复，导入由向导承担。"),
        Wanted("CLB", "客户自助修改开票信息", "story", "待评审", "P1", department="support", parent="CLB-297", points="5", made=9),
        Wanted("CLB", "导出的发票缺少税号", "bug", "开发中", "P0", assignee="tangning", department="support", parent="CLB-297", points="2", due_on=day(1), labels=("发票",), made=8, moved=1, text="14 条反馈，6 家客户报销被退回。导出模板漏了购方税号一列。"),
        Wanted("CLB", "电子发票批量下载", "story", "已排期", "P1", department="finance", parent="CLB-297", points="5", due_on=day(12), labels=("发票",), made=16, moved=7),
        Wanted("CLB", "多币种账本", "feature", "待评审", "P2", department="sales", made=45, text="禾一餐饮年底在香港开店，需要港币账本。范围大，移到 v3.3 评估。"),
        Wanted("CLB", "一键生成演示数据", "story", "开发中", "P2", assignee="tangning", department="sales", points="3", due_on=day(3), labels=("演示",), made=22, moved=3, release="v3.3"),
        Wanted("CLB", "会计科目支持模糊搜索", "story", "已完成", "P2", assignee="tangning", department="finance", points="2", made=31, moved=11, release="v3.1"),
        Wanted("CLB", "科目停用后仍可查询", "bug", "已完成", "P2", assignee="hanlei", department="finance", points="1", made=27, moved=13, release="v3.1"),
        Wanted("CLB", "月结检查清单", "story", "待评审", "P1", department="finance", parent="CLB-295", points="5", made=7),
        Wanted("CLB", "预算超支预警推送", "story", "已排期", "P1", assignee="hanlei", department="finance", points="3", due_on=day(6), made=15, moved=5, text="超过 80% 提醒负责人，超过 100% 同时提醒财务。"),
        Wanted("CLB", "凭证附件预览", "story", "待评审", "P3", department="finance", made=14),
        Wanted("CLB", "审批流可按金额分支", "story", "待评审", "P2", department="finance", points="8", made=13),
        Wanted("CLB", "首页待办显示逾期天数", "task", "已完成", "P3", assignee="tangning", department="operations", points="1", made=23, moved=9, release="v3.1"),
        Wanted("CLB", "操作日志导出", "story", "已排期", "P3", assignee="hanlei", department="operations", points="2", due_on=day(10), made=11, moved=4),
        Wanted("CLB", "老客户回访标签", "story", "待评审", "P3", department="operations", made=6),
        Wanted("CLB", "续费提醒提前 30 天", "story", "待评审", "P1", department="sales", points="3", made=5, text="销售 7 条反馈：到期前一周才提醒，来不及走客户的采购流程。"),
        Wanted("CLB", "对账单支持自定义列顺序", "story", "待评审", "P2", department="sales", points="3", made=3),
    )
    shop = (
        Wanted("MPS", "拼团失败自动退款", "story", "开发中", "P0", by="xujiayi", assignee="tangning", department="support", points="5", due_on=day(2), made=14, moved=3, release="v2.8"),
        Wanted("MPS", "门店自提码", "story", "已排期", "P1", by="xujiayi", department="operations", points="3", made=10, moved=5, release="v2.8"),
        Wanted("MPS", "会员日满减叠加规则", "story", "待评审", "P1", by="xujiayi", department="marketing", points="5", made=6),
        Wanted("MPS", "商品分享卡片缺图", "bug", "测试中", "P1", by="xujiayi", assignee="liwen", department="marketing", points="1", due_on=day(1), made=5, moved=1, release="v2.8"),
        Wanted("MPS", "店员小程序扫码核销", "story", "待评审", "P2", by="xujiayi", department="operations", made=4),
    )
    platform = (
        Wanted("DMP", "活跃用户口径统一", "story", "开发中", "P0", by="wenbo", assignee="hanlei", department="operations", points="5", due_on=day(5), made=15, moved=4),
        Wanted("DMP", "指标变更通知订阅方", "story", "待评审", "P1", by="wenbo", department="operations", made=7),
        Wanted("DMP", "留存看板按渠道拆分", "story", "待评审", "P2", by="wenbo", department="marketing", made=5),
    )
    # fmt: on
    return ledger + shop + platform


# From the first step to each of them, as the workflow allows it.
WAYS: dict[str, tuple[str, ...]] = {
    "待评审": (),
    "已排期": ("已排期",),
    "开发中": ("已排期", "开发中"),
    "测试中": ("已排期", "开发中", "测试中"),
    "已完成": ("已排期", "开发中", "测试中", "已完成"),
    "不做": ("不做",),
}
# On which requirement, who says it, what, how many working days ago.
SAID: tuple[tuple[str, str, str, float], ...] = (
    ("CLB-298", "hanlei", "接口冻结前错误码要补齐，@[李雯](user:liwen) 弱网用例请一起看。", 1.6),
    ("CLB-298", "liwen", "用例已补 12 条，断网重连那条还没过。", 1.2),
    ("CLB-311", "hejing", "今天又来了 2 家，报销被退回。能不能先发一个补丁？", 0.6),
    ("CLB-311", "chensiyuan", "可以，和 v3.2 分开发，周一给结论。", 0.4),
    ("CLB-313", "mayue", "禾一餐饮问年底前能不能有，我先答复评估中。", 3.2),
)
