"""One person and the two doors of the tiny site."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import ApiToken, User
from tests import make

URLS = "tests.ground.endpoints"


@pytest.fixture(autouse=True)
def _tiny_site(settings: pytest.FixtureRequest) -> None:
    settings.ROOT_URLCONF = URLS
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


def token_client(person: User, scope: str, **extra: object) -> APIClient:
    _, token = ApiToken.objects.create(user=person, name="test", scope=scope)
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client
