"""Profile, preferences and picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from rest_framework.test import APIClient

from accounts.models import User
from events.models import Event
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    settings.MEDIA_ROOT = tmp_path


def form(user: User, **changed: str) -> dict[str, str]:
    return {
        "full_name": user.full_name,
        "language": user.language,
        "timezone": user.timezone,
        "theme": user.theme,
        "revision": str(user.revision),
        **changed,
    }


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 300)) -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", size, "#3451d1").save(written, kind)
    return SimpleUploadedFile(f"头像.{kind.lower()}", written.getvalue())


def test_preferences_are_kept_and_spoken_at_once(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.chen)
    assert 'lang="zh-Hans"' in client.get("/settings/profile/").content.decode()
    answer = client.post("/settings/profile/", form(cast.chen, language="en", theme="dark", timezone="Asia/Tokyo"))
    assert answer.status_code == 302
    assert answer.cookies["theme"].value == "dark"
    page = client.get("/settings/profile/").content.decode()
    assert 'lang="en"' in page
    assert "Profile and preferences" in page
    event = Event.objects.get(kind="profile.edited")
    assert event.changes == {
        "language": ["zh-hans", "en"],
        "timezone": ["Asia/Shanghai", "Asia/Tokyo"],
        "theme": ["system", "dark"],
    }


def test_saving_the_same_again_writes_no_event(cast: Cast, as_user: AsUser) -> None:
    assert as_user(cast.chen).post("/settings/profile/", form(cast.chen)).status_code == 302
    assert not Event.objects.filter(kind="profile.edited").exists()


def test_the_name_brings_its_pinyin(cast: Cast, as_user: AsUser) -> None:
    as_user(cast.chen).post("/settings/profile/", form(cast.chen, full_name="李雯"))
    assert User.objects.matching("li'wen").get() == cast.chen
    assert User.objects.matching("lw").get() == cast.chen


def test_an_invented_zone_is_marked_and_the_rest_kept(cast: Cast, as_user: AsUser) -> None:
    page = as_user(cast.chen).post("/settings/profile/", form(cast.chen, full_name="陈远", timezone="Asia/Nowhere"))
    assert page.status_code == 422
    assert "陈远" in page.content.decode()
    assert "timezone" in page.context["form"].errors


def test_a_stale_save_is_refused_with_both_texts(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.chen)
    client.post("/settings/profile/", form(cast.chen, full_name="陈一"))
    stale = client.post("/settings/profile/", form(cast.chen, full_name="陈二"))
    assert stale.status_code == 409
    text = stale.content.decode()
    assert "陈一" in text
    assert "陈二" in text
    assert User.objects.get(pk=cast.chen.pk).full_name == "陈一"


def test_the_api_wants_the_revision(cast: Cast, api_as: ApiAs) -> None:
    client = api_as(cast.chen)
    etag = client.get("/api/v1/me/")["ETag"]
    assert client.patch("/api/v1/me/", {"full_name": "陈一"}).status_code == 428
    assert client.patch("/api/v1/me/", {"full_name": "陈一"}, headers={"if-match": etag}).status_code == 200
    stale = client.patch("/api/v1/me/", {"full_name": "陈二"}, headers={"if-match": etag})
    assert stale.status_code == 412
    assert stale.json()["theirs"] == {"full_name": "陈一"}
    for body in ({"is_administrator": True}, {"username": "root"}, {"timezone": "Nowhere"}):
        assert client.patch("/api/v1/me/", body, headers={"if-match": '"2"'}).status_code == 400
    assert User.objects.get(pk=cast.chen.pk).is_administrator is False


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_is_written_anew_and_square(cast: Cast, as_user: AsUser, kind: str) -> None:
    client = as_user(cast.chen)
    assert client.post("/settings/profile/avatar/set/", {"avatar": picture(kind)}).status_code == 302
    user = User.objects.get(pk=cast.chen.pk)
    shown = client.get(user.avatar_url)
    assert shown["Content-Type"] == "image/webp"
    assert shown["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(b"".join(shown.streaming_content))) as opened:
        assert (opened.format, opened.size) == ("WEBP", (256, 256))
    assert Client().get(user.avatar_url).status_code == 302
    assert user.avatar_url in client.get("/settings/profile/").content.decode()


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\x00not a picture",
        b"\x89PNG\r\n\x1a\nbroken",
        b"",
    ],
)
def test_what_is_no_picture_is_refused(cast: Cast, as_user: AsUser, content: bytes) -> None:
    upload = SimpleUploadedFile("a.png", content, content_type="image/png")
    answer = as_user(cast.chen).post("/settings/profile/avatar/set/", {"avatar": upload})
    assert answer.status_code == 422
    assert not User.objects.get(pk=cast.chen.pk).avatar


def test_the_old_picture_goes_and_clearing_twice_is_once(
    cast: Cast,
    as_user: AsUser,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = as_user(cast.chen)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/profile/avatar/set/", {"avatar": picture()})
        client.post("/settings/profile/avatar/set/", {"avatar": picture("JPEG")})
    assert len(list((tmp_path / "avatars").iterdir())) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/profile/avatar/clear/")
        client.post("/settings/profile/avatar/clear/")
    assert list((tmp_path / "avatars").iterdir()) == []
    assert Event.objects.filter(kind="profile.edited").count() == 3


def test_the_settings_page_shows_only_what_one_may_open_and_is_searched(cast: Cast, as_user: AsUser) -> None:
    text = as_user(cast.chen).get("/settings/").content.decode()
    assert "/settings/tokens/" in text
    assert "/products/CLB/settings/" in text
    assert "/administration/" not in text
    assert "/administration/people/" in as_user(cast.administrator).get("/settings/").content.decode()
    found = as_user(cast.chen).get("/settings/?q=令牌").content.decode()
    assert "/settings/tokens/" in found
    assert "/products/CLB/settings/" not in found
