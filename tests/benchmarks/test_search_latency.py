"""The plain BM25 that search is measured beside."""

from __future__ import annotations

from benchmarks.search_latency import NamesByBm25

NAMES = {"1": "Đăng ký khai sinh", "2": "Đăng ký kết hôn", "3": "Đổi giấy phép lái xe"}


def test_it_finds_names_with_and_without_diacritics() -> None:
    peer = NamesByBm25(NAMES)
    assert peer.search("đổi giấy phép")[0] == "3"
    assert peer.search("dang ky ket hon")[0] == "2"


def test_what_is_no_word_finds_nothing() -> None:
    assert NamesByBm25(NAMES).search('… ? "') == []
