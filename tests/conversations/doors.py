"""Types of the fixtures, and how htmx asks."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
HTMX = {"HX-Request": "true"}
