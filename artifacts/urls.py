"""Pages and fragments of artifacts."""

from __future__ import annotations

from django.urls import path

from artifacts.views import answering, drafting, editing, filling, importing, reading, redacting

_one = "artifacts/<str:reference>/"

urlpatterns = [
    path("products/<str:key>/artifacts/", editing.artifact_list, name="artifact-list"),
    path("products/<str:key>/artifacts/new/", editing.artifact_new, name="artifact-new"),
    path(_one, reading.artifact_detail, name="artifact-detail"),
    path(_one + "versions/<str:label>/", reading.artifact_version, name="artifact-version"),
    path(_one + "versions/<str:label>/restore/", editing.artifact_restore, name="artifact-restore"),
    path(_one + "versions/<str:label>/redact/", redacting.redaction_request, name="redaction-request"),
    path("redactions/", redacting.redaction_list, name="redaction-list"),
    path("redactions/<int:pk>/", redacting.redaction_detail, name="redaction-detail"),
    path("redactions/<int:pk>/confirm/", redacting.redaction_confirm, name="redaction-confirm"),
    path("redactions/<int:pk>/cancel/", redacting.redaction_cancel, name="redaction-cancel"),
    path(_one + "diff/", reading.artifact_diff, name="artifact-diff"),
    path(_one + "print/", reading.artifact_print, name="artifact-print"),
    path(_one + "export/", reading.artifact_export, name="artifact-export"),
    path(_one + "edit/", editing.artifact_edit, name="artifact-edit"),
    path(_one + "import/", importing.artifact_import, name="artifact-import"),
    path(_one + "imports/<int:pk>/undo/", importing.import_undo, name="import-undo"),
    path(_one + "settings/", editing.artifact_settings, name="artifact-settings"),
    path(_one + "publish/", editing.artifact_publish, name="artifact-publish"),
    path(_one + "refresh/", editing.artifact_refresh, name="artifact-refresh"),
    path(_one + "withdraw/", editing.artifact_withdraw, name="artifact-withdraw"),
    path(_one + "archive/", editing.artifact_archive, name="artifact-archive"),
    path(_one + "unarchive/", editing.artifact_unarchive, name="artifact-unarchive"),
    path(_one + "discard/", editing.artifact_discard, name="artifact-discard"),
    path(_one + "delete/", editing.artifact_delete, name="artifact-delete"),
    path(_one + "refused/<int:pk>/settle/", editing.refused_part_settle, name="refused-part-settle"),
    path(_one + "sections/add/", drafting.section_add, name="section-add"),
    path(_one + "sections/<str:key>/save/", drafting.section_save, name="section-save"),
    path(_one + "sections/<str:key>/rename/", drafting.section_rename, name="section-rename"),
    path(_one + "sections/<str:key>/move/", drafting.section_move, name="section-move"),
    path(_one + "sections/<str:key>/delete/", drafting.section_delete, name="section-delete"),
    path(_one + "tables/<str:table>/rows/save/", drafting.row_save, name="row-save"),
    path(_one + "tables/<str:table>/rows/delete/", drafting.row_delete, name="row-delete"),
    path(_one + "tables/<str:table>/rows/move/", drafting.row_move, name="row-move"),
    path(_one + "tables/<str:table>/rows/<str:key>/done/", filling.row_done, name="row-done"),
    path(_one + "tables/<str:table>/rows/<str:key>/undone/", filling.row_undone, name="row-undone"),
    path(_one + "tables/<str:table>/rows/<str:key>/<str:column>/fill-in/", filling.fill_in_edit, name="fill-in-edit"),
    path(_one + "signoffs/", answering.signoff_panel, name="signoff-panel"),
    path(_one + "signoffs/<int:pk>/pass-on/", answering.artifact_pass_on, name="artifact-pass-on"),
    path(_one + "signoffs/<int:pk>/ask/", answering.artifact_ask, name="artifact-ask"),
    path(_one + "signoffs/<int:pk>/ask-again/", answering.artifact_ask_again, name="artifact-ask-again"),
    path(_one + "signoffs/<int:pk>/answer/<str:answer>/", answering.artifact_answer, name="artifact-answer"),
    path(_one + "questions/<int:pk>/answer/", answering.question_answer, name="question-answer"),
    path(_one + "open-points/<int:pk>/close/", answering.open_point_close, name="open-point-close"),
    path(_one + "nudge/", answering.artifact_nudge, name="artifact-nudge"),
    path(_one + "signers/add/", answering.artifact_signer_add, name="artifact-signer-add"),
    path(_one + "copy/", answering.artifact_copy, name="artifact-copy"),
]
