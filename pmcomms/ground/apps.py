"""The app that carries the ground's two tables and its templates."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    name = "pmcomms.ground"
    label = "ground"
