"""What is agreed: kinds, versions, answers, fill-ins, coverage (floor 5)."""

from django.apps import AppConfig


class ArtifactsConfig(AppConfig):
    name = "artifacts"
