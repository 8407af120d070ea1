"""Signals and completeness: what records say by themselves."""

from artifacts.signals import building, business, delivery
from artifacts.signals.base import SIGNALS, Context, Finding, Row, Signal, compute, signal, worst
from artifacts.signals.completeness import Completeness, completeness, is_blank

__all__ = [
    "SIGNALS",
    "Completeness",
    "Context",
    "Finding",
    "Row",
    "Signal",
    "building",
    "business",
    "completeness",
    "compute",
    "delivery",
    "is_blank",
    "signal",
    "worst",
]
