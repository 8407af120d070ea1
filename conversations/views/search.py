"""The search page and the palette."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from conversations import jumps, registry, search
from conversations.search_text import is_single_character
from conversations.views.answers import reader
from departments.permissions import products_visible_to
from pmcomms.ground.html import fragments, is_fragment


@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    query = request.GET.get("q", "")[:200].strip()
    products = list(products_visible_to(viewer).order_by("name"))
    key, kind = request.GET.get("product", ""), request.GET.get("kind", "")
    product = next((one for one in products if one.key == key), None)
    known = {one.code: one for one in registry.all_kinds()}
    kind = kind if kind in known else ""
    cursor = request.GET.get("cursor")
    found = search.search(viewer, query, product=product, kind=kind or None, cursor=cursor)
    number = search.count_of(found, viewer, query, product=product, kind=kind or None, cursor=cursor)
    context = {
        "query": query,
        "found": found,
        "number": f"{search.COUNT_LIMIT}+" if number > search.COUNT_LIMIT else str(number),
        "products": products,
        "product": product,
        "kinds": [one for one in known.values() if one.code != "internal"],
        "kind": kind,
        "is_single": is_single_character(query),
    }
    if is_fragment(request):
        return fragments(request, "conversations/_search_results.html", context)
    return render(request, "conversations/search_page.html", context)


@require_GET
def search_palette(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")
    context = {"groups": jumps.groups(reader(request), query), "query": query.strip()}
    return fragments(request, "conversations/_palette_results.html", context)
