"""Who must act or know, and when (floor 6)."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from django.utils.translation import pgettext_lazy

        from conversations.jumps import Place, register_place

        register_place(Place(pgettext_lazy("page", "To-do"), "todo-list", "check"))
