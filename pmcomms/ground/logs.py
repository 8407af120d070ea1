"""Logs: one line per thing that happened, with its request id, and no secret in it.

``configure`` sets up structlog and gives the ``LOGGING`` of the settings: JSON lines in production,
readable lines elsewhere, both to standard error. Two guards stand before every line: values under names
that sound secret are starred, and Django's own lines name the route instead of the path, because paths
hold reset and invitation keys.
"""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

SECRET_WORDS = ("password", "secret", "token", "authorization", "cookie", "csrf", "session")
STARS = "***"


def configure(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """The ``LOGGING`` dict; structlog itself is set up on the way."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        star_secrets,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"routes": {"()": RoutesNotPaths}},
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderers(as_json)],
            }
        },
        "handlers": {
            "lines": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["routes"]},
        },
        "root": {"handlers": ["lines"], "level": level},
        # Django brings handlers of its own (console in debug, mail to administrators): ours is enough.
        "loggers": {"django": {"handlers": [], "level": level, "propagate": True}},
    }


def _renderers(as_json: bool) -> list[Processor]:
    if as_json:
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    return [structlog.dev.ConsoleRenderer(colors=False)]


def star_secrets(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Values under names that sound secret become stars, also inside dictionaries."""
    _star(line)
    return line


def _star(values: MutableMapping[str, Any]) -> None:
    for name, value in values.items():
        if any(word in str(name).lower() for word in SECRET_WORDS):
            values[name] = STARS
        elif isinstance(value, dict):
            values[name] = dict(value)
            _star(values[name])


class RoutesNotPaths(logging.Filter):
    """Django's lines about a request ("Not Found: /reset/<key>/") name its route instead of its path."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "(no route)"
            record.args = tuple(route if argument == path else argument for argument in record.args)
        return True
