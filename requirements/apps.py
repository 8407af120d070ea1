"""What is wanted and built (floor 4)."""

from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    name = "requirements"
