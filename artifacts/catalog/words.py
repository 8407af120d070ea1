"""The words of the declarations, translated in a context of their own.

Short words such as “Open”, “From” or “Run” mean other things on other pages; in the context ``catalog``
a kind's “Run” is 已执行 and nobody else's.
"""

from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

CONTEXT = "catalog"


def word(text: str) -> StrPromise:
    """A name or a piece of guidance, in the language of whoever reads it."""
    return pgettext_lazy(CONTEXT, text)
