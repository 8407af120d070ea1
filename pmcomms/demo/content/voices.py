"""反馈 of the demo company: what customers and colleagues ask for, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from pmcomms.demo.content.shape import Days

# The last numbers given before; CLB-F200 is the first here.
COUNTED_BEFORE = {"CLB": 199, "MPS": 61}


@dataclass(frozen=True)
class Heard:
    """One feedback: ``made`` and ``decided`` working days ago; ``told``: when, and by whom.

    ``into``: the requirement it was accepted into; ``same_as``: the feedback it repeats; else ``declined`` or
    ``answered`` with these words; else it still waits.
    """

    product: str
    by: str
    words: str
    made: float
    customer: str = ""
    contact: str = ""
    channel: str = ""
    severity: str = ""
    amount: str = ""
    needed_on: str = ""
    outside_number: str = ""
    decided: float = 0
    into: str = ""
    same_as: str = ""
    declined: str = ""
    answered: str = ""
    told: tuple[float, str] | None = None


def voices(day: Days) -> tuple[Heard, ...]:
    """In the order of their numbers."""
    # fmt: off
    return (
        Heard("CLB", "mayue", "香港分店要用港币记账，现在只能另建一个账套手工折算。\n年底前开业，希望赶得上。", 46, "禾一餐饮", "吴经理", "visit", "high", "180000", day(20), decided=44, into="CLB-313"),
        Heard("CLB", "linlan", "科目太多，记账时要一页页翻，能不能直接搜名称？", 33, channel="meeting", severity="low", decided=30.5, into="CLB-315"),
        Heard("CLB", "hejing", "导出任务失败以后要整个重新提交，排队又排一个小时。", 31, "蓝桥外贸", "郑会计", "phone", "high", outside_number="KF-20817", decided=27.5, into="CLB-305", told=(3, "hejing")),
        Heard("CLB", "songjia", "导出失败没有自动重试，客户半夜盯着点。", 20, "云溪服饰", "孙主管", "chat", "middle", decided=19, same_as="CLB-F202"),
        Heard("CLB", "yuanfang", "想把旧系统三年的凭证用 Excel 直接导进来。", 12, "海棠连锁", "", "visit", "middle", "90000", decided=10, declined="历史凭证口径不一，导入后出错很难追回。请用建账向导导入期初余额，旧凭证留在原系统备查。"),
        Heard("CLB", "songjia", "客户问怎么把一份对账单同时发给几个邮箱。", 9, "云溪服饰", "孙主管", "phone", "low", decided=8.5, answered="现在就可以：导出完成后点「发送」，多个邮箱用逗号隔开，一次最多 10 个。帮助中心已补图示。"),
        Heard("CLB", "hejing", "导出的发票没有购方税号，报销被退回。\n客户要求重开，已经拖了一周。", 8.4, "禾一餐饮", "吴经理", "phone", "blocking", "180000", outside_number="KF-21033", decided=7.5, into="CLB-311"),
        Heard("CLB", "songjia", "发票导出来缺购方税号，财务退回重开。", 7, "海棠连锁", "陶会计", "email", "high", outside_number="KF-21047", decided=6.8, same_as="CLB-F206"),
        Heard("CLB", "mayue", "续费前一周才收到提醒，采购流程走不完，希望提前一个月。", 6, "禾一餐饮", "吴经理", "visit", "middle", "180000", decided=4.8, into="CLB-324"),
        Heard("CLB", "yuanfang", "外贸客户要按美元和港币分账本记账。", 2, "蓝桥外贸", "郑会计", "phone", "high", "260000", decided=1.8, same_as="CLB-F200"),
        Heard("CLB", "songjia", "导出的对账单在 Excel 里金额是文本，没法求和。", 1.3, "海棠连锁", "陶会计", "phone", "high", outside_number="KF-21102"),
        Heard("CLB", "luming", "发票导出又缺税号，客户已经第二次来电。", 0.8, "云溪服饰", "孙主管", "phone", "blocking", decided=0.5, same_as="CLB-F206"),
        Heard("CLB", "zhaoyi", "新注册的用户找不到月结入口，问卷里 11 人提到。", 0.7, channel="survey", severity="middle"),
        Heard("CLB", "mayue", "对账单能不能按客户经理自定义列顺序，再带上自己的标志？", 0.5, "云溪服饰", "孙主管", "visit", "low", "60000"),
        Heard("CLB", "luming", "Safari 里打印对账单少最后一列。", 0.2, channel="chat", severity="middle"),
        Heard("MPS", "songjia", "拼团没成团，钱三天了还没退。", 14.5, channel="phone", severity="blocking", decided=13.5, into="MPS-119"),
        Heard("MPS", "caiwei", "店员扫自提码经常要扫三四次。", 1.1, channel="visit", severity="middle"),
    )
    # fmt: on
