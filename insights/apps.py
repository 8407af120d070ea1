"""How it comes together: pages over all floors; writes nothing (floor 7)."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"
