"""The API describes itself: every operation, its problems, and the committed description is today's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.validation import validate_schema
from rest_framework.test import APIClient

from pmcomms import api_routes, schema_view
from tests.ground import endpoints

COMMITTED = Path(__file__).resolve().parent.parent.parent / "docs" / "openapi.yaml"


def described(patterns: list[Any] | None = None) -> dict[str, Any]:
    # In English, so that the description does not depend on compiled translations.
    with translation.override("en"):
        schema: dict[str, Any] = SchemaGenerator(patterns=patterns).get_schema(request=None, public=True)
        return plain(schema)


@pytest.fixture(scope="module")
def tiny() -> dict[str, Any]:
    return described(endpoints.urlpatterns[:1])


def operation(schema: dict[str, Any], path: str, method: str) -> dict[str, Any]:
    return next(value for name, value in schema["paths"].items() if name.endswith(path))[method]


def test_it_is_valid_openapi(tiny: dict[str, Any]) -> None:
    validate_schema(tiny)


def test_every_operation_names_its_problems(tiny: dict[str, Any]) -> None:
    everywhere = {"400", "401", "403", "404", "405", "406", "429", "503"}
    changing = {"409", "412", "428"}
    for path, operations in tiny["paths"].items():
        for method, found in operations.items():
            statuses = set(found["responses"])
            assert everywhere <= statuses, (path, method)
            assert (changing <= statuses) == (method != "get"), (path, method)
            body = found["responses"]["404"]["content"]["application/problem+json"]["schema"]
            assert body == {"$ref": "#/components/schemas/Problem"}


def test_shared_headers_and_parameters_are_described(tiny: dict[str, Any]) -> None:
    def names(path: str, method: str) -> set[str]:
        return {parameter["name"] for parameter in operation(tiny, path, method)["parameters"]}

    assert names("/counters/", "get") >= {"cursor", "limit", "key", "count", "q", "order"}
    assert "Idempotency-Key" in names("/counters/", "post")
    assert "If-Match" in names("/counters/{id}/", "patch")
    assert names("/plain/", "get") == {"cursor", "limit"}


def test_input_and_output_are_described_apart(tiny: dict[str, Any]) -> None:
    create = operation(tiny, "/counters/", "post")
    assert create["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/CounterInput")
    created = create["responses"]["201"]["content"]["application/json"]["schema"]
    assert created["$ref"].endswith("/CounterOutput")
    listed = operation(tiny, "/counters/", "get")["responses"]["200"]["content"]["application/json"]["schema"]
    page = tiny["components"]["schemas"][listed["$ref"].rsplit("/", 1)[1]]
    assert set(page["properties"]) == {"items", "next"}


def test_a_real_problem_has_the_described_shape(program: APIClient, tiny: dict[str, Any]) -> None:
    shape = tiny["components"]["schemas"]["Problem"]
    body = program.post("/api/t/counters/", {"odd": 1}, format="json").json()
    assert set(shape["required"]) <= set(body) <= set(shape["properties"])
    assert set(body["errors"][0]) == set(shape["properties"]["errors"]["items"]["properties"])


def test_the_schema_and_its_reading_room_are_for_people_who_are_signed_in(
    pages: Client, program: APIClient, db: None
) -> None:
    assert program.get("/api/v1/schema/").status_code == 200
    room = pages.get("/api/docs/")
    assert room.status_code == 200
    text = room.content.decode()
    assert "<script>" not in text and "/static/drf_spectacular_sidecar/" in text
    script = pages.get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/v1/schema/" in script.content.decode()
    assert APIClient().get("/api/v1/schema/").status_code == 401
    assert Client().get("/api/docs/")["Location"] == "/sign-in/?next=/api/docs/"


def test_the_schema_is_written_once_and_format_is_honoured(program: APIClient, db: None) -> None:
    schema_view.written.cache_clear()
    first = program.get("/api/v1/schema/?format=json")
    assert first["Content-Type"].startswith("application/vnd.oai.openapi+json")
    assert first.json()["info"]["title"] == "pmcomms API"
    assert program.get("/api/v1/schema/?format=json").content == first.content
    assert schema_view.written.cache_info().hits == 1
    assert yaml.safe_load(program.get("/api/v1/schema/").content)["paths"].keys() == first.json()["paths"].keys()


def test_operations_are_grouped_by_noun_and_named_by_verb() -> None:
    schema = described(api_routes.api_patterns)
    assert all(word in schema["info"]["description"] for word in ("If-Match", "Idempotency-Key", "Retry-After", "(/)"))
    link = schema["paths"]["/api/v1/people/{username}/hand-over/"]["post"]
    assert (link["tags"], link["summary"]) == (["People"], "Hand over")
    assert schema["paths"]["/api/v1/people/"]["get"]["summary"] == "List"
    assert schema["paths"]["/api/v1/people/{username}/"]["patch"]["summary"] == "Change"
    assert len({tag for ways in schema["paths"].values() for way in ways.values() for tag in way["tags"]}) > 10


def test_the_committed_description_is_todays(settings: Any) -> None:
    """Write it again with ``manage.py spectacular --lang en --file docs/openapi.yaml``."""
    settings.ROOT_URLCONF = "pmcomms.urls"
    today = described(api_routes.api_patterns)
    validate_schema(today)
    assert plain(yaml.safe_load(COMMITTED.read_text())) == today


def plain(value: Any) -> Any:
    """The same in lists, dictionaries and plain values; lazy texts become text."""
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value if isinstance(value, (int, float, bool, type(None))) else str(value)


def test_nothing_was_guessed_while_describing() -> None:
    from drf_spectacular.drainage import GENERATOR_STATS

    GENERATOR_STATS.reset()
    described(api_routes.api_patterns)
    assert not GENERATOR_STATS, dict(GENERATOR_STATS._error_cache, **GENERATOR_STATS._warn_cache)


def test_no_setting_hides_operations() -> None:
    assert spectacular_settings.SERVE_PUBLIC is True
    assert "pmcomms.schema.add_problems" in {
        f"{hook.__module__}.{hook.__name__}" for hook in spectacular_settings.POSTPROCESSING_HOOKS
    }
