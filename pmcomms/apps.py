"""The roof: settings, routes, the demo company."""

from django.apps import AppConfig


class PmcommsConfig(AppConfig):
    name = "pmcomms"
