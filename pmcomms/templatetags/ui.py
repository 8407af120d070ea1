"""Template tags for what every page draws: icons, faces, states, days and moments, amounts.

Registered as a builtin in settings, so no page loads it. Moments are shown in the active zone;
dates are dates and never move.
"""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from lucide import _render_icon

from pmcomms.ground import idempotency

register = template.Library()

TONES = frozenset({"", "warn", "bad", "info", "good", "calm", "hollow"})
THEMES = frozenset({"light", "dark"})
HUE = re.compile(r"#[0-9a-fA-F]{3,8}")
SIGNS = {"CNY": "¥", "USD": "US$", "EUR": "€", "HKD": "HK$", "JPY": "JP¥", "GBP": "£"}


@lru_cache(maxsize=512)
def _drawn(name: str, css: str, label: str) -> SafeString:
    kwargs = {"class": f"i {css}".strip()}
    kwargs |= {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return mark_safe(_render_icon(name, 16, **kwargs))  # noqa: S308 - ElementTree escapes attributes


@register.simple_tag
def once_key() -> SafeString:
    """The hidden key of a form that makes something, so that sending it again makes nothing more."""
    return format_html('<input type="hidden" name="{}" value="{}">', idempotency.PAGE_FIELD, secrets.token_urlsafe(16))


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """One lucide icon, 16 px, in the colour of its words. Give ``label`` only when no words stand beside it."""
    return _drawn(str(name), str(css), str(label))


def _name_of(person: Any) -> str:
    for attribute in ("display_name", "name"):
        if found := getattr(person, attribute, ""):
            return str(found)
    return str(person)


@register.simple_tag
def avatar(person: Any, size: str = "", colour: str = "") -> SafeString:
    """The face of a person: picture, else the first character on the hue of the department.

    ``size``: "", "l" or "xl". ``colour``: a hex hue; else ``person.colour``, else neutral.
    ``None`` (and nothing) is the system.
    """
    css = f"avatar avatar--{size}" if size else "avatar"
    if person is None or person == "":
        return format_html('<span class="{}" title="{}">{}</span>', css, _("System"), _drawn("cog", "", ""))
    name = _name_of(person)
    if picture := getattr(person, "avatar_url", ""):
        return format_html(
            '<span class="{}" title="{}"><img src="{}" alt="{}" width="24" height="24" loading="lazy"></span>',
            css, name, picture, name,
        )  # fmt: skip
    hue = str(colour or getattr(person, "colour", "") or "")
    style = format_html(' style="--c:{}"', hue) if HUE.fullmatch(hue) else ""
    return format_html(
        '<span class="{}"{} role="img" aria-label="{}" title="{}">{}</span>',
        css, style, name, name, name[:1].upper(),
    )  # fmt: skip


@register.simple_tag
def chip(text: Any, tone: str = "", css: str = "", title: str = "") -> SafeString:
    """A state in a word or two. ``tone``: "", warn, bad, info, good, calm (✓ grey) or hollow (○)."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"chip: unknown tone {tone!r}")
    classes = " ".join(part for part in ("chip", f"chip--{tone}" if tone else "", css) if part)
    hint = format_html(' title="{}"', title) if title else ""
    return format_html('<span class="{}"{}>{}</span>', classes, hint, text)


def _as_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _short(value: date) -> str:
    return value.strftime("%m-%d") if value.year == timezone.localdate().year else value.isoformat()


def _time_tag(value: date | datetime, text: str) -> SafeString:
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        full = local.strftime("%Y-%m-%d %H:%M")
    else:
        full = f"{value.isoformat()} {date_format(value, 'l')}"
    return format_html('<time class="num" datetime="{}" title="{}">{}</time>', value.isoformat(), full, text)


@register.simple_tag
def day(value: date | datetime | None) -> SafeString | str:
    """A date as 11-23 (with the year when it is another one), the weekday on hover; "" when there is none."""
    if not value:
        return ""
    return _time_tag(value, _short(_as_day(value)))


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """A moment as 11-23 09:10 in the active zone; "" when there is none."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return _time_tag(value, f"{_short(local.date())} {local:%H:%M}")


@register.simple_tag
def ago(value: datetime | None) -> SafeString | str:
    """How long since, in words up to seven days; older moments as a date. The full moment is on hover."""
    if not value:
        return ""
    return _time_tag(value, since(value))


def since(value: datetime) -> str:
    """The words of ``ago`` without markup (for mails and chips)."""
    now = timezone.now()
    past = max(now - value, timedelta(0))
    days = (timezone.localdate(now) - _as_day(value)).days
    if past < timedelta(minutes=1):
        return _("just now")
    if past < timedelta(hours=1):
        minutes = past.seconds // 60
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    if days <= 0 or past < timedelta(hours=6):
        hours = int(past.total_seconds() // 3600)
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    if days == 1:
        return _("yesterday")
    if days <= 7:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return _short(_as_day(value))


@register.simple_tag
def left(value: date | datetime | None) -> str:
    """Time left until a due day or moment, in words: "6 hours left", "2 days left", "2 days overdue"."""
    if not value:
        return ""
    now = timezone.now()
    if isinstance(value, datetime) and abs(value - now) < timedelta(days=1):
        hours = int(abs(value - now).total_seconds() // 3600)
        if value < now:
            return ngettext("%(count)d hour overdue", "%(count)d hours overdue", hours) % {"count": hours}
        if hours == 0:
            return _("less than an hour left")
        return ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
    days = (_as_day(value) - timezone.localdate(now)).days
    if days < 0:
        return ngettext("%(count)d day overdue", "%(count)d days overdue", -days) % {"count": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


@register.simple_tag
def amount(value: Decimal | int | str | None, currency: str = "CNY") -> str:
    """Money with its sign and thousands: ¥51,300 or ¥51,300.50. Not a number comes back unchanged."""
    if value is None or value == "":
        return ""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    whole = number == number.to_integral_value()
    text = f"{abs(number):,.0f}" if whole else f"{abs(number):,.2f}"
    return f"{'−' if number < 0 else ''}{SIGNS.get(currency, currency + ' ')}{text}"


@register.simple_tag(takes_context=True)
def current(context: Context, url: str, exact: bool = False) -> SafeString | str:
    """``aria-current="page"`` when the page shown is ``url`` or, unless ``exact``, stands below it."""
    request = context.get("request")
    if request is None or not url:
        return ""
    path = request.path
    if path == url or (not exact and url != "/" and path.startswith(url)):
        return mark_safe(' aria-current="page"')
    return ""


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The theme this browser chose: "light", "dark", or "" for the system's own."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request is not None else ""
    return chosen if chosen in THEMES else ""


_drawn_once: dict[tuple[str, str], SafeString] = {}


class DrawnOnce(template.Node):
    """A part of the frame that is the same for everybody, kept for each language."""

    def __init__(self, name: str, parts: template.NodeList) -> None:
        self.name, self.parts = name, parts

    def render(self, context: Context) -> SafeString:
        key = (self.name, get_language() or "")
        if key not in _drawn_once:
            _drawn_once[key] = self.parts.render(context)
        return _drawn_once[key]


@register.tag
def drawn_once(parser: Parser, token: Token) -> DrawnOnce:
    """``{% drawn_once "name" %}…{% enddrawn_once %}``: only what hangs on the language and nothing else.

    Never a person, a request or a token: what the first reader got is what every other one gets.
    """
    name = token.split_contents()[1].strip('"')
    parts = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnce(name, parts)


# The first that is found: Edge and the apps with a browser inside also say Chrome, and Chrome says Safari.
BROWSERS = (
    ("wxwork", "WeCom"), ("Lark", "Lark"), ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR", "Opera"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl"), ("python", "Python"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def device(user_agent: str) -> str:
    """``Chrome · Windows`` for what a browser says of itself; its own first words where it is unknown."""
    found = [next((name for mark, name in known if mark in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found)) or user_agent[:60]


@register.filter
def classed(bound_field: Any, css: str) -> SafeString:
    """A form field's widget with an extra class: ``{{ form.title|classed:"input--s" }}``."""
    before = bound_field.field.widget.attrs.get("class", "")
    return mark_safe(bound_field.as_widget(attrs={"class": f"{before} {conditional_escape(css)}".strip()}))  # noqa: S308 - widgets escape their attributes
