"""One person and the two doors of the tiny site."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import ApiToken, User
from tests import make

URLS = "tests.ground.endpoints"
FLOORS = ("accounts.", "departments.", "conversations.", "artifacts.", "notifications.", "insights.")


@pytest.fixture(autouse=True)
def _tiny_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = URLS
    settings.LOGIN_URL = "/sign-in/"
    # The ground knows no app: what the floors put between request and view has tests of its own.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith(FLOORS)]
    engine = settings.TEMPLATES[0]
    processors = [name for name in engine["OPTIONS"]["context_processors"] if not name.startswith(FLOORS)]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "context_processors": processors}}]
    cache.clear()


@pytest.fixture
def person(db: None) -> User:
    return make.make_user("mei", "梅一")


@pytest.fixture
def pages(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@pytest.fixture
def program(person: User) -> APIClient:
    return token_client(person, "write")


def token_client(person: User, scope: str) -> APIClient:
    _, token = ApiToken.objects.create(user=person, name="test", scope=scope)
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client
