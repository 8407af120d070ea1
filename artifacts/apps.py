"""What is agreed: kinds, versions, answers, fill-ins, coverage (floor 5)."""

from django.apps import AppConfig


class ArtifactsConfig(AppConfig):
    name = "artifacts"

    def ready(self) -> None:
        from artifacts import event_kinds, registering

        event_kinds.register_all()
        registering.register_all()
