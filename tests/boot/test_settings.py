"""What production refuses, and how a broken value is said."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from scripts.steps import ROOT

GOOD = {
    "PMCOMMS_MODE": "production",
    "SECRET_KEY": "a-secret-of-this-test-that-is-long-enough-0123456789",
    "ALLOWED_HOSTS": "pm.example.com",
    "SITE_URL": "https://pm.example.com",
    "DEFAULT_FROM_EMAIL": "pm@example.com",
}


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """``manage.py`` with these settings; reads them all and ends."""
    kept = {name: os.environ[name] for name in ("PATH", "DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "manage.py", "diffsettings"]
    return subprocess.run(command, cwd=ROOT, env=kept | variables, capture_output=True, text=True)


def test_production_starts_with_good_settings() -> None:
    ended = start(**GOOD)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "", "SECRET_KEY"),
        ("SECRET_KEY", "insecure-secret-for-demo-and-development-only-0123456789", "SECRET_KEY is the default"),
        ("SECRET_KEY", "short", "SECRET_KEY is the default or shorter"),
        ("DEBUG", "1", "DEBUG is on"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS holds a wildcard"),
        ("ALLOWED_HOSTS", ".com", "ALLOWED_HOSTS holds a wildcard"),
        ("DEFAULT_FROM_EMAIL", "", "DEFAULT_FROM_EMAIL (the mail sender) is missing"),
    ],
)
def test_production_refuses_and_says_which(name: str, value: str, said: str) -> None:
    ended = start(**GOOD | {name: value})
    assert ended.returncode != 0
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_production_says_all_refusals_at_once() -> None:
    ended = start(PMCOMMS_MODE="production", DEBUG="1", ALLOWED_HOSTS="*")
    assert all(word in ended.stderr for word in ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "DEFAULT_FROM_EMAIL"))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PMCOMMS_MODE", "staging", "is not one of: production, demo, dev, test"),
        ("DEBUG", "perhaps", "DEBUG='perhaps' is neither 1 nor 0"),
        ("BEHIND_PROXY", "perhaps", "BEHIND_PROXY='perhaps'"),
        ("ATTACHMENT_LIMIT_MB", "many", "ATTACHMENT_LIMIT_MB is not a whole number"),
        ("DATABASE_URL", "mysql://root@host/name", "DATABASE_URL must name a PostgreSQL database"),
        ("DATABASE_URL", "postgres://user:secret-word@host:port/name", "DATABASE_URL is not an address"),
        ("REDIS_URL", "memcached://host", "REDIS_URL does not begin with"),
        ("EMAIL_URL", "pigeon://host", "EMAIL_URL is not an address"),
        ("SITE_URL", "pm.example.com", "SITE_URL does not begin with"),
    ],
)
def test_a_broken_value_is_named_and_never_repeated(name: str, value: str, said: str) -> None:
    ended = start(**{name: value})
    assert ended.returncode != 0
    assert said in ended.stderr
    assert "secret-word" not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_web_server_refuses_with_the_same_sentence() -> None:
    env = {"PATH": os.environ["PATH"]} | GOOD | {"DEFAULT_FROM_EMAIL": ""}
    ended = subprocess.run(
        [sys.executable, "-m", "pmcomms.serve"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert "DEFAULT_FROM_EMAIL (the mail sender) is missing" in ended.stderr


def test_every_setting_is_explained_in_the_example() -> None:
    settings = (ROOT / "pmcomms" / "settings.py").read_text()
    served = (ROOT / "pmcomms" / "serve.py").read_text() + (ROOT / "pmcomms" / "asgi.py").read_text()
    read = set(
        re.findall(
            r'(?:env\.\w+|_checked|_yes|_one_of|_address|_number|environ\.get)\(\s*"([A-Z_]+)"', settings + served
        )
    )
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert len(read) > 15
    assert read - explained - {"PMCOMMS_URLCONF", "DJANGO_SETTINGS_MODULE"} == set()
