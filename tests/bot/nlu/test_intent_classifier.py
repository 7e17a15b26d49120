from __future__ import annotations

import pytest

from bot.runtime import Runtime


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("đăng ký kết hôn cần giấy tờ gì", "ask_documents"),
        ("dang ky ket hon het bao nhieu tien", "ask_fee"),
        ("khi mô thì có kết quả", "ask_duration"),
        ("nộp ở mô", "ask_place"),
        ("em chào anh chị", "greet"),
        ("cám ơn nhiều nha", "thank"),
        ("không phải đâu", "deny"),
        ("cho gặp cán bộ", "ask_person"),
        ("nhắc lại giùm", "repeat"),
    ],
)
async def test_the_trained_model_tells_what_is_wanted(
    runtime: Runtime, said: str, intent: str
) -> None:
    understood = await runtime.parse(said)
    assert understood["intent"]["name"] == intent
    ranking = [guess["confidence"] for guess in understood["intent_ranking"]]
    assert ranking == sorted(ranking, reverse=True)


async def test_of_what_it_knows_well_it_is_sure(runtime: Runtime) -> None:
    understood = await runtime.parse("xin chào")
    assert understood["intent_ranking"][0]["confidence"] > 0.6
