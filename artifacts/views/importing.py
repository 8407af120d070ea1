"""Bringing a document in: a file (Word, Markdown) or what was pasted, into the draft, with a report."""

from __future__ import annotations

from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from artifacts import kinds, permissions
from artifacts.actions import importing
from artifacts.importers.files import import_file, import_text
from artifacts.importers.report import ImportedDocument
from artifacts.views.fetching import Request, artifact_of
from pmcomms.ground.html import form_errors, put_errors, scoped_or_404

FILE_LIMIT_MB = 50


class ImportForm(forms.Form):
    """A file or pasted text, one of the two."""

    file = forms.FileField(required=False)
    pasted = forms.CharField(required=False, max_length=2_000_000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they came
        self.fields["file"].label = _("Word or Markdown file")
        self.fields["file"].help_text = _(
            "Headings that name a section replace its text; others become sections of their own."
        )
        self.fields["file"].widget.attrs["accept"] = ".docx,.md,.markdown,.txt,.html"
        self.fields["pasted"].label = _("Or paste the text")
        self.fields["pasted"].help_text = _("Markdown or plain text; pasted Word content goes into the editor itself.")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("pasted"):
            raise ValidationError(_("Choose a file or paste a text."))
        upload = cleaned.get("file")
        if upload and upload.size > FILE_LIMIT_MB * 1024 * 1024:
            raise ValidationError({"file": _("The file is larger than %(most)d MB.") % {"most": FILE_LIMIT_MB}})
        return cleaned

    def document(self) -> ImportedDocument:
        """What the file or the text holds. Raises ``ValidationError`` with a sentence for people."""
        upload = self.cleaned_data.get("file")
        if upload:
            return import_file(upload.name, upload.read(), title=PurePath(upload.name).stem)
        return import_text(self.cleaned_data["pasted"])


@require_http_methods(["GET", "POST"])
def artifact_import(request: Request, reference: str) -> HttpResponse:
    """The form; after it, the report of what was filled, made, and could not be kept."""
    artifact = artifact_of(request, reference)
    if not permissions.can_edit(request.user, artifact):
        raise PermissionDenied(_("Only those who edit the draft see it."))
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    context = {"artifact": artifact, "kind": kinds.get(artifact.kind), "form": form}
    if request.method == "GET":
        return render(request, "artifacts/artifact_import.html", context)
    if form.is_valid():
        try:
            imported = importing.import_document(artifact, actor=request.user, document=form.document())
        except ValidationError as error:
            put_errors(form, error)
        else:
            kind = kinds.get(artifact.kind)
            context["filled"] = [str(kind.section(key).name) for key in imported.filled]
            context["free"] = artifact.draft_sections.filter(key__in=imported.free)
            context["report"] = imported.report
            context["taken"] = imported.taken
            return render(request, "artifacts/artifact_imported.html", context)
    return form_errors(request, "artifacts/artifact_import.html", "artifacts/artifact_import.html", context)


@require_POST
def import_undo(request: Request, reference: str, pk: int) -> HttpResponse:
    """撤销导入: the sections read as before; what was written since stays, and is said."""
    artifact = artifact_of(request, reference)
    if not permissions.can_edit(request.user, artifact):
        raise PermissionDenied(_("Only those who edit the draft see it."))
    taken = scoped_or_404(artifact.draft_imports.select_related("artifact"), pk=pk)
    undone = importing.undo_import(taken, actor=request.user)
    if undone.restored:
        number = len(undone.restored)
        words = ngettext("%(n)d section reads as before.", "%(n)d sections read as before.", number)
        messages.success(request, _("Import taken back.") + words % {"n": number})
    if undone.left:
        number = len(undone.left)
        words = ngettext(
            "%(n)d section was edited since and stays; its former text is shown above the draft.",
            "%(n)d sections were edited since and stay; their former text is shown above the draft.",
            number,
        )
        messages.warning(request, words % {"n": number})
    return redirect("artifact-edit", reference=reference)
