"""Who works at the demo company, where, and who answers for whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoPerson:
    username: str
    full_name: str
    job_title: str
    department: str = ""  # code; empty: in none of the six
    is_lead: bool = False


@dataclass(frozen=True)
class DemoProduct:
    key: str
    name: str
    description: str
    color: str
    preset: str
    manager: str
    contributors: tuple[str, ...]
    # department code → (liaison, backup or "")
    liaisons: dict[str, tuple[str, str]]
    visibility: str = "company"


# One-click entry: the role on the button → the person one becomes.
ROLES = {
    "pm": "chensiyuan",
    "rd": "hanlei",
    "marketing": "suqing",
    "sales": "mayue",
    "support": "hejing",
    "finance": "linlan",
    "operations": "zhaoyi",
    "admin": "admin",
}

PASSWORD = "demo-password"  # noqa: S105 - the demo company only; refused in production with the rest of demo mode

PEOPLE = (
    DemoPerson("admin", "系统管理员", "信息化"),
    DemoPerson("chensiyuan", "陈思远", "产品经理"),
    DemoPerson("xujiayi", "徐佳怡", "产品经理"),
    DemoPerson("wenbo", "文博", "产品经理"),
    DemoPerson("hanlei", "韩磊", "技术负责人", "rd"),
    DemoPerson("qinyue", "秦岳", "研发总监", "rd", is_lead=True),
    DemoPerson("liwen", "李雯", "测试负责人", "rd"),
    DemoPerson("tangning", "唐宁", "前端工程师", "rd"),
    DemoPerson("suqing", "苏晴", "市场经理", "marketing"),
    DemoPerson("jiangtao", "江涛", "市场总监", "marketing", is_lead=True),
    DemoPerson("baixue", "白雪", "活动策划", "marketing"),
    DemoPerson("mayue", "马跃", "大客户销售", "sales"),
    DemoPerson("dinghao", "丁浩", "销售总监", "sales", is_lead=True),
    DemoPerson("yuanfang", "袁芳", "渠道销售", "sales"),
    DemoPerson("hejing", "何静", "客服主管", "support", is_lead=True),
    DemoPerson("songjia", "宋佳", "高级客服", "support"),
    DemoPerson("luming", "陆鸣", "技术支持", "support"),
    DemoPerson("linlan", "林岚", "财务经理", "finance"),
    DemoPerson("zhoumin", "周敏", "财务总监", "finance", is_lead=True),
    DemoPerson("fanxin", "范欣", "成本会计", "finance"),
    DemoPerson("zhaoyi", "赵一", "运营经理", "operations"),
    DemoPerson("guoxiao", "郭晓", "运营总监", "operations", is_lead=True),
    DemoPerson("caiwei", "蔡薇", "用户运营", "operations"),
    DemoPerson("dengyu", "邓宇", "数据分析师", "operations"),
)

# (away, stand-in, days from today the absence began, days from today it ends, reason)
STAND_INS = (("zhoumin", "linlan", -1, 6, "年假"),)

PRODUCTS = (
    DemoProduct(
        "CLB",
        "云账本",
        "面向中小企业的在线对账与开票：从流水到对账单，三步完成月结。",
        "#3451d1",
        "full",
        "chensiyuan",
        ("wenbo", "liwen"),
        {
            "rd": ("hanlei", "liwen"),
            "marketing": ("suqing", ""),
            "sales": ("mayue", "yuanfang"),
            "support": ("hejing", "songjia"),
            "finance": ("linlan", "zhoumin"),
            "operations": ("zhaoyi", "caiwei"),
        },
    ),
    DemoProduct(
        "MPS",
        "小程序商城",
        "给线下门店的小程序商城：商品、拼团、会员与核销。",
        "#0b7285",
        "standard",
        "xujiayi",
        ("tangning",),
        {
            "rd": ("tangning", "hanlei"),
            "marketing": ("baixue", "suqing"),
            "sales": ("yuanfang", ""),
            "support": ("songjia", "hejing"),
            "finance": ("fanxin", "linlan"),
            "operations": ("caiwei", "zhaoyi"),
        },
    ),
    DemoProduct(
        "DMP",
        "数据中台",
        "统一指标口径与数据服务，先供内部使用。",
        "#5c3d99",
        "light",
        "wenbo",
        ("dengyu",),
        {
            "rd": ("qinyue", ""),
            "finance": ("linlan", ""),
            "operations": ("dengyu", ""),
            "sales": ("dinghao", ""),
            "marketing": ("jiangtao", ""),
            "support": ("luming", ""),
        },
    ),
)
