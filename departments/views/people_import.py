"""People from a CSV file: dry run, report, confirmation."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions.people import require_administrator
from accounts.typed import SignedIn
from departments import people_csv, people_import
from departments.forms import PeopleFileForm
from events import jobs
from events.models import Job
from pmcomms.ground.html import put_errors, scoped_or_404


def _mine(request: SignedIn, pk: int) -> Job:
    require_administrator(request.user)
    return scoped_or_404(Job.objects.filter(owner_id=request.user.pk, kind=people_import.KIND), pk=pk)


@require_http_methods(["GET", "POST"])
def person_import(request: SignedIn) -> HttpResponse:
    """Reads the file and leads to the report; nothing is changed yet."""
    require_administrator(request.user)
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            found = people_csv.read(upload.read(people_csv.MOST_BYTES + 1))
        except ValidationError as error:
            put_errors(form, error)
        else:
            job = people_import.plan(found, actor=request.user, file_name=upload.name)
            return redirect("person-import-report", pk=job.pk)
    return render(request, "departments/person_import.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def person_import_report(request: SignedIn, pk: int) -> HttpResponse:
    job = _mine(request, pk)
    counts = job.result.get("counts", {})
    context = {
        "job": job,
        "report": job.result,
        "is_planned": job.state == Job.State.PLANNED,
        "to_do": counts.get("add", 0) + counts.get("update", 0),
    }
    return render(request, "departments/person_import_report.html", context)


@require_POST
def person_import_confirm(request: SignedIn, pk: int) -> HttpResponse:
    """Runs the import here and now: it is bounded, and the administrator waits for it."""
    job = jobs.confirm(_mine(request, pk), actor=request.user)
    jobs.run(job.pk)
    return redirect("person-import-report", pk=job.pk)
