"""The cast: the few people every test is about, and how to be one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import ApiToken, User
from artifacts import kinds
from departments.models import Department, Membership, Product, ProductRole
from tests import make


@dataclass(frozen=True)
class Cast:
    """A product, its manager, two departments that answer, and people who have no business here."""

    product: Product  # CLB 云账本, open to the company, all 24 kinds
    other_product: Product  # another manager's
    chen: User  # manager of the product
    lu: User  # contributor on the product
    fang: User  # viewer on the product, in no department
    han: User  # liaison of 研发
    qin: User  # member of 研发
    lin: User  # liaison of 财务
    zhou: User  # lead of 财务 and backup liaison
    he: User  # liaison of 客服
    ma: User  # liaison of 销售
    zhao: User  # liaison of 运营
    su: User  # liaison of 市场: the stranger, whenever 市场 is not addressed
    other_manager: User  # manager of the other product
    administrator: User
    visitor: User
    rd: Department
    marketing: Department
    sales: Department
    support: Department
    finance: Department
    operations: Department

    @property
    def stranger(self) -> User:
        return self.su


def all_kind_slugs() -> list[str]:
    return [kind.slug for kind in kinds.matrix_kinds()]


def build_cast() -> Cast:
    departments = make.core_departments()
    chen = make.make_user("chen", "陈思远", job_title="产品经理")
    other_manager = make.make_user("gao", "高原", job_title="产品经理")
    product = make.make_product("CLB", "云账本", chen, preset="full", kinds=all_kind_slugs())
    other_product = make.make_product("MPS", "小程序商城", other_manager, preset="full", kinds=all_kind_slugs())
    people = {
        "han": ("韩磊", "rd"),
        "qin": ("秦岳", "rd"),
        "lin": ("林岚", "finance"),
        "zhou": ("周敏", "finance"),
        "he": ("何静", "support"),
        "ma": ("马跃", "sales"),
        "zhao": ("赵一", "operations"),
        "su": ("苏晴", "marketing"),
    }
    users = {username: make.make_user(username, name) for username, (name, _) in people.items()}
    for username, (_, code) in people.items():
        role = Membership.Role.LEAD if username == "zhou" else Membership.Role.MEMBER
        make.make_membership(users[username], departments[code], role)
        if username not in ("qin", "zhou"):
            make.make_liaison(product, departments[code], users[username])
    make.make_liaison(product, departments["finance"], users["zhou"], is_backup=True)
    lu = make.make_user("lu", "陆宁")
    fang = make.make_user("fang", "方圆")
    make.make_role(product, lu, ProductRole.Role.CONTRIBUTOR)
    make.make_role(product, fang, ProductRole.Role.VIEWER)
    return Cast(
        product=product,
        other_product=other_product,
        chen=chen,
        lu=lu,
        fang=fang,
        other_manager=other_manager,
        administrator=make.make_user("admin", "系统管理员", is_administrator=True),
        visitor=make.make_user("auditor", "审计员", is_visitor=True),
        **users,
        **departments,
    )


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser that is signed in as someone."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def api_as() -> Callable[..., APIClient]:
    """A program with a token of someone; ``scope`` is ``write`` unless told."""

    def with_token(user: User, scope: str = "write") -> APIClient:
        _, token = ApiToken.objects.create(user=user, name="test", scope=scope)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client

    return with_token
