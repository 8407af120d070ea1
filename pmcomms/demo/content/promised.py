"""客户与承诺 of the demo company, in agreement with its backlog."""

from __future__ import annotations

from dataclasses import dataclass

# Name, segment, region, owner, yearly value in yuan, days until it renews, health.
CUSTOMERS: tuple[tuple[str, str, str, str, int, int, str], ...] = (
    ("禾一餐饮", "key", "华东", "mayue", 468_000, 34, "watch"),
    ("明泽物业", "key", "华北", "mayue", 396_000, 120, "good"),
    ("启航物流", "large", "华南", "mayue", 288_000, 18, "at-risk"),
    ("青石教育", "large", "西南", "yuanfang", 216_000, 75, "good"),
    ("百川医药", "large", "华中", "yuanfang", 198_000, 210, "good"),
    ("云岭茶业", "middle", "西南", "yuanfang", 86_000, 48, "watch"),
    ("恒信装饰", "middle", "华东", "dinghao", 72_000, 160, "good"),
    ("蓝湾酒店", "middle", "华南", "mayue", 64_000, 26, "watch"),
    ("小满烘焙", "small", "华东", "yuanfang", 18_000, 90, "good"),
    ("东篱花艺", "small", "华北", "hejing", 12_000, 9, "at-risk"),
)


@dataclass(frozen=True)
class Promised:
    """One promise. ``end``: what became of it; ``due``: days from today; ``made``: working days ago."""

    customer: str
    wording: str
    by: str
    due: int
    end: str = "given"
    requirement: str = ""
    made: float = 10
    ground: str = ""


PROMISES: tuple[Promised, ...] = (
    Promised("禾一餐饮", "月末可以按月导出全部对账单", "mayue", 5, requirement="CLB-298", made=20),
    Promised("启航物流", "可以按客户分组导出", "mayue", 3, requirement="CLB-304", made=14),
    Promised("明泽物业", "客服可以替他们重发导出链接", "mayue", 10, requirement="CLB-302", made=12),
    Promised("东篱花艺", "导出的发票带上购方税号", "hejing", -1, requirement="CLB-311", made=7),
    Promised("禾一餐饮", "年底前支持港币账本", "mayue", 33, "asked", "CLB-313", made=0.8),
    Promised(
        "云岭茶业", "可以批量导入期初余额", "yuanfang", 20, "refused", "CLB-309", 15, "与新的建账向导重复，用向导即可。"
    ),
    Promised("百川医药", "科目支持模糊搜索", "yuanfang", 2, "kept", "CLB-315", 25),
    Promised(
        "蓝湾酒店", "九月内上线凭证附件预览", "mayue", 1, "broken", "CLB-319", 22, "评审后优先级降到 P3，未排期。"
    ),
    Promised("小满烘焙", "首页显示逾期天数的短信提醒", "yuanfang", 15, "withdrawn", "", 9, "客户说不需要了。"),
)
