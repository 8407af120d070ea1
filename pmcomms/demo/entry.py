"""One-click entry as a role of the demo company. Its route exists in demo mode only."""

from __future__ import annotations

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.views.entrance import sign_in
from pmcomms.demo.people import ROLES


# Exempt from the CSRF check: scripts enter with one request, everything here is invented, and the worst a
# foreign page can do is to sign a browser in to an invented company.
@csrf_exempt
@login_not_required
@require_POST
def demo_enter(request: HttpRequest) -> HttpResponse:
    """``POST /demo/enter/`` with ``as=pm`` (or rd, marketing, sales, support, finance, operations, admin)."""
    role = request.POST.get("as", "")
    user = User.objects.active().filter(username=ROLES.get(role, "")).first()
    if user is None:
        raise ValidationError({"as": _("Choose one of: %(roles)s.") % {"roles": ", ".join(ROLES)}})
    if request.user.is_authenticated:
        logout(request)
    return sign_in(request, user, "desk")
