"""What a cell takes, keeps, shows and refuses."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from artifacts import kinds
from artifacts.columns import TYPES, FileReference, NoResolver, Person
from artifacts.declaration import Column, Table

HAN, LI, OTHER_LI = Person(1, "hanlei", "韩磊"), Person(2, "liwen", "李雯"), Person(3, "liwen2", "李雯")


class Office(NoResolver):
    """Three people, two departments, one row, one document, one file."""

    zone: datetime.tzinfo = ZoneInfo("Asia/Shanghai")

    def find_people(self, text: str) -> Sequence[Person]:
        return [person for person in (HAN, LI, OTHER_LI) if text in (person.username, person.name)]

    def person(self, id: int) -> Person | None:
        return {1: HAN, 2: LI, 3: OTHER_LI}.get(id)

    def find_department(self, text: str) -> str | None:
        return {"rd": "rd", "研发": "rd", "finance": "finance", "财务": "finance"}.get(text)

    def department_name(self, code: str) -> str:
        return {"rd": "研发", "finance": "财务"}[code]

    def find_row(self, table: str, text: str) -> str | None:
        return "US-1" if (table, text) in (("stories", "US-1"), ("stories", "导出对账单")) else None

    def row_label(self, table: str, key: str) -> str:
        return "导出对账单"

    def find_artifact(self, text: str) -> str | None:
        return "CLB-D12" if text == "CLB-D12" else None

    def find_file(self, text: str) -> FileReference | None:
        return FileReference("7", "原型 截图.png") if text == "7" else None


OFFICE = Office()
PRIORITIES = (("must", "Must"), ("wont", "Not this time"))


def column(type_: str, **more: Any) -> Column:
    if type_ in ("single_choice", "multi_choice"):
        more.setdefault("choices", PRIORITIES)
    if type_ == "row_reference":
        more.setdefault("reference_table", "stories")
    return Column("cell", "Cell", type_, **more)


def refused(type_: str, raw: object, **more: Any) -> str:
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            column(type_, **more).parse(raw, OFFICE)
        # Lazy: the language of whoever reads it.
        (sentence,) = caught.value.messages
    return sentence


@pytest.mark.parametrize(
    ("today", "raw", "stored"),
    [
        ("2026-11-28", "12月20日", "2026-12-20"),
        ("2026-11-28", "１１月２８号", "2026-11-28"),
        ("2026-11-28", "11 月 27 日", "2027-11-27"),
        ("2026-11-28", "2月29日", "2028-02-29"),
        ("2096-03-01", "2月29日", "2104-02-29"),
    ],
)
def test_a_day_without_a_year_is_the_next_one(
    monkeypatch: pytest.MonkeyPatch, today: str, raw: str, stored: str
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date.fromisoformat(today))
    assert column("date").parse(raw, OFFICE) == stored


def test_a_year_has_no_thousands() -> None:
    assert column("integer", is_year=True).display(2026, OFFICE) == "2026"
    assert column("integer").display(2026, OFFICE) == "2,026"
    for kind in kinds.all_kinds():
        for table in kind.tables:
            for each in table.columns:
                assert each.is_year or each.key != "year" or each.type != "integer", f"{kind.slug} {table.key}"


@pytest.mark.parametrize(
    ("type_", "raw", "stored"),
    [
        ("text", "  批量  导出\n对账单 ", "批量 导出 对账单"),
        ("text", "①号\u200b机", "①号机"),
        ("long_text", "第一行  \r\n第二行", "第一行\n第二行"),
        ("integer", "１２，０００", 12000),
        ("integer", "12.0", 12),
        ("integer", "1.2万", 12000),
        ("decimal", "1,234.50", "1234.5"),
        ("decimal", 0.1, "0.1"),
        ("money", "￥1２３", {"amount": "123.00", "currency": "CNY"}),
        ("money", "￥１，２３４．５", {"amount": "1234.50", "currency": "CNY"}),
        ("decimal", "-0", "0"),
        ("percent", "１２．５％", "12.5"),
        ("percent", "106", "106"),
        ("date", "2026-02-03", "2026-02-03"),
        ("date", "2026/2/3", "2026-02-03"),
        ("date", "2026.2.3", "2026-02-03"),
        ("date", "2026年2月3日", "2026-02-03"),
        ("date", "2026年12月5日 星期六", "2026-12-05"),
        ("date", "20260203", "2026-02-03"),
        ("date", "2026-02-03 00:00:00", "2026-02-03"),
        ("date", "3-Feb-2026", "2026-02-03"),
        ("date", datetime.datetime(2026, 2, 3), "2026-02-03"),  # noqa: DTZ001 - as openpyxl gives it
        ("month", "2026年2月", "2026-02"),
        ("month", "202602", "2026-02"),
        ("moment", "2026-02-03 14:30", "2026-02-03T06:30:00Z"),
        ("moment", "2026年2月3日 下午2:30", "2026-02-03T06:30:00Z"),
        ("moment", "2026-02-03T14:30:00Z", "2026-02-03T14:30:00Z"),
        ("duration", "1.5 小时", 90),
        ("duration", "2天", 2880),
        ("duration", "1:30", 90),
        ("duration", 45, 45),
        ("person", "@韩磊", 1),
        ("person", "李雯 (liwen2)", 3),
        ("people", "韩磊、liwen、韩磊", [1, 2]),
        ("department", "财务", "finance"),
        ("departments", "财务，rd", ["finance", "rd"]),
        ("single_choice", "not this TIME", "wont"),
        ("multi_choice", "wont;Must", ["must", "wont"]),
        ("yes_no", "√", True),
        ("yes_no", "否", False),
        ("yes_no", False, False),
        ("link", "原型 https://a.example/x?y=1", {"url": "https://a.example/x?y=1", "title": "原型"}),
        ("link", "[原型](https://a.example/x)", {"url": "https://a.example/x", "title": "原型"}),
        ("file", "7", {"id": "7", "name": "原型 截图.png"}),
        ("row_reference", "导出对账单", "US-1"),
        ("artifact_reference", "CLB-D12", "CLB-D12"),
    ],
)
def test_a_cell_reads_what_people_write(type_: str, raw: object, stored: object) -> None:
    assert column(type_).parse(raw, OFFICE) == stored


@pytest.mark.parametrize(
    ("raw", "amount", "currency"),
    [
        ("1,234.50", "1234.50", "CNY"),
        ("￥４２，０００．００", "42000.00", "CNY"),
        ("¥4.2万元", "42000.00", "CNY"),
        ("1.2亿", "120000000.00", "CNY"),
        ("人民币 300 元", "300.00", "CNY"),
        ("(1,234.50)", "-1234.50", "CNY"),
        ("-¥300", "-300.00", "CNY"),
        ("USD 1000", "1000.00", "USD"),
        ("1000 usd", "1000.00", "USD"),
        ("HK$ 5", "5.00", "HKD"),
        ("$5", "5.00", "USD"),
        ("¥0.0035", "0.0035", "CNY"),
        (0.1, "0.10", "CNY"),
        (Decimal("19.9"), "19.90", "CNY"),
        ({"amount": "5"}, "5.00", "CNY"),
        ({"amount": "1200", "currency": "jpy"}, "1200", "JPY"),
    ],
)
def test_an_amount_is_exact_and_knows_its_currency(raw: object, amount: str, currency: str) -> None:
    assert column("money").parse(raw, OFFICE) == {"amount": amount, "currency": currency}


def test_a_yen_sign_in_a_column_of_yen_means_yen() -> None:
    assert column("money", currency="JPY").parse("¥1200", OFFICE) == {"amount": "1200", "currency": "JPY"}
    assert column("money", currency="SGD").parse("$12", OFFICE)["currency"] == "SGD"


@pytest.mark.parametrize("type_", ["integer", "decimal", "money", "percent"])
@pytest.mark.parametrize(
    "raw",
    ["1,2,3", "12,34", "1.2.3", "--5", "5-", "(-5)", "NaN", "1e5", "五", "0x1F", "1，2，3", True, [1], float("inf")],
)
def test_what_is_no_number_is_refused_with_a_sentence(type_: str, raw: object) -> None:
    assert "is not a" in refused(type_, raw)


def test_a_refusal_names_what_was_typed_and_what_would_be_right() -> None:
    assert refused("decimal", "1,2,3") == "“1,2,3” is not a number. Write it like 1234.5 or 1,234.50."
    assert refused("date", "2026-02-30") == "“2026-02-30” is not in the calendar: that month has no such day."
    assert refused("single_choice", "maybe") == "“maybe” is not one of: Must, Not this time."
    assert refused("person", "李雯").endswith("liwen, liwen2.")
    assert "x" * 39 + "…" in refused("decimal", "x" * 200)


@pytest.mark.parametrize(
    ("type_", "raw"),
    [
        ("integer", "12.5"),
        ("integer", "9" * 20),
        ("decimal", "9" * 100_000),
        ("decimal", "0.1234567"),
        ("money", "12 XYZ"),
        ("money", {"currency": "CNY"}),
        ("money", {"amount": True}),
        ("money", "1,2,3元"),
        ("date", "2/3/2026"),
        ("date", "26-2-3"),
        ("date", "2月30日"),
        ("date", "13月1日"),
        ("date", "11/25"),
        ("date", "1026-02-03"),
        ("date", "2026-02-03 10:00"),
        ("month", "2026/13"),
        ("moment", "2026-02-03"),
        ("moment", "2026-02-03 25:00"),
        ("moment", "2026-02-30 10:00"),
        ("duration", "30"),
        ("duration", "-5 h"),
        ("duration", "5x"),
        ("duration", "0.001 h"),
        ("person", "陌生人"),
        ("department", "法务"),
        ("yes_no", "也许"),
        ("link", "javascript:alert(1)"),
        ("link", "https://a.example:99999999/"),
        ("link", "http://"),
        ("link", {"url": "data:text/html,x"}),
        ("link", "https://a.example/" + "x" * 3000),
        ("file", "8"),
        ("row_reference", "US-9"),
        ("artifact_reference", "CLB-D99"),
        ("text", "字" * 501),
        ("text", {"a": 1}),
        ("long_text", "字" * 10_001),
    ],
)
def test_bad_input_is_refused_with_one_sentence(type_: str, raw: object) -> None:
    assert refused(type_, raw)


@pytest.mark.parametrize("type_", sorted(set(TYPES) - {"computed"}))
@pytest.mark.parametrize("raw", [None, "", "   ", []])
def test_an_empty_cell_is_none_in_every_type(type_: str, raw: object) -> None:
    assert column(type_).parse(raw, OFFICE) is None
    assert column(type_).display(None, OFFICE) == ""


STORED = [
    ("text", "导出 | *对账单*"),
    ("long_text", "一\n二"),
    ("integer", 12000),
    ("decimal", "1234.5"),
    ("percent", "-12.5"),
    ("money", {"amount": "42000.00", "currency": "CNY"}),
    ("money", {"amount": "-0.0035", "currency": "USD"}),
    ("date", "2026-12-05"),
    ("month", "2026-12"),
    ("moment", "2026-12-05T06:30:05Z"),
    ("duration", 0),
    ("duration", 3060),
    ("person", 3),
    ("people", [1, 3]),
    ("department", "rd"),
    ("departments", ["rd", "finance"]),
    ("single_choice", "wont"),
    ("multi_choice", ["must", "wont"]),
    ("yes_no", True),
    ("yes_no", False),
    ("link", {"url": "https://a.example/x", "title": "原型 A"}),
    ("file", {"id": "7", "name": "原型 截图.png"}),
    ("row_reference", "US-1"),
    ("artifact_reference", "CLB-D12"),
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("type_", "stored"), STORED)
def test_the_text_of_a_cell_reads_back_as_the_same_cell(type_: str, stored: object, language: str) -> None:
    """Edit field, paste and Excel: nothing changes by going out and in again."""
    cell = column(type_)
    with translation.override(language):
        assert cell.parse(cell.to_text(stored, OFFICE), OFFICE) == stored


def test_every_type_is_read_back_in_the_test_above() -> None:
    assert {type_ for type_, _stored in STORED} == set(TYPES) - {"computed"}


@pytest.mark.parametrize(("type_", "stored"), STORED)
def test_what_the_api_gives_it_also_takes(type_: str, stored: object) -> None:
    cell = column(type_)
    assert cell.parse(cell.to_api(stored, OFFICE), OFFICE) == stored
    assert cell.api_schema()["nullable"] is True


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
def test_no_cent_is_lost_on_the_way(amount: Decimal) -> None:
    cell = column("money")
    stored = cell.parse(f"{amount:,f}", OFFICE)
    assert Decimal(stored["amount"]) == amount
    assert cell.parse(cell.display(stored, OFFICE), OFFICE) == stored


def test_a_cell_is_shown_as_people_write_it() -> None:
    assert column("money").display({"amount": "42000.00", "currency": "CNY"}, OFFICE) == "¥42,000"
    assert column("money").display({"amount": "-1234.50", "currency": "SEK"}, OFFICE) == "-SEK 1,234.50"
    assert column("percent").display("12.5", OFFICE) == "12.5%"
    assert column("moment").display("2026-12-04T16:30:00Z", OFFICE) == "2026-12-05 00:30"
    assert column("duration").display(90, OFFICE, "en") == "1 h 30 min"
    assert column("person").display(1, OFFICE) == "韩磊"
    assert column("person").display(99, OFFICE, "en") == "Former member"
    assert column("row_reference").display("US-1", OFFICE) == "导出对账单"


def test_markdown_cells_cannot_break_their_table() -> None:
    assert column("text").markdown("a|b `c` <img>", OFFICE) == r"a\|b \`c\` \<img\>"
    assert column("long_text").markdown("一\n二", OFFICE) == "一<br>二"
    link = {"url": "https://a.example/?q=a|b", "title": "x](y"}
    assert column("link").markdown(link, OFFICE) == r"[x\](y](<https://a.example/?q=a%7Cb>)"


def test_a_masked_column_is_never_found_by_search() -> None:
    stored = {"amount": "42000.00", "currency": "CNY"}
    assert "42000" in column("money").search_text(stored, OFFICE)
    assert column("money", visible_to=("finance",)).search_text(stored, OFFICE) == ""


def test_a_computed_cell_follows_its_row_and_takes_no_input() -> None:
    total = Column("amount", "Amount", "computed", computed="quantity_times_price")
    factors = (Column("quantity", "Quantity", "decimal"), Column("unit_price", "Unit price", "money", is_rate=True))
    table = Table("lines", "Lines", (Column("item", "Item"), *factors, total), row_prefix="L")
    row = {"quantity": "3.5", "unit_price": {"amount": "19.99", "currency": "CNY"}}
    assert table.computed_cells(row) == {"amount": {"amount": "69.97", "currency": "CNY"}}
    assert table.computed_cells({"quantity": "3"}) == {"amount": None}
    assert total.display({"amount": "69.97", "currency": "CNY"}, OFFICE) == "¥69.97"
    assert total.api_schema()["readOnly"] is True
    with pytest.raises(ValidationError):
        total.parse("5", OFFICE)


def test_months_are_added_only_in_one_currency() -> None:
    total = Column("total", "Total", "computed", computed="months_total")
    table = Table("lines", "Lines", (Column("item", "Item"), total), row_prefix="L")
    yuan, dollar = {"amount": "0.10", "currency": "CNY"}, {"amount": "1.00", "currency": "USD"}
    assert table.computed_cells({"m01": yuan, "m12": yuan})["total"] == {"amount": "0.20", "currency": "CNY"}
    assert table.computed_cells({"m01": yuan, "m02": dollar})["total"] is None
