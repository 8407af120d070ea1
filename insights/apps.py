"""How it comes together: pages over all floors; writes nothing (floor 7)."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy

        from conversations.jumps import Place, register_place

        register_place(Place(gettext_lazy("Desk"), "desk", "house"))
