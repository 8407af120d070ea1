"""People: sign-in, profile, API tokens (floor 1)."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import access_mail, event_kinds, names, reset_mail, settings_entries
        from accounts.api import schema  # noqa: F401 - spectacular finds extensions by their import

        event_kinds.register_all()
        names.register_all()
        reset_mail.register_all()
        access_mail.register_all()
        settings_entries.register_all()
