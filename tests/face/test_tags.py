"""Template tags: what pages say about people, days and money."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.template import TemplateSyntaxError, engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from pmcomms.templatetags.ui import amount, chip, left, since

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # noon in Shanghai


def drawn(source: str, **context: object) -> str:
    with translation.override("en"):
        return engines["django"].from_string(source).render(context)


def test_a_face_shows_the_first_character_on_the_hue_and_escapes_the_name() -> None:
    person = SimpleNamespace(display_name='林"><b>', colour="#2f9e44")
    html = drawn("{% avatar person %}", person=person)
    assert 'style="--c:#2f9e44"' in html
    assert ">林<" in html
    assert "<b>" not in html


def test_a_hue_that_is_none_is_left_out() -> None:
    assert "style" not in drawn("{% avatar p %}", p=SimpleNamespace(name="林岚", colour="red;background:url(x)"))


def test_the_system_has_a_face_too() -> None:
    assert 'title="System"' in drawn("{% avatar None %}")


def test_a_chip_escapes_its_words_and_knows_its_tones() -> None:
    assert str(chip("<i>", "warn")) == '<span class="chip chip--warn">&lt;i&gt;</span>'
    with pytest.raises(TemplateSyntaxError):
        chip("x", "loud")


def test_an_icon_is_hidden_from_readers_unless_it_speaks() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "bell" %}')
    assert 'aria-label="a &lt;b&gt;"' in drawn('{% icon "bell" label=words %}', words="a <b>")


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("past", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=13), "yesterday"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=7), "7 days ago"),
        (timedelta(days=9), "11-14"),
        (timedelta(days=400), "2025-10-19"),
    ],
)
def test_how_long_ago_is_said_in_words_up_to_seven_days(past: timedelta, words: str) -> None:
    with timezone.override("Asia/Shanghai"), translation.override("en"):
        assert since(NOW - past) == words


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("due", "words"),
    [
        (NOW + timedelta(hours=6, minutes=5), "6 hours left"),
        (NOW + timedelta(minutes=20), "less than an hour left"),
        (NOW - timedelta(hours=2), "2 hours overdue"),
        (NOW - timedelta(days=2), "2 days overdue"),
        (date(2026, 11, 23), "due today"),
        (date(2026, 11, 25), "2 days left"),
    ],
)
def test_what_is_left_until_a_due_moment_is_said_in_words(due: date, words: str) -> None:
    with timezone.override("Asia/Shanghai"), translation.override("en"):
        assert left(due) == words


@time_machine.travel(datetime(2026, 11, 22, 16, 30, tzinfo=UTC), tick=False)
def test_a_date_does_not_move_at_half_past_midnight_and_a_moment_shows_the_readers_day() -> None:
    with timezone.override("Asia/Shanghai"):
        assert ">11-23</time>" in drawn("{% day d %}", d=date(2026, 11, 23))
        assert ">11-23 00:30</time>" in drawn("{% moment m %}", m=timezone.now())
        assert 'title="2026-11-23 00:30"' in drawn("{% moment m %}", m=timezone.now())
    assert drawn("{% day d %}{% moment d %}{% ago d %}", d=None) == ""


def test_amounts_have_their_sign_and_thousands() -> None:
    assert amount("51300") == "¥51,300"
    assert amount("-51300.5") == "−¥51,300.50"
    assert amount("12", "USD") == "US$12"
    assert amount("1,2,3") == "1,2,3"
    assert amount(None) == ""


def test_the_page_shown_is_marked_and_the_desk_is_not_the_parent_of_all() -> None:
    request = RequestFactory().get("/products/CLB/documents/")
    source = '{% current "/products/CLB/" %}|{% current "/" %}|{% current "/products/CLB/" True %}|{% current "/departments/" %}'
    assert drawn(source, request=request) == ' aria-current="page"|||'


@pytest.mark.parametrize(("cookie", "expected"), [("dark", "dark"), ("light", "light"), ('"><script>', ""), ("", "")])
def test_the_theme_comes_from_the_cookie_and_from_nothing_else(cookie: str, expected: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie
    assert drawn("{% theme %}", request=request) == expected


class Ask(forms.Form):
    title = forms.CharField(help_text="One sentence")
    note = forms.CharField(required=False, widget=forms.Textarea)
    told = forms.BooleanField()
    how = forms.ChoiceField(choices=[("read", "Read"), ("agree", "Agree")], widget=forms.RadioSelect)


def test_a_form_says_what_is_wrong_beside_the_field() -> None:
    form = Ask({"note": "x", "how": "sideways"})
    assert not form.is_valid()
    html = drawn("{{ form }}", form=form)
    assert html.count("field--invalid") == 3
    assert 'id="id_title_helptext"' in html
    assert 'aria-describedby="id_title_helptext' in html
    assert "<fieldset" in html and "<legend" in html
    assert html.count(">optional<") == 1
    assert html.count('class="field ') == 3 and html.count("<div") == html.count("</div")


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html"])
def test_error_pages_stand_without_request_or_database(name: str) -> None:
    html = render_to_string(name)
    assert '<main id="content"' in html
    assert name.removesuffix(".html") in html
    assert "<script>" not in html


def test_the_words_of_the_scripts_are_sound_json_in_both_languages() -> None:
    for language in ("en", "zh-hans"):
        with translation.override(language):
            html = render_to_string("frame/_texts.html") + render_to_string("components/_editor_labels.html")
        blocks = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.S)
        assert len(blocks) == 2
        for block in blocks:
            assert all(json.loads(block).values())


def test_a_part_drawn_once_is_kept_for_each_language_by_itself() -> None:
    text = '{% drawn_once "test of closing" %}{% translate "Close" %}{{ number }}{% enddrawn_once %}'
    found = []
    for number, language in enumerate(("en", "zh-hans", "en", "zh-hans")):
        with translation.override(language):
            found.append(engines["django"].from_string(text).render({"number": number}))
    assert found == ["Close0", "关闭1", "Close0", "关闭1"]
