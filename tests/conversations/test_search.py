"""Finding what may be seen, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from conversations import search
from conversations.actions import comments
from conversations.models import SearchEntry, Thread
from conversations.text.plain import to_plain
from departments.models import Department, Product
from tests import make
from tests.conftest import Cast
from tests.conversations.doors import AsUser


def findable(
    cast: Cast, *departments: Department, title: str = "批量导出对账单", product: Product | None = None
) -> Thread:
    thread = make.make_thread(product or cast.product, cast.chen, *departments, title=title)
    search.put(thread, "title", search.title_text(thread))
    return thread


class TestRule:
    def test_two_characters_are_found_anywhere_in_any_part(self, cast: Cast) -> None:
        thread = findable(cast, cast.finance)
        search.put(thread, "section:goals", "月末对账时只能逐条导出，财务用户要三步之内完成。")
        search.put(thread, "row:stories:US-1", "财务主管 按月导出全部对账单")
        search.put(thread, "file:3", "预算表（终稿）.xlsx")
        for words in ("账单", "月末", "三步", "主管", "终稿", "XLSX", "ＸＬＳＸ"):
            assert [hit.thread for hit in search.search(cast.lin, words).hits] == [thread]

    def test_bigrams_that_stand_apart_are_no_hit(self, cast: Cast) -> None:
        thread = findable(cast, cast.finance, title="对账")
        search.put(thread, "section:a", "对账很慢。账单很多。")
        assert search.search(cast.lin, "对账单").hits == []

    def test_one_character_finds_titles_that_begin_with_it(self, cast: Cast) -> None:
        thread = findable(cast, cast.finance)
        search.put(thread, "section:a", "单独一节")
        assert [hit.thread for hit in search.search(cast.lin, "批").hits] == [thread]
        assert search.search(cast.lin, "单").hits == []
        assert search.search(cast.lin, "批").is_titles_only

    @pytest.mark.parametrize("words", ["100%", "a_b", "c\\d", "it's", "<b>", ":*", "&|!", "“”", "'"])
    def test_signs_are_words_like_any_other(self, cast: Cast, words: str) -> None:
        thread = findable(cast, cast.finance, title=f"{words} 对账")
        assert thread in [hit.thread for hit in search.search(cast.lin, f"{words} 对账").hits]
        search.search(cast.lin, words)

    def test_hidden_threads_change_neither_hits_nor_counts(self, cast: Cast) -> None:
        findable(cast, cast.finance)
        before = search.count(cast.su, "导出"), search.search(cast.su, "导出").hits
        for number in range(5):
            findable(cast, cast.finance, title=f"导出 {number}")
        assert (search.count(cast.su, "导出"), search.search(cast.su, "导出").hits) == before == (0, [])

    def test_a_department_removed_finds_nothing_within_one_request(self, cast: Cast) -> None:
        thread = findable(cast, cast.finance)
        assert search.count(cast.lin, "导出") == 1
        thread.departments.clear()
        assert search.count(cast.lin, "导出") == 0

    def test_product_and_kind_narrow(self, cast: Cast) -> None:
        mine = findable(cast, cast.finance)
        findable(cast, cast.finance, product=cast.other_product)
        hits = search.search(cast.lin, "导出", product=cast.product).hits
        assert [hit.thread for hit in hits] == [mine]
        assert search.search(cast.lin, "导出", kind="internal").hits == []

    def test_title_hits_come_first_and_pages_follow_each_other(self, cast: Cast) -> None:
        titled = [findable(cast, cast.finance, title=f"导出 {number}") for number in range(3)]
        for number in range(4):
            thread = findable(cast, cast.finance, title=f"其他 {number}")
            search.put(thread, "section:a", "正文里说到导出")
        seen: list[Thread] = []
        cursor = None
        while True:
            found = search.search(cast.lin, "导出", limit=2, cursor=cursor)
            seen += [hit.thread for hit in found.hits]
            if not (cursor := found.next):
                break
        assert seen[:3] == titled[::-1] and len(seen) == len(set(seen)) == 7

    def test_a_snippet_marks_the_hit_and_escapes_the_rest(self, cast: Cast) -> None:
        thread = findable(cast, cast.finance)
        search.put(thread, "section:a", "<script>alert(1)</script>月末导出")
        [hit] = search.search(cast.lin, "月末").hits
        assert "<mark>月末</mark>" in hit.places[0][1] and "<script" not in hit.places[0][1]

    def test_put_again_replaces_and_empty_text_takes_out(self, cast: Cast) -> None:
        thread = findable(cast, cast.finance)
        search.put(thread, "section:a", "旧的文字")
        search.put(thread, "section:a", "新的文字")
        assert search.count(cast.lin, "旧的") == 0 and search.count(cast.lin, "新的") == 1
        search.put(thread, "section:a", " ")
        assert not SearchEntry.objects.filter(part="section:a").exists()

    def test_drop_takes_everything_below_a_prefix(self, cast: Cast) -> None:
        thread = findable(cast, cast.finance)
        search.put_many(thread, {"section:a": "甲乙", "section:b": "丙丁", "row:t:1": "戊己"})
        search.drop(thread, "section:")
        assert set(SearchEntry.objects.values_list("part", flat=True)) == {"title", "row:t:1"}

    def test_a_comment_is_found_at_its_place(self, cast: Cast) -> None:
        thread = findable(cast, cast.finance)
        comment = comments.add(thread=thread, actor=cast.lin, source="云资源**按新合同**重算").comment
        [hit] = search.search(cast.lin, "按新合同").hits
        assert hit.address.endswith(f"#comment-{comment.pk}")
        assert "按新合同" in to_plain(comment.body)

    def test_a_deleted_comment_is_found_no_more(self, cast: Cast) -> None:
        thread = findable(cast, cast.finance)
        comment = comments.add(thread=thread, actor=cast.lin, source="写错的合同价").comment
        comments.delete(comment=comment, actor=cast.lin)
        assert search.count(cast.lin, "合同价") == 0

    def test_the_index_answers(self, cast: Cast) -> None:
        thread = findable(cast, cast.finance)
        search.put_many(thread, {f"section:{number}": f"第{number}段文字" for number in range(300)})
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            plan = search._matching("文字").explain()
        assert "search_vector" in plan

    def test_thirty_hits_cost_as_many_queries_as_one(
        self, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        search.put(findable(cast, cast.finance, title="导出"), "section:a", "导出导出")
        search.search(cast.lin, "导出")
        with CaptureQueriesContext(connection) as counted:
            search.search(cast.lin, "导出")
        for number in range(30):
            search.put(findable(cast, cast.finance, title=f"导出 {number}"), "section:a", "导出导出")
        with django_assert_num_queries(len(counted)):
            found = search.search(cast.lin, "导出", limit=40)
            assert len([str(hit.thread.product) for hit in found.hits]) == 31


class TestPage:
    def test_hits_are_shown_with_their_count(self, cast: Cast, as_user: AsUser) -> None:
        findable(cast, cast.finance)
        page = as_user(cast.lin).get("/search/?q=导出").content.decode()
        assert "批量导出对账单" in page and "<h2" in page

    def test_a_stranger_sees_no_trace(self, cast: Cast, as_user: AsUser) -> None:
        findable(cast, cast.finance, title="加薪名单金丝雀")
        page = as_user(cast.stranger).get("/search/?q=金丝雀").content.decode()
        assert "加薪名单" not in page

    def test_one_character_says_that_only_titles_were_searched(self, cast: Cast, as_user: AsUser) -> None:
        response = as_user(cast.lin).get("/search/?q=批")
        assert response.context["found"].is_titles_only and response.context["is_single"]

    @pytest.mark.parametrize("query", ["", "q=" + "长" * 5000, "q=%27%22%3Cscript%3E", "q=x&product=NOPE&kind=nope"])
    def test_odd_queries_answer(self, cast: Cast, as_user: AsUser, query: str) -> None:
        assert as_user(cast.lin).get(f"/search/?{query}").status_code == 200

    def test_a_forged_cursor_is_refused(self, cast: Cast, as_user: AsUser) -> None:
        assert as_user(cast.lin).get("/search/?q=导出&cursor=forged").status_code == 400

    def test_nul_is_refused(self, cast: Cast, as_user: AsUser) -> None:
        assert as_user(cast.lin).get("/search/?q=a%00b").status_code == 400

    def test_a_product_out_of_sight_is_no_filter_and_not_named(self, cast: Cast, as_user: AsUser) -> None:
        hidden = make.make_product("SEC", "秘密产品", cast.other_manager, visibility="private")
        page = as_user(cast.lin).get(f"/search/?q=导出&product={hidden.key}").content.decode()
        assert "秘密产品" not in page

    def test_a_script_in_the_query_is_shown_as_text(self, cast: Cast, as_user: AsUser) -> None:
        page = as_user(cast.lin).get("/search/?q=<script>alert(1)</script>").content.decode()
        assert "<script>alert(1)" not in page


class TestPalette:
    def get(self, client: Client, text: str) -> str:
        return client.get("/search/palette/", {"q": text}).content.decode()

    def test_visible_threads_and_products_are_offered(self, cast: Cast, as_user: AsUser) -> None:
        findable(cast, cast.finance)
        assert "批量导出对账单" in self.get(as_user(cast.lin), "导出")
        assert "批量导出对账单" not in self.get(as_user(cast.stranger), "导出")

    def test_a_private_product_is_offered_to_its_people_only(self, cast: Cast, as_user: AsUser) -> None:
        make.make_product("SEC", "秘密产品", cast.other_manager, visibility="private")
        assert "秘密产品" not in self.get(as_user(cast.lin), "秘密")

    def test_a_visitor_is_offered_no_people_and_no_departments(self, cast: Cast, as_user: AsUser) -> None:
        page = self.get(as_user(cast.visitor), "财务")
        assert "palette__group" not in page

    def test_pages_are_offered_to_who_may_open_them(self, cast: Cast, as_user: AsUser) -> None:
        for text in ("待我", "daiwo"):
            assert 'href="/todo/"' in self.get(as_user(cast.lin), text)
        assert f'href="{reverse("desk")}"' in self.get(as_user(cast.lin), "工作台")
        calendar = f'href="{reverse("calendar-detail")}"'
        assert calendar in self.get(as_user(cast.administrator), "工作日历")
        assert calendar not in self.get(as_user(cast.lin), "工作日历")
        assert 'href="/todo/"' not in self.get(as_user(cast.visitor), "待我")
