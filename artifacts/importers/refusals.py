"""Why a file is refused. Readers raise codes, since they run where no language is known; pages show sentences."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BROKEN, NOT_WORD, OLD_WORD, ENCRYPTED = "broken", "not_word", "old_word", "encrypted"
MACROS, UNSAFE, TOO_LARGE, TOO_SLOW = "macros", "unsafe", "too_large", "too_slow"
ENCODING, EMPTY, UNKNOWN = "encoding", "empty", "unknown"


class Refused(Exception):
    """The file cannot be imported; ``code`` is one of those above."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refusal(code: str) -> ValidationError:
    """The refusal as people read it."""
    sentences = {
        BROKEN: _("This file is damaged and cannot be read. Open it in Word, save it again, and try once more."),
        NOT_WORD: _("This is not a Word document (.docx)."),
        OLD_WORD: _("This is an old Word document (.doc). Save it as .docx and try once more."),
        ENCRYPTED: _("This document is protected with a password. Take the password off and try once more."),
        MACROS: _("This document holds macros. Save it as .docx without macros and try once more."),
        UNSAFE: _("This file holds parts that a document never needs and was refused for safety."),
        TOO_LARGE: _("This file is too large to import. Split it, or shrink its pictures."),
        TOO_SLOW: _("Reading this file took too long. Split it and try once more."),
        ENCODING: _("The encoding of this file is not known. Save it as UTF-8 and try once more."),
        EMPTY: _("There is nothing in this file."),
        UNKNOWN: _("Only Word (.docx), Markdown (.md, .txt) and HTML files can be imported here."),
    }
    return ValidationError(sentences[code], code=code)
