"""Routes of this floor's endpoints."""

from __future__ import annotations

from django.urls import path

from artifacts.api import drafts, fill_ins, overview, versions
from artifacts.api.answers import (
    OpenPointViewSet,
    QuestionViewSet,
    RedactionsView,
    RedactionViewSet,
    SignOffViewSet,
)
from artifacts.api.artifacts import ArtifactViewSet
from artifacts.api.refused import RefusedPartViewSet

routes = [
    ("artifacts", ArtifactViewSet, "artifact"),
    ("sign-offs", SignOffViewSet, "sign-off"),
    ("questions", QuestionViewSet, "question"),
    ("open-points", OpenPointViewSet, "open-point"),
    ("redactions", RedactionViewSet, "redaction"),
    ("refused-parts", RefusedPartViewSet, "refused-part"),
]

_A = "artifacts/<str:reference>/"
_ROWS = _A + "rows/<str:table>/"

urlpatterns = [
    path("kinds/", overview.KindsView.as_view(), name="kind-list"),
    path("kinds/<slug:slug>/", overview.KindView.as_view(), name="kind-detail"),
    path("products/<str:key>/coverage/", overview.CoverageView.as_view(), name="product-coverage"),
    path(_A + "draft/", drafts.DraftView.as_view(), name="artifact-draft"),
    path(_A + "import/", overview.ImportView.as_view(), name="artifact-import"),
    path(_A + "imports/<int:pk>/undo/", overview.ImportUndoView.as_view(), name="import-undo"),
    path(_A + "receivers/", drafts.ReceiversView.as_view(), name="artifact-receivers"),
    path(_A + "sections/", drafts.SectionsView.as_view(), name="section-list"),
    path(_A + "sections/<str:key>/", drafts.SectionView.as_view(), name="section-detail"),
    path(_A + "sections/<str:key>/move/", drafts.SectionMoveView.as_view(), name="section-move"),
    path(_ROWS, drafts.RowsView.as_view(), name="row-list"),
    path(_ROWS + "paste/", drafts.RowsPasteView.as_view(), name="row-paste"),
    path(_ROWS + "<str:key>/", drafts.RowView.as_view(), name="row-detail"),
    path(_ROWS + "<str:key>/move/", drafts.RowMoveView.as_view(), name="row-move"),
    path(_ROWS + "<str:key>/done/", fill_ins.RowDoneView.as_view(), name="row-done"),
    path(_ROWS + "<str:key>/undone/", fill_ins.RowUndoneView.as_view(), name="row-undone"),
    path(_A + "fill-ins/", fill_ins.FillInsView.as_view(), name="artifact-fill-ins"),
    path(
        _A + "fill-ins/<str:table>/<str:key>/<str:column>/",
        fill_ins.CellHistoryView.as_view(),
        name="cell-history",
    ),
    path(_A + "publish-preview/", versions.PublishPreviewView.as_view(), name="artifact-publish-preview"),
    path(_A + "versions/", versions.VersionViewSet.as_view({"get": "list"}), name="version-list"),
    path(_A + "versions/<str:label>/", versions.VersionView.as_view(), name="version-detail"),
    path(_A + "diff/", versions.DiffView.as_view(), name="artifact-diff"),
    path(_A + "concerned/", versions.ConcernView.as_view(), name="artifact-concerned"),
    path(_A + "markdown/", versions.MarkdownView.as_view(), name="artifact-markdown"),
    path(_A + "redactions/", RedactionsView.as_view(), name="artifact-redactions"),
]
