"""The reader of messages and the judge of catalogues."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import polib
import pytest

from scripts import translations
from scripts.translations import faults_of_entry, half_width, messages_of_python, messages_of_template

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
def title(count, name):
    _("Publish")
    _("Published by "
      "%(name)s") % {"name": name}
    ngettext("%(count)s row", "%(count)s rows", count)
    pgettext("verb", "Return")
    _(name)
"""
TEMPLATE = """
<h1>{% translate "Overview" %}</h1>
<p title="{% translate 'It''s' %}">{% translate "Open" context "adjective" %}</p>
{% blocktranslate trimmed with name=person.name %}
  Asked of
  {{ name }}
{% endblocktranslate %}
{% blocktranslate count counter=rows|length %}{{ counter }} row{% plural %}{{ counter }} rows{% endblocktranslate %}
{% include "x.html" with label=_("Search") %}
{# {% translate "Not this" %} #}
"""


def keys(messages: object) -> set[tuple[str, str, str]]:
    return {(message.context, message.text, message.plural) for message in messages}  # type: ignore[attr-defined]


def test_messages_of_python_are_found_with_plural_and_context() -> None:
    assert keys(messages_of_python(PYTHON, "x.py")) == {
        ("", "Publish", ""),
        ("", "Published by %(name)s", ""),
        ("", "%(count)s row", "%(count)s rows"),
        ("verb", "Return", ""),
    }


def test_messages_of_templates_are_found_as_django_will_ask_for_them() -> None:
    found = keys(messages_of_template(TEMPLATE, "x.html"))
    assert ("", "Overview", "") in found
    assert ("adjective", "Open", "") in found
    assert ("", "Asked of %(name)s", "") in found
    assert ("", "%(counter)s row", "%(counter)s rows") in found
    assert ("", "Search", "") in found
    assert not any(text == "Not this" for _, text, _ in found)


@pytest.mark.parametrize(
    "text",
    [
        "已发布,请查看",
        "（共 3 项）,已读",
        "状态: 已答复",
        "真的吗?",
        "请稍候...",
        "完成.",
        "负责人(财务)",
        "好; 下一步",
    ],
)
def test_half_width_marks_in_chinese_are_found(text: str) -> None:
    assert half_width(text)


@pytest.mark.parametrize(
    "text",
    [
        "已发布，请查看。",
        "共 %(count)s 项",
        "%(name)s（%(department)s）",
        "3:30 开始",
        "API v1.2 已启用",
        '<a href="https://example.com/?a=1,2">说明</a>。',
        "Ctrl+Enter 发送",
    ],
)
def test_chinese_marks_and_latin_words_are_left_alone(text: str) -> None:
    assert half_width(text) == ""


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="Save", msgstr=""), "has no Chinese text"),
        (polib.POEntry(msgid="Save", msgstr="保存", flags=["fuzzy"]), "is fuzzy"),
        (polib.POEntry(msgid="By %(name)s", msgstr="由某人"), "has other placeholders: %(name)s"),
        (polib.POEntry(msgid="By %(name)s", msgstr="由 %(person)s"), "has other placeholders"),
        (polib.POEntry(msgid="Wait", msgstr="请稍候..."), "has half-width punctuation"),
        (polib.POEntry(msgid="a", msgid_plural="b", msgstr_plural={0: ""}), "has no Chinese text"),
    ],
)
def test_a_bad_entry_is_told(entry: polib.POEntry, fault: str) -> None:
    assert any(fault in told for told in faults_of_entry(entry))


def test_a_good_entry_is_not_told() -> None:
    assert list(faults_of_entry(polib.POEntry(msgid="By %(name)s", msgstr="由 %(name)s 提交"))) == []


def catalogue(folder: Path, text: str) -> Path:
    path = folder / "events" / translations.CATALOGUE
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + text)
    return path


def test_a_message_without_chinese_is_told_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue(tmp_path, 'msgid "Publish"\nmsgstr "发布"\n')
    (tmp_path / "events" / "views.py").write_text('_("Publish")\n_("Withdraw")\n')
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    assert translations.faults() == ["events/views.py:2: 'Withdraw' is in no zh_Hans catalogue"]


def test_a_compiled_catalogue_is_what_gettext_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = catalogue(tmp_path, 'msgid "Publish"\nmsgstr "发布"\n\n#, fuzzy\nmsgid "Guess"\nmsgstr "猜"\n')
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    assert translations.compile_all() == 1
    read = gettext.GNUTranslations(io.BytesIO(path.with_suffix(".mo").read_bytes()))
    assert read.gettext("Publish") == "发布"
    assert read.gettext("Guess") == "Guess"
    assert translations.compile_all() == 0
