"""What the board's script is answered: nothing when it worked, a sentence in JSON when it did not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse

from accounts.typed import SignedIn
from pmcomms.ground.problems import Conflict, describe

View = Callable[..., HttpResponse]


def is_script(request: SignedIn) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def told_in_json(view: View) -> View:
    """Refusals of a verb as JSON where a script asked; ``needs_form``: the move wants a ground first."""

    @wraps(view)
    def answered(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ValidationError as error:
            if not is_script(request):
                raise
            needs_form = "ground" in getattr(error, "error_dict", {})
            return JsonResponse({"detail": " ".join(error.messages), "needs_form": needs_form}, status=422)
        except (Conflict, PermissionDenied) as error:
            problem = describe(error) if is_script(request) else None
            if problem is None:
                raise
            return JsonResponse({"detail": problem.detail}, status=problem.status)

    return answered
