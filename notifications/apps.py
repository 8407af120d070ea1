"""Who must act or know, and when (floor 6)."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
