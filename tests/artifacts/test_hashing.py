"""What an answer is bound to, and for whom a change is material."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from artifacts import changes, hashing, kinds
from artifacts.hashing import Text

PRD = kinds.get("prd")
PARTIES = ("rd", "support", "operations", "finance")


def text(sections: Any = None, rows: Any = None, title: Any = "导出") -> Text:
    return Text(title, {key: ("", body) for key, body in (sections or {}).items()}, dict(rows or {}))


def differing(old: Text, new: Text) -> set[str]:
    before, after = (hashing.material_hashes(PRD, one, PARTIES) for one in (old, new))
    return {party for party in before if before[party] != after[party]}


EVERYBODY = {*PARTIES, "managers"}


class TestMaterial:
    def test_a_material_section_is_material_to_everybody(self) -> None:
        assert differing(text({"users": "<p>一</p>"}), text({"users": "<p>二</p>"})) == EVERYBODY

    def test_other_sections_to_nobody(self) -> None:
        assert differing(text({"history": "<p>一</p>"}), text({"history": "<p>二</p>"})) == set()

    def test_free_sections_to_everybody(self) -> None:
        assert differing(text(), text({"free-1": "<p>一</p>"})) == EVERYBODY

    def test_block_ids_order_and_title_do_not_count(self) -> None:
        old = text({"users": '<p data-id="a1">一</p>', "flow": "<p>二</p>"}, title="甲")
        new = text({"flow": "<p>二</p>", "users": '<p data-id="b2">一</p>'}, title="乙")
        assert differing(old, new) == set()

    def test_a_table_of_some_departments_concerns_them_and_the_managers(self) -> None:
        new = text(rows={("tracking", "TE-1"): {"event": "export"}})
        assert differing(text(), new) == {"rd", "operations", "managers"}

    def test_a_row_that_names_departments_concerns_these(self) -> None:
        new = text(rows={("milestones", "M-1"): {"milestone": "培训", "departments": ["support"]}})
        assert differing(text(), new) == {"support", "managers"}

    def test_a_row_that_names_nobody_concerns_all(self) -> None:
        assert differing(text(), text(rows={("milestones", "M-1"): {"milestone": "发版"}})) == EVERYBODY

    def test_a_row_that_changes_hands_concerns_both(self) -> None:
        old, new = (
            text(rows={("milestones", "M-1"): {"milestone": "培训", "departments": [code]}})
            for code in ("support", "finance")
        )
        assert differing(old, new) == {"support", "finance", "managers"}
        found = changes.compare(PRD, old, new)
        assert found[0].departments == ("finance", "support")

    def test_columns_that_are_not_material_ask_nobody(self) -> None:
        old = text(rows={("stories", "US-1"): {"wish": "导出", "requirement": "CLB-1"}})
        new = text(rows={("stories", "US-1"): {"wish": "导出", "requirement": "CLB-2"}})
        assert differing(old, new) == set()
        assert changes.compare(PRD, old, new)[0].departments == ()

    def test_masked_columns_are_material_to_those_who_see_them(self) -> None:
        kind = kinds.get("cost-control")
        rows = [{("transfers", "TR-1"): {"amount": {"amount": amount, "currency": "CNY"}}} for amount in ("1", "2")]
        before, after = (hashing.material_hashes(kind, text(rows=one), ("finance", "rd")) for one in rows)
        assert before["finance"] != after["finance"] and before["managers"] != after["managers"]


class TestAgreement:
    """The list of changes and the hashes may never disagree, or an answer would stand that should not."""

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (text(), text({"users": "<p>一</p>"})),
            (text({"history": "<p>一</p>"}), text()),
            (text(), text(rows={("milestones", "M-1"): {"milestone": "x", "departments": ["rd"]}})),
            (text(rows={("no_release_conditions", "NR-1"): {"condition": "x"}}), text()),
            (text(rows={("stories", "US-1"): {"wish": "a"}}), text(rows={("stories", "US-1"): {"wish": "b"}})),
            (text(rows={("open_questions", "Q-1"): {"question": "a"}}), text()),
        ],
    )
    def test_they_name_the_same_parties(self, old: Any, new: Any) -> None:
        found = changes.compare(PRD, old, new)
        assert {party for party in EVERYBODY if any(one.concerns(party) for one in found)} == differing(old, new)


class TestSentences:
    def test_they_read_in_the_language_of_the_reader(self) -> None:
        old = text(rows={("stories", "US-1"): {"wish": "逐条导出", "role": "会计"}})
        new = text({"users": "<p>一</p>"}, rows={("stories", "US-1"): {"wish": "逐条导出", "role": "出纳"}})
        found = changes.compare(PRD, old, new)
        with translation.override("en"):
            lines = [changes.sentence(PRD, one) for one in found]
            assert lines[0] == "New section “Target users”" or lines[0].startswith("New section")
            assert "US-1" in lines[1] and "会计" not in lines[1]

    def test_the_summary_is_short_and_says_how_much_more(self) -> None:
        rows = {("stories", f"US-{n}"): {"wish": f"{n}"} for n in range(9)}
        with translation.override("en"):
            lines = changes.summary(PRD, changes.compare(PRD, text(), text(rows=rows))).splitlines()
        assert len(lines) == 6 and lines[-1] == "and 4 more changes"

    def test_characters_are_counted_both_ways(self) -> None:
        assert changes.characters(text({"users": "<p>三步导出</p>"}), text({"users": "<p>两步导出吧</p>"})) == (2, 1)


def test_the_content_hash_knows_title_text_rows_and_order() -> None:
    base = text({"users": "<p>一</p>", "flow": "<p>二</p>"}, {("stories", "US-1"): {"wish": "a"}})
    others = [
        text({"users": "<p>一</p>", "flow": "<p>二</p>"}, {("stories", "US-1"): {"wish": "a"}}, title="别的"),
        text({"users": "<p>壹</p>", "flow": "<p>二</p>"}, {("stories", "US-1"): {"wish": "a"}}),
        text({"flow": "<p>二</p>", "users": "<p>一</p>"}, {("stories", "US-1"): {"wish": "a"}}),
        text({"users": "<p>一</p>", "flow": "<p>二</p>"}, {("stories", "US-1"): {"wish": "b"}}),
    ]
    hashes = {hashing.content_hash(one) for one in [base, *others]}
    assert len(hashes) == 5 and all(len(one) == 64 for one in hashes)
