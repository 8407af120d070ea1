"""People: sign-in, profile, API tokens (floor 1)."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
