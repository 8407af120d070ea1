"""Pages of the organisation."""

from __future__ import annotations

from django.urls import path

from departments.views import departments, liaisons, people, people_import, products, stand_ins

urlpatterns = [
    path("people/pick/", people.person_pick, name="person-pick"),
    path("administration/people/", people.person_list, name="person-list"),
    path("administration/people/add/", people.person_add, name="person-add"),
    path("administration/people/import/", people_import.person_import, name="person-import"),
    path("administration/people/import/<int:pk>/", people_import.person_import_report, name="person-import-report"),
    path(
        "administration/people/import/<int:pk>/confirm/",
        people_import.person_import_confirm,
        name="person-import-confirm",
    ),
    path("administration/people/<str:username>/", people.person_edit, name="person-edit"),
    path("administration/people/<str:username>/link/", people.person_link, name="person-link"),
    path(
        "administration/people/<str:username>/reset-two-step/",
        people.person_reset_two_step,
        name="person-reset-two-step",
    ),
    path("administration/people/<str:username>/deactivate/", people.person_deactivate, name="person-deactivate"),
    path("administration/people/<str:username>/reactivate/", people.person_reactivate, name="person-reactivate"),
    path("administration/people/<str:username>/hand-over/", people.person_hand_over, name="person-hand-over"),
    path("administration/departments/", departments.department_list, name="department-list"),
    path("administration/departments/add/", departments.department_add, name="department-add"),
    path("administration/departments/<str:code>/", departments.department_edit, name="department-edit"),
    path(
        "administration/departments/<str:code>/archive/",
        departments.department_archive,
        name="department-archive",
    ),
    path(
        "administration/departments/<str:code>/restore/",
        departments.department_restore,
        name="department-restore",
    ),
    path(
        "administration/departments/<str:code>/memberships/start/",
        departments.membership_start,
        name="membership-start",
    ),
    path("administration/memberships/<int:pk>/change/", departments.membership_change, name="membership-change"),
    path("administration/memberships/<int:pk>/end/", departments.membership_end, name="membership-end"),
    path("administration/calendar/", departments.calendar_detail, name="calendar-detail"),
    path("administration/calendar/set/", departments.calendar_day_set, name="calendar-day-set"),
    path("administration/calendar/<str:day>/clear/", departments.calendar_day_clear, name="calendar-day-clear"),
    path("settings/stand-ins/", stand_ins.stand_in_list, name="stand-in-list"),
    path("settings/stand-ins/name/", stand_ins.stand_in_name, name="stand-in-name"),
    path("settings/stand-ins/<int:pk>/cancel/", stand_ins.stand_in_cancel, name="stand-in-cancel"),
    path("departments/<str:code>/liaisons/", liaisons.department_liaisons, name="department-liaisons"),
    path("products/", products.product_list, name="product-list"),
    path("products/create/", products.product_create, name="product-create"),
    path("products/<str:key>/settings/", products.product_settings, name="product-settings"),
    path("products/<str:key>/edit/", products.product_edit, name="product-edit"),
    path("products/<str:key>/kinds/", products.product_kinds, name="product-kinds"),
    path("products/<str:key>/roles/set/", products.product_role_set, name="product-role-set"),
    path("products/<str:key>/roles/<str:username>/end/", products.product_role_end, name="product-role-end"),
    path("products/<str:key>/archive/", products.product_archive, name="product-archive"),
    path("products/<str:key>/restore/", products.product_restore, name="product-restore"),
    path("products/<str:key>/liaisons/name/", liaisons.liaison_name, name="liaison-name"),
    path("products/<str:key>/liaisons/<int:pk>/change/", liaisons.liaison_change, name="liaison-change"),
    path("products/<str:key>/liaisons/<int:pk>/end/", liaisons.liaison_end, name="liaison-end"),
]
