from __future__ import annotations

import httpx
import pytest

from knowledge.records import Procedure
from knowledge.store import KnowledgeStore
from tests.actions.publishing import published
from tests.actions.sample_records import COMPLETE

SEARCH = "/api/procedures/search"


@pytest.mark.parametrize("question", ["đăng ký kết hôn", "dang ky ket hon", "Đăng Ký Kết Hôn?"])
def test_search_finds_the_procedure_best_first(client: httpx.Client, question: str) -> None:
    results = client.get(SEARCH, params={"q": question}).json()["results"]
    assert results[0] == {
        "code": "1.000894",
        "name": "Đăng ký kết hôn",
        "score": results[0]["score"],
        "level": "commune",
        "domain": "Hộ tịch",
    }
    scores = [result["score"] for result in results]
    assert scores == sorted(scores, reverse=True)


def test_search_by_code_finds_that_one(client: httpx.Client) -> None:
    results = client.get(SEARCH, params={"q": "1.000894"}).json()["results"]
    assert [result["code"] for result in results] == ["1.000894"]


def test_as_many_results_as_asked_for(client: httpx.Client) -> None:
    assert len(client.get(SEARCH, params={"q": "đăng ký", "limit": 3}).json()["results"]) == 3
    assert len(client.get(SEARCH, params={"q": "đăng ký"}).json()["results"]) == 10


@pytest.mark.parametrize("question", ["", "   ", "👶", "?!", "\x00"])
def test_what_nothing_fits_finds_nothing(client: httpx.Client, question: str) -> None:
    response = client.get(SEARCH, params={"q": question})
    assert response.status_code == 200
    assert response.json() == {"results": []}
    assert client.get(SEARCH).json() == {"results": []}


@pytest.mark.parametrize(
    "question", ["'; DROP TABLE record; --", "name:*", "(((", 'a AND "', "+-!(){}[]^~*?:\\/"]
)
def test_signs_of_a_query_language_are_only_signs(client: httpx.Client, question: str) -> None:
    assert client.get(SEARCH, params={"q": question}).status_code == 200


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"q": "a" * 301}, "q"),
        ({"q": "a", "limit": 0}, "limit"),
        ({"q": "a", "limit": 51}, "limit"),
        ({"q": "a", "limit": "nhiều"}, "limit"),
    ],
)
def test_a_wrong_parameter_is_named(
    client: httpx.Client, parameters: dict[str, str | int], field: str
) -> None:
    response = client.get(SEARCH, params=parameters)
    assert response.status_code == 422
    [problem] = response.json()["problems"]
    assert problem["field"] == field
    assert " " in problem["problem"]


def test_a_procedure_is_the_whole_record_with_its_version(client: httpx.Client) -> None:
    record = client.get("/api/procedures/1.001193").json()
    procedure = Procedure.model_validate(record["procedure"])
    assert procedure.name == "Đăng ký khai sinh"
    assert record["version"] >= 1


@pytest.mark.parametrize("code", ["9.999999", "x", "1.001193%00", "%2e%2e", "a" * 500])
def test_a_code_that_is_none_is_not_found(client: httpx.Client, code: str) -> None:
    response = client.get(f"/api/procedures/{code}")
    assert response.status_code == 404


def test_a_record_is_live_within_a_second_of_its_publishing(
    client: httpx.Client, store: KnowledgeStore
) -> None:
    with published(COMPLETE, store) as version:
        found = client.get(SEARCH, params={"q": "thả diều"}).json()["results"]
        assert found[0]["code"] == COMPLETE.code
        record = client.get(f"/api/procedures/{COMPLETE.code}").json()
        assert record["version"] == version
        assert Procedure.model_validate(record["procedure"]) == COMPLETE
    assert client.get(f"/api/procedures/{COMPLETE.code}").status_code == 404
