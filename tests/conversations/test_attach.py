"""Files in and out: told by content, kept by name, handed out harmlessly and only in sight."""

from __future__ import annotations

import errno
import io
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html as lxml_html
from PIL import Image
from pytest_django import Settings

from conversations import search
from conversations.actions import attachments, comments
from conversations.file_names import safe_name
from conversations.models import Attachment, Thread
from events.models import Event
from tests.conftest import Cast
from tests.conversations.doors import ApiAs, AsUser

PDF = b"%PDF-1.7\n1 0 obj\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\n%%EOF"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 200
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 100
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(fmt: str = "PNG", size: tuple[int, int] = (8, 6), **more: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#3451d1").save(target, fmt, **more)
    return target.getvalue()


def archive(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


def docx(**more: bytes) -> bytes:
    return archive(**{"[Content_Types]_dot_xml": b"<Types/>", "word__document_dot_xml": b"<w/>", **more})


def upload(client: Client, thread: Thread, name: str, content: bytes, kind: str = "application/octet-stream") -> Any:
    return client.post(f"/threads/{thread.pk}/attachments/upload/", {"file": SimpleUploadedFile(name, content, kind)})


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class TestTaken:
    @pytest.mark.parametrize(
        ("name", "content", "kind"),
        [
            ("预算（终稿）.pdf", PDF, "application/pdf"),
            ("方案.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("旧方案.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "application/msword"),
            ("清单.csv", "姓名,金额\n林岚,3".encode("gb18030"), "text/csv"),
            ("说明.md", "# <script>标题</script>".encode(), "text/markdown"),
            ("图.svg", SVG.encode(), "image/svg+xml"),
            ("包.zip", archive(a=b"x"), "application/zip"),
            ("录音.mp3", b"ID3\x03" + b"\0" * 50, "audio/mpeg"),
        ],
        ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
    )
    def test_documents_keep_their_name_and_are_downloads(
        self, cast: Cast, thread: Thread, as_user: AsUser, name: str, content: bytes, kind: str
    ) -> None:
        client = as_user(cast.han)
        found = upload(client, thread, name, content, "text/html")
        assert found.status_code == 201, found.content.decode()
        assert found.json()["name"] == name and found.json()["image"] is False
        assert Attachment.objects.get().content_type == kind
        response = client.get(found.json()["url"])
        assert b"".join(response) == content
        assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"] and "'none'" in response["Content-Security-Policy"]
        assert response["Content-Type"].split(";")[0] not in (
            "text/html",
            "image/svg+xml",
            "text/xml",
            "application/pdf",
        )

    @pytest.mark.parametrize(
        ("fmt", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("GIF", "a.gif"), ("WEBP", "a.webp")]
    )
    def test_pictures_are_drawn_anew_and_shown_in_place(
        self, cast: Cast, thread: Thread, as_user: AsUser, fmt: str, name: str
    ) -> None:
        content = picture(fmt) + b"<script>alert(1)</script>"
        client = as_user(cast.han)
        found = upload(client, thread, name, content).json()
        attachment = Attachment.objects.get()
        assert found["image"] and attachment.is_picture and (attachment.width, attachment.height) == (8, 6)
        response = client.get(found["url"])
        body = b"".join(response)
        assert b"<script" not in body and Image.open(io.BytesIO(body)).format == fmt
        assert response["Content-Disposition"].startswith("inline") and response["Content-Type"].startswith("image/")

    def test_where_a_photograph_was_taken_does_not_survive(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        exif = Image.Exif()
        exif[0x010E] = "secret place"
        upload(as_user(cast.han), thread, "现场.jpg", picture("JPEG", exif=exif))
        assert b"secret place" not in Attachment.objects.get().file.read()

    def test_a_picture_with_a_wrong_ending_is_what_it_is(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        upload(as_user(cast.han), thread, "图.png", picture("JPEG"))
        assert Attachment.objects.get().content_type == "image/jpeg"

    def test_an_animation_keeps_its_frames(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "green", "blue")]
        target = io.BytesIO()
        frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], duration=80)
        upload(as_user(cast.han), thread, "动.gif", target.getvalue())
        assert Image.open(Attachment.objects.get().file).n_frames == 3  # type: ignore[attr-defined]  # a GIF has frames

    def test_the_key_on_disk_tells_nothing(self, cast: Cast, thread: Thread, as_user: AsUser, tmp_path: Path) -> None:
        upload(as_user(cast.han), thread, "裁员名单.pdf", PDF)
        [path] = stored(tmp_path)
        assert "裁员" not in str(path) and path.suffix == ""

    def test_its_name_is_found_and_an_event_tells_of_it(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        upload(as_user(cast.han), thread, "十一月预算表.pdf", PDF)
        assert search.count(cast.lin, "预算表") == 1
        assert Event.objects.get(kind="attachment.added").thread_id == thread.pk

    def test_a_file_put_into_a_comment_belongs_to_it(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        url = upload(as_user(cast.han), thread, "预算 (终稿).pdf", PDF).json()["url"]
        comment = comments.add(thread=thread, actor=cast.han, source=f"见 [预算]({url})").comment
        assert Attachment.objects.get().comment == comment
        assert "预算 (终稿).pdf" in as_user(cast.lin).get(f"/threads/{thread.pk}/comments/").content.decode()

    def test_somebody_elses_upload_is_not_claimed(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        url = upload(as_user(cast.han), thread, "a.pdf", PDF).json()["url"]
        comments.add(thread=thread, actor=cast.lin, source=f"[a]({url})")
        assert Attachment.objects.get().comment is None


class TestRefused:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("工具.exe", EXE),
            ("工具.pdf", EXE),
            ("工具.png", EXE),
            ("工具.txt", ELF),
            ("脚本.txt", b"#!/bin/sh\nrm -rf /"),
            ("脚本.csv", b"@echo off\r\ndel *.*"),
            ("脚本.js", b"alert(1)"),
            ("页面.hta", b"<script>1</script>"),
            ("图.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
            ("图.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
            ("图.svg", b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>'),
            ("图.svg", b'<svg><a xlink:href="javascript:alert(1)">x</a></svg>'),
            ("图.svg", b"<svg><foreignObject><iframe src='//x'/></foreignObject></svg>"),
            ("图.txt", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
            ("图.svg", '<svg onload="alert(1)"/>'.encode("utf-16")),
            ("页面.html", b"<html><body onclick=alert(1)>"),
            ("页面.html", b"<html><img src=x onerror=alert(1)>"),
            ("图.png", b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
            ("图.png", b"\x89PNG\r\n\x1a\n broken"),
            ("方案.docx", b"PK\x03\x04 broken"),
            ("方案.docx", docx(word__vbaProject_dot_bin=b"macro")),
            ("应用.docx", archive(AndroidManifest_dot_xml=b"x", classes_dot_dex=b"x")),
            (
                "安装.doc",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 80 + bytes.fromhex("84100c0000000000c000000000000046"),
            ),
            ("方案.pdf", b"PK\x03\x04zip"),
            ("空.txt", b""),
            ("没有结尾", b"text"),
            ("无.xyz", b"text"),
            ("快捷.pdf", b"L\x00\x00\x00\x01\x14\x02\x00"),
        ],
        ids=lambda part: part if isinstance(part, str) else "bytes",  # archives hold the time they were made
    )
    def test_with_a_sentence_and_nothing_is_kept(
        self, cast: Cast, thread: Thread, as_user: AsUser, tmp_path: Path, name: str, content: bytes
    ) -> None:
        response = upload(as_user(cast.han), thread, name, content, "image/png")
        assert 400 <= response.status_code < 500 and len(response.json()["detail"]) > 5
        assert not Attachment.objects.exists() and not stored(tmp_path)
        assert not Event.objects.filter(kind="attachment.added").exists()

    def test_one_byte_more_than_the_limit(
        self, cast: Cast, thread: Thread, as_user: AsUser, settings: Settings, tmp_path: Path
    ) -> None:
        settings.ATTACHMENT_LIMIT_MB = 1
        just = PDF + b" " * (1024 * 1024 - len(PDF))
        assert upload(as_user(cast.han), thread, "刚好.pdf", just).status_code == 201
        response = upload(as_user(cast.han), thread, "超出.pdf", just + b" ")
        assert response.status_code == 413 and "1" in response.json()["detail"]
        assert Attachment.objects.count() == 1

    def test_a_picture_of_too_many_pixels(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        bomb = io.BytesIO()
        Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
        assert upload(as_user(cast.han), thread, "大.png", bomb.getvalue()).status_code == 400

    def test_no_file_at_all(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        assert as_user(cast.han).post(f"/threads/{thread.pk}/attachments/upload/").status_code == 400

    def test_a_full_disk_is_said_plainly_and_leaves_nothing(
        self, cast: Cast, thread: Thread, as_user: AsUser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(self: FileSystemStorage, name: str, content: object) -> str:
            Path(self.path(name)).parent.mkdir(parents=True, exist_ok=True)
            Path(self.path(name)).write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(type(default_storage._wrapped), "_save", full)  # type: ignore[attr-defined]  # a lazy object
            response = upload(as_user(cast.han), thread, "a.pdf", PDF)
        assert response.status_code == 507 and response.json()["detail"]
        assert not Attachment.objects.exists() and not stored(tmp_path)
        assert upload(as_user(cast.han), thread, "a.pdf", PDF).status_code == 201

    def test_a_row_that_cannot_be_written_leaves_no_file(
        self, cast: Cast, thread: Thread, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_args: object, **_kwargs: object) -> None:
            raise RuntimeError("no event")

        monkeypatch.setattr("conversations.actions.attachments.events.record", fail)
        with pytest.raises(RuntimeError):
            attachments.store(thread=thread, actor=cast.han, upload=SimpleUploadedFile("a.pdf", PDF))
        assert not stored(tmp_path)


class TestNames:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\Users\\林岚\\预算.xlsx", "预算.xlsx"),
            ("a\0b\r\nc.pdf", "abc.pdf"),
            ("\u202egpj.exe.pdf", "gpj.exe.pdf"),
            ('报价"终".pdf', "报价_终_.pdf"),
            (".htaccess.txt", "htaccess.txt"),
            ("CON.txt", "_CON.txt"),
            ("...", "file"),
            ("", "file"),
        ],
    )
    def test_harmless_but_recognisable(self, given: str, kept: str) -> None:
        assert safe_name(given) == kept

    def test_three_hundred_characters_keep_their_ending(self) -> None:
        name = safe_name("长" * 300 + ".pdf")
        assert len(name) == 200 and name.endswith(".pdf")


class TestSight:
    @pytest.fixture
    def attachment(self, cast: Cast, thread: Thread) -> Attachment:
        return attachments.store(thread=thread, actor=cast.han, upload=SimpleUploadedFile("预算.pdf", PDF))

    def test_a_stranger_gets_the_404_of_a_random_id(self, cast: Cast, attachment: Attachment, as_user: AsUser) -> None:
        client = as_user(cast.stranger)
        hidden, random = client.get(attachment.address), client.get("/attachments/999999/a.pdf")
        assert hidden.status_code == random.status_code == 404 and hidden.content == random.content
        assert client.get(attachment.address, headers={"Range": "bytes=0-3"}).status_code == 404

    def test_sight_lost_is_lost_at_once_even_with_an_etag(
        self, cast: Cast, thread: Thread, attachment: Attachment, as_user: AsUser
    ) -> None:
        client = as_user(cast.lin)
        tag = client.get(attachment.address)["ETag"]
        assert client.get(attachment.address, headers={"If-None-Match": tag}).status_code == 304
        thread.departments.set([cast.rd])
        assert client.get(attachment.address, headers={"If-None-Match": tag}).status_code == 404

    def test_nobody_unknown_gets_it(self, attachment: Attachment, client: Client) -> None:
        assert client.get(attachment.address).status_code == 302

    def test_another_name_is_not_there(self, cast: Cast, attachment: Attachment, as_user: AsUser) -> None:
        assert as_user(cast.lin).get(f"/attachments/{attachment.pk}/evil.html").status_code == 404

    @pytest.mark.parametrize(
        ("asked", "status", "start", "end"),
        [("bytes=0-3", 206, 0, 4), ("bytes=5-", 206, 5, None), ("bytes=-4", 206, -4, None), ("bytes=9999-", 416, 0, 0),
         ("bytes=x", 200, 0, None), ("bytes=0-1,3-4", 200, 0, None)],
    )  # fmt: skip
    def test_ranges(
        self, cast: Cast, attachment: Attachment, as_user: AsUser, asked: str, status: int, start: int, end: int | None
    ) -> None:
        response = as_user(cast.lin).get(attachment.address, headers={"Range": asked})
        assert response.status_code == status
        if status != 416:
            assert b"".join(response) == PDF[start:end]

    def test_a_visitor_uploads_only_where_let(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        grant = thread.people.create(user=cast.visitor, reason="visitor")
        assert upload(as_user(cast.visitor), thread, "证据.pdf", PDF).status_code == 403
        type(grant).objects.filter(pk=grant.pk).update(can_upload=True)
        assert upload(as_user(cast.visitor), thread, "证据.pdf", PDF).status_code == 201

    def test_a_visitor_uploads_by_a_plain_form(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        thread.people.create(user=cast.visitor, reason="visitor", can_upload=True)
        client, url = as_user(cast.visitor), f"/threads/{thread.pk}/attachments/"
        assert f'action="{url}upload/"' in client.get(url).content.decode()
        sent = {"file": SimpleUploadedFile("证据.pdf", PDF), "from": "list"}
        assert client.post(f"{url}upload/", sent)["Location"] == url
        refused = client.post(f"{url}upload/", {"file": SimpleUploadedFile("证据.pdf", EXE), "from": "list"})
        assert refused.status_code == 422 and "<html" in refused.content.decode()

    def test_a_stranger_uploads_nowhere_and_get_is_405(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        assert upload(as_user(cast.stranger), thread, "a.pdf", PDF).status_code == 404
        assert as_user(cast.han).get(f"/threads/{thread.pk}/attachments/upload/").status_code == 405

    def test_an_archived_thread_takes_no_files(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        Thread.objects.filter(pk=thread.pk).update(archived_at=thread.created_at)
        assert upload(as_user(cast.han), Thread.objects.get(pk=thread.pk), "a.pdf", PDF).status_code == 409

    def test_every_look_of_a_visitor_is_recorded(
        self, cast: Cast, thread: Thread, attachment: Attachment, as_user: AsUser
    ) -> None:
        thread.people.create(user=cast.visitor, reason="visitor")
        as_user(cast.visitor).get(attachment.address)
        as_user(cast.lin).get(attachment.address)
        assert Event.objects.get(kind="thread.looked_at").actor_id == cast.visitor.pk


class TestDelete:
    @pytest.fixture
    def attachment(self, cast: Cast, thread: Thread) -> Attachment:
        return attachments.store(thread=thread, actor=cast.han, upload=SimpleUploadedFile("预算表.pdf", PDF))

    def test_it_is_gone_for_everybody(self, cast: Cast, attachment: Attachment, as_user: AsUser) -> None:
        url = f"/attachments/{attachment.pk}/delete/"
        assert as_user(cast.lin).post(url).status_code == 403
        assert as_user(cast.stranger).post(url).status_code == 404
        assert as_user(cast.han).get(url).status_code == 405
        assert as_user(cast.han).post(url).status_code == 302
        assert as_user(cast.han).get(attachment.address).status_code == 404
        assert search.count(cast.lin, "预算表") == 0
        assert Event.objects.filter(kind="attachment.deleted").count() == 1

    def test_the_list_offers_it_to_whoever_may(
        self, cast: Cast, thread: Thread, attachment: Attachment, as_user: AsUser
    ) -> None:
        url, button = f"/threads/{thread.pk}/attachments/", f'action="/attachments/{attachment.pk}/delete/"'
        assert button in as_user(cast.han).get(url, headers={"HX-Request": "true"}).content.decode()
        page = as_user(cast.lin).get(url).content.decode()
        assert "预算表.pdf" in page and button not in page
        assert as_user(cast.stranger).get(url).status_code == 404
        after = as_user(cast.han).post(f"/attachments/{attachment.pk}/delete/", headers={"HX-Request": "true"})
        assert 'id="attachment-list"' in after.content.decode() and "预算表.pdf" not in after.content.decode()

    def test_twice_is_once(self, cast: Cast, attachment: Attachment) -> None:
        attachments.delete(attachment=attachment, actor=cast.han)
        attachments.delete(attachment=attachment, actor=cast.chen)
        assert Event.objects.filter(kind="attachment.deleted").count() == 1


class TestApi:
    def test_multipart_up_listed_and_down(self, cast: Cast, thread: Thread, api_as: ApiAs) -> None:
        client = api_as(cast.han)
        sent = {"thread": str(thread.pk), "file": SimpleUploadedFile("预算.pdf", PDF)}
        made = client.post("/api/v1/attachments/", sent, format="multipart")
        assert made.status_code == 201 and made.json()["name"] == "预算.pdf"
        assert [row["id"] for row in client.get(f"/api/v1/attachments/?thread={thread.pk}").json()["items"]] == [
            made.json()["id"]
        ]
        content = client.get(f"/api/v1/attachments/{made.json()['id']}/content/")
        assert b"".join(content) == PDF and content["X-Content-Type-Options"] == "nosniff"

    def test_refused_with_problem_bodies(self, cast: Cast, thread: Thread, api_as: ApiAs) -> None:
        client = api_as(cast.han)
        for name, content, status in [("a.exe", EXE, 400), ("a.png", EXE, 400), ("a.txt", b"", 400)]:
            sent = {"thread": str(thread.pk), "file": SimpleUploadedFile(name, content)}
            response = client.post("/api/v1/attachments/", sent, format="multipart")
            assert response.status_code == status and response.json()["errors"][0]["field"] == "file"
        assert client.post("/api/v1/attachments/", {"thread": str(thread.pk)}).status_code == 415

    def test_out_of_sight(self, cast: Cast, thread: Thread, api_as: ApiAs) -> None:
        found = attachments.store(thread=thread, actor=cast.han, upload=SimpleUploadedFile("a.pdf", PDF))
        client = api_as(cast.stranger)
        sent = {"thread": str(thread.pk), "file": SimpleUploadedFile("a.pdf", PDF)}
        assert client.post("/api/v1/attachments/", sent, format="multipart").status_code == 400
        for path in ("", "content/"):
            assert client.get(f"/api/v1/attachments/{found.pk}/{path}").status_code == 404
        assert client.delete(f"/api/v1/attachments/{found.pk}/").status_code == 404
        assert api_as(cast.lin).delete(f"/api/v1/attachments/{found.pk}/").status_code == 403
        assert api_as(cast.han).delete(f"/api/v1/attachments/{found.pk}/").status_code == 204


@pytest.mark.parametrize(
    ("words", "said", "below"),
    [
        ("看成本\n\n{csv}", "看成本", ["预算.csv"]),
        ("见 {csv}", "见", ["预算.csv"]),
        ("{csv} {pdf}", "", ["预算.csv", "合同.pdf"]),
        ("先看 {csv} 再说", "先看 预算.csv 再说", []),
        ("{png}\n\n{csv}", "", ["预算.csv"]),
        ("看\n\n{png}", "看", []),
    ],
)
def test_each_file_of_a_comment_is_shown_once(
    cast: Cast, thread: Thread, as_user: AsUser, words: str, said: str, below: list[str]
) -> None:
    made = {"csv": ("预算.csv", b"a,b"), "pdf": ("合同.pdf", PDF), "png": ("现场.png", picture())}
    links = {}
    for key, (name, content) in made.items():
        if f"{{{key}}}" in words:
            file = attachments.store(thread=thread, actor=cast.lin, upload=SimpleUploadedFile(name, content))
            links[key] = f"{'!' if file.is_picture else ''}[{name}]({file.address})"
    comments.add(thread=thread, actor=cast.lin, source=words.format(**links))
    shown = lxml_html.fromstring(as_user(cast.han).get(f"/threads/{thread.pk}/comments/").content)
    (text,) = shown.find_class("comment__text")
    assert " ".join(text.text_content().split()) == said
    assert [part.text_content() for part in shown.find_class("attachment__name")] == below
    assert len(text.findall(".//img")) == words.count("png")


def test_a_file_taken_out_of_a_comment_stays_with_the_thread(cast: Cast, thread: Thread) -> None:
    file = attachments.store(thread=thread, actor=cast.lin, upload=SimpleUploadedFile("预算.csv", b"a,b"))
    source = f"看\n\n[预算.csv]({file.address})"
    comment = comments.add(thread=thread, actor=cast.lin, source=source).comment
    file.refresh_from_db()
    assert file.comment == comment
    comments.edit(comment=comment, actor=cast.lin, source="看", revision=comment.revision)
    assert Attachment.objects.standing().get().comment_id is None
