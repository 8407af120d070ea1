"""Routes of demo mode."""

from __future__ import annotations

from django.urls import path

from pmcomms.demo.entry import demo_enter

urlpatterns = [path("demo/enter/", demo_enter, name="demo-enter")]
