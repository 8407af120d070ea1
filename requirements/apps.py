"""What is wanted and built: requirements and their workflow (floor 4)."""

from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    name = "requirements"

    def ready(self) -> None:
        from requirements import event_kinds, registering

        event_kinds.register_all()
        registering.register_all()
