"""Exact amounts with an ISO 4217 currency, stored as ``{"amount": "42000.00", "currency": "CNY"}``."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from artifacts.columns.base import ColumnType, Resolver, narrow, refusal
from artifacts.columns.numbers import PLACES, check_places, grouped, read_decimal

if TYPE_CHECKING:
    from artifacts.declaration import Column

# ISO 4217, active codes of countries; those without two minor digits stand in MINOR_DIGITS.
_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP
LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR
PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC
SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF
YER ZAR ZMW ZWG
"""
_WITHOUT_MINOR = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_WITH_THREE = "BHD IQD JOD KWD LYD OMR TND"
_DOLLARS = """
AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD USD XCD
"""
CURRENCIES = frozenset(_CODES.split())
MINOR_DIGITS = {**dict.fromkeys(_WITHOUT_MINOR.split(), 0), **dict.fromkeys(_WITH_THREE.split(), 3)}
DOLLARS = frozenset(_DOLLARS.split())
SYMBOLS = {
    "CNY": "¥",
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "HKD": "HK$",
    "TWD": "NT$",
    "JPY": "JP¥",
    "KRW": "₩",
}
# Longer signs first: HK$ before $.
_SIGNS = {
    "人民币": "CNY", "RMB": "CNY", "HK$": "HKD", "NT$": "TWD", "US$": "USD", "JP¥": "JPY", "CN¥": "CNY",
    "港元": "HKD", "港币": "HKD", "美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY",
    "块": "CNY", "元": "CNY", "€": "EUR", "£": "GBP", "₩": "KRW", "$": "USD", "¥": "CNY",
}  # fmt: skip


def is_currency(code: str) -> bool:
    return code in CURRENCIES


def _take_currency(text: str, default: str) -> tuple[str, str]:
    """The text without its sign or code of currency, and the code (``default`` when none is written)."""
    code = re.search(r"(?<![A-Z])[A-Z]{3}(?![A-Z$¥])", text.upper())
    if code and code.group() != "RMB":
        return (text[: code.start()] + text[code.end() :]).strip(), code.group()
    upper = text.upper()
    for sign, currency in _SIGNS.items():
        at = upper.find(sign)
        if at >= 0:
            rest = (text[:at] + text[at + len(sign) :]).strip()
            # ¥ in a column of yen, $ in a column of Singapore dollars: what the column says.
            own = (sign == "¥" and default == "JPY") or (sign == "$" and default in DOLLARS)
            # "¥4.2 万元" names the currency twice.
            return _take_currency(rest, default)[0], default if own else currency
    return text, default


class Money(ColumnType):
    code = "money"
    widget = "money"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> dict[str, str]:
        currency = column.currency
        amount: object = raw
        if isinstance(raw, dict):
            amount = raw.get("amount")
            currency = str(raw.get("currency") or currency).upper()
        elif isinstance(raw, str):
            text = narrow(raw)
            bracketed = re.fullmatch(r"\((.+)\)", text)
            amount, currency = _take_currency(bracketed[1] if bracketed else text, currency)
            amount = f"({amount})" if bracketed else re.sub(r"^([+-]) ", r"\1", str(amount))
        number = self._amount(amount, raw)
        if currency not in CURRENCIES:
            raise refusal(
                _("“%(currency)s” is not a currency code such as CNY or USD."),
                raw,
                "not_currency",
                currency=currency,
            )
        return stored_money(number, currency)

    @staticmethod
    def _amount(amount: object, raw: object) -> Decimal:
        if isinstance(amount, bool) or not isinstance(amount, (str, int, float, Decimal)) or amount == "":
            raise refusal(_("“%(value)s” is not an amount. Write it like 42000 or ¥42,000.00."), raw, "not_amount")
        # A unit price may be finer than a cent.
        return check_places(read_decimal(amount), raw, PLACES)

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        amount, currency = Decimal(stored["amount"]), stored["currency"]
        if amount == amount.to_integral_value():
            amount = amount.quantize(Decimal(1))
        sign = "-" if amount < 0 else ""
        return f"{sign}{SYMBOLS.get(currency, currency + ' ')}{grouped(abs(amount))}"

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return stored["amount"] if stored["currency"] == column.currency else f"{stored['amount']} {stored['currency']}"

    def search_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return f"{self.display(stored, column, resolver)} {stored['amount']}"

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                "amount": {"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d{1,6})?$"},
                "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "default": column.currency},
            },
            "required": ["amount"],
            "additionalProperties": False,
        }


def stored_amount(amount: Decimal, currency: str) -> str:
    """With at least the minor digits of the currency, so that the same amount is always the same text."""
    digits = MINOR_DIGITS.get(currency, 2)
    written = max(digits, -int(amount.normalize().as_tuple().exponent))
    return format(amount.quantize(Decimal(1).scaleb(-written)), "f")


def stored_money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"amount": stored_amount(amount, currency), "currency": currency}
