"""The routes as demo mode has them."""

from django.urls import include, path

from pmcomms import urls

urlpatterns = [*urls.urlpatterns, path("", include("pmcomms.demo.urls"))]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
