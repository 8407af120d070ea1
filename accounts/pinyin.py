"""Chinese names as the letters people type.

The dictionary takes some 50 MB, so it is read by the first process that has a name to spell, not by every one.
"""


def pinyin_of(name: str) -> str:
    """``李雯`` → ``liwen``; Latin letters stay, lower-cased."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name)).lower().replace(" ", "")[:200]


def initials_of(name: str) -> str:
    """``李雯`` → ``lw``."""
    from pypinyin import Style, lazy_pinyin

    return "".join(part[:1] for part in lazy_pinyin(name, style=Style.FIRST_LETTER)).lower().replace(" ", "")[:60]
