from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dossiers.codes import complete_code, find_codes
from speech.spoken import to_spoken
from speech.spoken.heard import (
    Command,
    choice,
    code,
    command,
    digits,
    is_back_channel,
    is_of_code,
    is_whole_code,
    yes_no,
)
from speech.spoken.spelling_out import digits_in_words
from vietnamese.numbers import number_to_words


class TestDigits:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("không chín không năm một hai ba bốn năm sáu", "0905123456"),
            ("dạ số không chín không năm ạ", "0905"),
            ("hai con năm", "55"),
            ("hai con số tám một", "881"),
            ("ba số không bảy", "0007"),
            ("một bẩy mốt tư lăm", "17145"),
            ("bốn số cuối là một hai ba tư", "1234"),
            ("bốn số sau là không không lẻ một", "0001"),
            ("mười hai ba mươi tư", "1234"),
            ("hai mươi lăm tám mươi", "2580"),
            ("ba trăm linh năm", "305"),
            ("hai nghìn không trăm hai mươi lăm", "2025"),
            ("0905 123 456", "0905123456"),
            ("số điện thoại của tôi đuôi không bảy bảy tám", "0778"),
            ("khong chin khong nam", "0905"),
        ],
    )
    def test_what_a_caller_reads_out_becomes_digits(self, said: str, expected: str) -> None:
        assert digits(said) == expected

    @pytest.mark.parametrize(
        "said",
        ["cho tôi hỏi một chút", "cái này mất mấy ngày", "làm hộ khẩu cho ba má tui", "", "dạ"],
    )
    def test_a_sentence_that_holds_a_number_by_chance_gives_none(self, said: str) -> None:
        assert digits(said) is None

    @given(st.text(alphabet="0123456789", min_size=1, max_size=12))
    def test_digits_that_are_read_out_come_back(self, written: str) -> None:
        assert digits(digits_in_words(written)) == written

    @given(st.text(alphabet="0123456789", min_size=1, max_size=12))
    def test_politeness_around_them_changes_nothing(self, written: str) -> None:
        assert digits(f"dạ số là {digits_in_words(written)} nghe em") == written

    @given(st.integers(min_value=10, max_value=9999))
    def test_a_number_comes_back_as_it_is_written(self, number: int) -> None:
        assert digits(number_to_words(number)) == str(number)

    @given(st.from_regex(r"09[0-9]{8}", fullmatch=True))
    def test_a_phone_number_comes_back_from_how_it_is_read_out(self, number: str) -> None:
        assert digits(to_spoken(number)) == number


class TestCode:
    @pytest.mark.parametrize(
        ("said", "written"),
        [
            (
                "hát mười bảy gạch hai sáu không tám mười bốn gạch không không không một",
                "H17-260814-0001",
            ),
            (
                "dạ mã hồ sơ là hắt một bảy gạch ngang hai sáu không tám một bốn gạch ngang một",
                "H17-260814-0001",
            ),
            (
                "ba số không chấm hai số không chấm mười chín chấm hát mười bảy gạch nối hai sáu "
                "không tám mười bốn gạch nối ba số không một",
                "000.00.19.H17-260814-0001",
            ),
            (
                "hát mười bảy chấm mười hai chấm ba gạch hai lăm không tám mười một gạch không "
                "không bốn hai",
                "H17.12.3-250811-0042",
            ),
            ("hai sáu không tám mười bốn gạch ba con không một", "260814-0001"),
            ("mã là H17-260814-0001", "H17-260814-0001"),
        ],
    )
    def test_a_code_that_is_spelled_is_written_down(self, said: str, written: str) -> None:
        assert code(said) == written
        assert len(find_codes(written)) == 1

    def test_a_part_of_a_code_is_known_as_one(self) -> None:
        for part in ("hát mười bảy", "dạ gạch hai sáu không tám", "không không không một ạ"):
            assert is_of_code(part)
            assert not is_whole_code(part)
        assert not is_of_code("hai sáu không tám là ngày nộp phải không")
        assert not is_of_code("dạ")

    def test_a_code_is_whole_with_the_fourth_digit_of_its_last_group(self) -> None:
        begun = "hát mười bảy gạch hai sáu không tám mười bốn gạch không không không"
        assert not is_whole_code(begun)
        assert is_whole_code(f"{begun} một")
        assert is_whole_code("hai sáu không tám mười bốn ba con không một")

    def test_without_the_signs_between_groups_it_can_still_be_read(self) -> None:
        said = "hát mười bảy hai sáu không tám mười bốn không không không một"
        [mention] = find_codes(code(said) or "")
        assert str(mention.code) == "H17-260814-0001"

    @pytest.mark.parametrize(
        "said", ["lệ phí bao nhiêu", "tôi quên mã rồi", "hát mười bảy", "thôi không tra nữa", ""]
    )
    def test_other_words_are_no_code(self, said: str) -> None:
        assert code(said) is None

    @given(
        st.sampled_from(["000.00.19.H17", "000.17.42.H17", "H17.12.3", "H17.7"]),
        st.dates(
            min_value=date(2020, 1, 1),
            max_value=date(2039, 12, 31),
        ),
        st.integers(min_value=0, max_value=999_999),
    )
    def test_a_code_comes_back_from_how_it_is_read_out(
        self, office: str, day: date, number: int
    ) -> None:
        written = f"{office}-{day:%y%m%d}-{number:04d}"
        heard = code(to_spoken(written))
        assert heard == written
        assert str(complete_code(heard)) == written


@pytest.mark.parametrize(
    ("said", "yes"),
    [
        ("dạ đúng rồi", True),
        ("ừ", True),
        ("rồi", True),
        ("có em", True),
        ("phải rứa đó em", True),
        ("dạ dạ", True),
        ("đúng rồi đó em ơi", True),
        ("không", False),
        ("không phải", False),
        ("dạ không em ơi", False),
        ("hổng phải", False),
        ("hổng phải mô em", False),
        ("có mô", False),
        ("nỏ phải", False),
        ("chưa", False),
        ("sai rồi", False),
        ("thôi khỏi", False),
        ("thôi", False),
        ("tôi muốn hỏi lệ phí", None),
        ("có mất tiền không", None),
        ("không biết", None),
        ("", None),
    ],
)
def test_yes_and_no(said: str, yes: bool | None) -> None:
    assert yes_no(said) is yes


OPTIONS = ("cấp đổi thẻ căn cước, còn giấy cũ", "cấp lại thẻ căn cước, bị mất hoặc hỏng", "khác")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("cái thứ hai", 1),
        ("số một", 0),
        ("số hai nghe em", 1),
        ("phím ba", 2),
        ("2", 1),
        ("cái đầu", 0),
        ("cái đầu tiên đó em", 0),
        ("cuối cùng", 2),
        ("cái cuối", 2),
        ("cái ở giữa", 1),
        ("thứ nhất", 0),
        ("cấp lại", 1),
        ("cái bị mất", 1),
        ("thứ tư", None),
        ("số chín", None),
        ("căn cước", None),
        ("cho tôi hỏi nộp ở đâu", None),
        ("dạ", None),
    ],
)
def test_one_of_several_is_chosen_by_number_or_words(said: str, place: int | None) -> None:
    assert choice(said, OPTIONS) == place


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("nhắc lại", Command.REPEAT),
        ("nói lại giúp tui với", Command.REPEAT),
        ("em vừa nói chi", Command.REPEAT),
        ("nghe không kịp", Command.REPEAT),
        ("chậm thôi", Command.SLOWER),
        ("dạ nói chậm lại em ơi", Command.SLOWER),
        ("nói chi lẹ rứa", Command.SLOWER),
        ("bỏ qua", Command.SKIP),
        ("bỏ qua cái ni đi", Command.SKIP),
        ("tiếp đi", Command.GO_ON),
        ("cho tôi nghe tiếp", Command.GO_ON),
        ("còn chi nữa không", Command.GO_ON),
        ("dừng lại", Command.STOP),
        ("thôi đủ rồi em", Command.STOP),
        ("gửi mã", Command.SEND_CODE),
        ("gởi mã cho tui", Command.SEND_CODE),
        ("cho tôi gặp cán bộ", Command.OFFICER),
        ("tui muốn nói chuyện với người thật", Command.OFFICER),
        ("tạm biệt em", Command.FAREWELL),
        ("thôi chào em nhé", Command.FAREWELL),
        ("hỏi rứa thôi", Command.FAREWELL),
        ("thôi", None),
        ("dạ", None),
        ("cán bộ làm việc lúc mấy giờ", None),
        ("tôi muốn làm tiếp hồ sơ hôm trước", None),
        ("gửi hồ sơ qua bưu điện được không", None),
        ("", None),
    ],
)
def test_commands_of_a_call(said: str, meant: Command | None) -> None:
    assert command(said) is meant


@pytest.mark.parametrize("said", ["dạ", "vâng", "ừ", "à", "alo", "a lô", "rồi", "dạ dạ", "à rứa à"])
def test_a_back_channel_asks_for_nothing(said: str) -> None:
    assert is_back_channel(said)


@pytest.mark.parametrize("said", ["không", "dạ em hỏi cái này", "dạ nhắc lại", "lệ phí", ""])
def test_words_that_ask_for_something_are_no_back_channel(said: str) -> None:
    assert not is_back_channel(said)


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    digits(text), code(text), yes_no(text), command(text), is_back_channel(text)
    choice(text, OPTIONS)
