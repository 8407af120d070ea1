"""Storing what the signals of an artifact say now (``artifacts.signal_state``). No event: nobody did anything."""

from __future__ import annotations

from artifacts.models import Artifact
from artifacts.signal_state import computed
from artifacts.signals.base import BAD, OK, WARN


def refresh(artifact: Artifact) -> None:
    """Compute and store the signals of a locked artifact; nothing stands, nothing is said."""
    found = computed(artifact)
    # What is drawn from masked cells may not colour a cell of the coverage for everybody.
    open_ones = [one for one in found if artifact.is_confidential or not one["visible_to"]]
    level = max((one["level"] for one in open_ones), key=_loudness, default="")
    if (found, level) != (artifact.signals, artifact.signal_level):
        artifact.signals, artifact.signal_level = found, level
        artifact.save(update_fields=["signals", "signal_level"])


def _loudness(level: str) -> int:
    return (OK, WARN, BAD).index(level)
