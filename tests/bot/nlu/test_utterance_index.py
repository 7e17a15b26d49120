from __future__ import annotations

from bot.nlu.utterance_index import UtteranceIndex

INDEX = UtteranceIndex(
    [
        ("vợ em mới đẻ muốn làm giấy tờ cho bé", "birth"),
        ("sinh con ra cần đăng ký giấy tờ", "birth"),
        ("tụi em sắp cưới cần giấy tờ gì", "marriage"),
    ]
)


def test_the_record_with_the_likest_utterance_is_nearest() -> None:
    found = INDEX.nearest("vo em vua de can lam giay to cho be")
    assert max(found, key=lambda key: found[key].best) == "birth"
    assert found["birth"].utterance == "vợ em mới đẻ muốn làm giấy tờ cho bé"
    assert 0 < found["birth"].mean <= found["birth"].best <= 1


def test_an_utterance_is_nearest_to_itself_unless_it_is_left_out() -> None:
    text = "tụi em sắp cưới cần giấy tờ gì"
    assert INDEX.nearest(text)["marriage"].best > 0.99
    assert "marriage" not in INDEX.nearest(text, without=2)


def test_what_shares_nothing_is_near_to_nothing() -> None:
    assert INDEX.nearest("zzz") == {}
    assert INDEX.nearest("") == {}
    assert UtteranceIndex([]).nearest("làm khai sinh") == {}
