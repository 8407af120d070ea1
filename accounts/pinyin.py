"""Chinese names as the letters people type."""

from pypinyin import Style, lazy_pinyin


def pinyin_of(name: str) -> str:
    """``李雯`` → ``liwen``; Latin letters stay, lower-cased."""
    return "".join(lazy_pinyin(name)).lower().replace(" ", "")[:200]


def initials_of(name: str) -> str:
    """``李雯`` → ``lw``."""
    return "".join(part[:1] for part in lazy_pinyin(name, style=Style.FIRST_LETTER)).lower().replace(" ", "")[:60]
