"""Who is asking: the address that the server sees, and nothing that a client claims."""

from __future__ import annotations

import pytest
from fastapi import Request

from actions.dossier_form import CALLER
from bot.server.caller import Caller, with_caller
from tests.bot.portal_parts import KEY


def caller_from(address: str | None) -> Caller:
    client = (address, 4711) if address is not None else None
    return Caller(Request({"type": "http", "client": client}), KEY)


def caller(address: str, **metadata: str) -> object:
    return with_caller(metadata, caller_from(address)).get(CALLER)


def test_an_address_is_told_apart_from_others_and_not_named() -> None:
    assert caller("203.0.113.7") == caller("203.0.113.7")
    assert caller("203.0.113.7") != caller("203.0.113.8")
    assert "203.0.113" not in str(caller("203.0.113.7"))


def test_one_customer_has_a_whole_network_of_ipv6() -> None:
    assert caller("2001:db8:1:2::1") == caller("2001:db8:1:2:ffff::9")
    assert caller("2001:db8:1:2::1") != caller("2001:db8:1:3::1")


def test_a_client_cannot_say_that_it_is_another() -> None:
    assert caller("203.0.113.7", caller="an") == caller("203.0.113.7", caller="bình")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_the_hotline_on_this_machine_says_itself_who_calls(address: str) -> None:
    assert caller(address, caller="một cuộc gọi") == "một cuộc gọi"
    assert caller(address) is None


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", None])
def test_what_comes_from_this_machine_is_many_people(address: str | None) -> None:
    assert caller_from(address).counted == ""
    assert caller_from("203.0.113.7").counted


def test_other_metadata_stays() -> None:
    kept = with_caller({"kênh": "web"}, caller_from("203.0.113.7"))

    assert kept["kênh"] == "web"
