"""The tabs every page of a product carries, whatever floor it is from."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from departments.models import Product

register = template.Library()


@register.inclusion_tag("frame/_product_tabs.html", takes_context=True)
def product_tabs(context: dict[str, Any], product: Product, here: str = "") -> dict[str, Any]:
    """总览, 文档, 沟通记录: only what exists.

    ``here`` names the tab of a page that lies elsewhere: ``artifact-list``.
    """
    entries = [
        {
            "label": _("Overview"),
            "url": reverse("product-overview", args=[product.key]),
            "exact": True,
            "here": here == "product-overview",
        },
        {"label": _("Documents"), "url": reverse("artifact-list", args=[product.key]), "here": here == "artifact-list"},
        {
            "label": _("Requirements"),
            "url": reverse("requirement-list", args=[product.key]),
            "here": here == "requirement-list",
        },
        {"label": _("Promises"), "url": reverse("promise-list", args=[product.key]), "here": here == "promise-list"},
        {
            "label": _("Feedback"),
            "url": reverse("feedback-list", args=[product.key]),
            "here": here == "feedback-list",
        },
        {
            "label": pgettext("releases of a product", "Releases"),
            "url": reverse("release-list", args=[product.key]),
            "here": here == "release-list",
        },
        {
            "label": _("Meeting notes"),
            "url": reverse("meeting-note-list", args=[product.key]),
            "here": here == "meeting-note-list",
        },
    ]
    return {"entries": entries, "request": context.get("request")}
