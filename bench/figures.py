"""A measured value and the goal it is held to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """``value`` in ``unit``; the goal is an upper bound unless ``is_at_least``."""

    name: str
    value: float
    goal: float
    unit: str = "x floor"
    is_at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.value >= self.goal if self.is_at_least else self.value <= self.goal

    @property
    def sign(self) -> str:
        return ">=" if self.is_at_least else "<="

    def as_json(self, suite: str, size: str) -> dict[str, object]:
        return {
            "suite": suite,
            "size": size,
            "name": self.name,
            "value": round(self.value, 3),
            "goal": self.goal,
            "unit": self.unit,
            "ok": self.is_met,
        }
