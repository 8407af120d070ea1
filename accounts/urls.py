"""Pages of people: sign-in (allauth's views, our templates), settings, invitations."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as usersessions
from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts.views import entrance, invitations
from accounts.views import settings as own

urlpatterns = [
    path("first-run/", entrance.first_run, name="first-run"),
    path("account/", RedirectView.as_view(pattern_name="settings-hub")),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/password/reset/", account.password_reset, name="account_reset_password"),
    path("account/password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/two-step/", mfa.index, name="mfa_index"),
    path("account/two-step/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("account/two-step/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/two-step/app/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/two-step/app/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/two-step/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/two-step/recovery-codes/generate/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/two-step/recovery-codes/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("account/sessions/", usersessions.list_usersessions, name="usersessions_list"),
    path("settings/", own.settings_hub, name="settings-hub"),
    path("settings/profile/", own.profile_edit, name="profile-edit"),
    path("settings/profile/avatar/set/", own.avatar_set, name="avatar-set"),
    path("settings/profile/avatar/clear/", own.avatar_clear, name="avatar-clear"),
    path("settings/tokens/", own.token_list, name="token-list"),
    path("settings/tokens/create/", own.token_create, name="token-create"),
    path("settings/tokens/<slug:prefix>/revoke/", own.token_revoke, name="token-revoke"),
    path("people/<str:username>/avatar/", own.person_avatar, name="person-avatar"),
    path("administration/invitations/", invitations.invitation_list, name="invitation-list"),
    path("administration/invitations/create/", invitations.invitation_create, name="invitation-create"),
    path("administration/invitations/<int:pk>/revoke/", invitations.invitation_revoke, name="invitation-revoke"),
    path("invitations/<str:secret>/", entrance.invitation_accept, name="invitation-accept"),
]
