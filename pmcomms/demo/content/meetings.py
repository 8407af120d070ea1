"""沟通记录 of the demo company."""

from __future__ import annotations

from dataclasses import dataclass

from pmcomms.demo.content.shape import Days


@dataclass(frozen=True)
class Meeting:
    """Minutes with what came of them; a to-do is (text, username, day, done)."""

    product: str
    title: str
    held_on: str
    writer: str
    departments: tuple[str, ...]
    people: tuple[str, ...]
    minutes: str
    conclusions: tuple[str, ...] = ()
    todos: tuple[tuple[str, str, str, bool], ...] = ()


def meetings(day: Days) -> list[Meeting]:
    return [
        Meeting(
            "CLB",
            "预算调整会",
            day(-2),
            "chensiyuan",
            ("finance",),
            ("linlan", "zhoumin", "chensiyuan"),
            "云资源已按新合同计价，单价 6.8 折。\n对象存储每月约 ¥3,200，预算第 3 版未列，第 4 版补上。\n结论：云资源按新合同重算；差旅维持减 10%。\n@林岚 核对合同单价表\n@陈思远 提交预算第 4 版",
            ("云资源按新合同重算；差旅维持减 10%。",),
            (("核对合同单价表", "linlan", day(1), False), ("提交预算第 4 版", "chensiyuan", day(2), False)),
        ),
        Meeting(
            "CLB",
            "v3.2 发布准备会",
            day(-4),
            "chensiyuan",
            ("rd", "marketing", "support"),
            ("hanlei", "suqing", "hejing", "chensiyuan"),
            "研发：断点续传下周三提测。\n市场：发布会主题定为「月结一小时」。\n客服：手册已更新导出章节。\n结论：发版日不变，内测名单 12 家。",
            ("发版日不变，内测名单 12 家。",),
            (
                ("发布会流程表初稿", "suqing", day(2), False),
                ("内测企业的值守排班", "hejing", day(3), False),
                ("压测数据脱敏", "hanlei", day(-1), True),
            ),
        ),
        Meeting(
            "CLB",
            f"{day.spoken_month(-1)}成本复盘",
            day(-12),
            "linlan",
            ("finance",),
            ("linlan", "chensiyuan"),
            f"超支来自云资源，外包测试略有节余。\n结论：{day.spoken_month(0)}起对象存储设置用量上限。",
            (f"{day.spoken_month(0)}起对象存储设置用量上限。",),
            (("设置对象存储用量告警", "linlan", day(-6), True),),
        ),
        Meeting(
            "CLB",
            "销售客服周会",
            day(-1),
            "chensiyuan",
            ("sales", "support", "operations"),
            ("mayue", "hejing", "zhaoyi", "chensiyuan"),
            "导出类反馈本周 9 条，海川物流三次来电。\n结论：v3.2 发版后第一周加派两人值守。\n@马跃 12 家内测企业名单\n@赵一 公告内测名单",
            ("v3.2 发版后第一周加派两人值守。",),
            (("给出 12 家内测企业名单", "mayue", day(1), False), ("公告内测名单", "zhaoyi", day(3), False)),
        ),
        Meeting(
            "MPS",
            "拼团规则评审",
            day(-5),
            "xujiayi",
            ("rd", "support"),
            ("tangning", "songjia", "xujiayi"),
            "成团时限统一为 24 小时。\n结论：未成团自动退款，原路返回。",
            ("未成团自动退款，原路返回。",),
            (("补充退款用例", "tangning", day(2), False),),
        ),
    ]
