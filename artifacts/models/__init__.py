from artifacts.models.artifact import Artifact, Receiver
from artifacts.models.draft import DraftImport, DraftRow, DraftSection, RefusedPart
from artifacts.models.filled import FilledCell
from artifacts.models.redaction import Redaction
from artifacts.models.signoff import OpenPoint, Question, SignOff
from artifacts.models.succession import RowSuccessor
from artifacts.models.version import RecordRow, Version, VersionSection

__all__ = [
    "Artifact",
    "DraftImport",
    "DraftRow",
    "DraftSection",
    "FilledCell",
    "OpenPoint",
    "Question",
    "Receiver",
    "RecordRow",
    "Redaction",
    "RefusedPart",
    "RowSuccessor",
    "SignOff",
    "Version",
    "VersionSection",
]
