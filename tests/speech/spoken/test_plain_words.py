from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importers.seed_files import load
from knowledge.importing import SEEDS
from speech.spoken import spelled, to_spoken
from vietnamese.numbers import number_to_words, spoken_to_digits
from vietnamese.tone_placement import is_syllable

ALPHABET = set(
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
)


def unreadable(spoken: str) -> list[str]:
    """What in a spoken text no Vietnamese voice could read."""
    strange = set(spoken) - ALPHABET - set(" ,.?!;")
    return [*strange, *(word for word in re.findall(r"\w+", spoken) if not is_syllable(word))]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        # money
        ("135.000 đồng", "một trăm ba mươi lăm nghìn đồng"),
        ("50.000đ", "năm mươi nghìn đồng"),
        ("50000 VNĐ", "năm mươi nghìn đồng"),
        ("1.500.000 đồng/hồ sơ", "một triệu năm trăm nghìn đồng mỗi hồ sơ"),
        ("135,000 đồng", "một trăm ba mươi lăm nghìn đồng"),
        ("10 USD", "mười đô la mỹ"),
        # dates and times
        (
            "từ ngày 1/7/2025",
            "từ ngày một tháng bảy năm hai nghìn không trăm hai mươi lăm",
        ),
        ("22-04-2026", "ngày hai mươi hai tháng tư năm hai nghìn không trăm hai mươi sáu"),
        ("tháng 4", "tháng tư"),
        ("tháng 7/2025", "tháng bảy năm hai nghìn không trăm hai mươi lăm"),
        ("lễ 30/4", "lễ ngày ba mươi tháng tư"),
        (
            "7h30-11:30",
            "bảy giờ ba mươi đến mười một giờ ba mươi",
        ),
        ("trước 15 giờ, 8h00", "trước mười lăm giờ, tám giờ"),
        ("T2-T6", "thứ hai đến thứ sáu"),
        ("thứ 4", "thứ tư"),
        # numbers, measures, ranges
        ("05 ngày làm việc", "năm ngày làm việc"),
        ("2,5%", "hai phẩy năm phần trăm"),
        ("0,05", "không phẩy không năm"),
        ("50-81%", "năm mươi đến tám mươi mốt phần trăm"),
        ("45 - 60 ngày", "bốn mươi lăm đến sáu mươi ngày"),
        ("2025-2026", "hai nghìn không trăm hai mươi lăm đến hai nghìn không trăm hai mươi sáu"),
        ("60 m²", "sáu mươi mét vuông"),
        ("10 km2", "mười ki lô mét vuông"),
        ("ảnh 4x6 cm", "ảnh bốn nhân sáu xăng ti mét"),
        ("1/3 diện tích", "một phần ba diện tích"),
        ("Chương IV, cấp III, Phụ lục V", "chương bốn, cấp ba, phụ lục năm"),
        ("phụ lục viii, cấp xi măng", "phụ lục tám, cấp xi măng"),
        # what is dialled
        ("gọi 0905123456", "gọi không chín không năm, một hai ba, bốn năm sáu"),
        ("(0236) 3881888", "không hai ba sáu, ba tám tám, một tám tám tám"),
        ("1900 9068", "một chín không không, chín không sáu tám"),
        ("Gọi 113 hoặc 1022", "gọi một một ba hoặc một không hai hai"),
        ("115 trang", "một trăm mười lăm trang"),
        ("bốn số cuối, ví dụ 1234", "bốn số cuối, ví dụ một hai ba bốn"),
        # codes
        ("mã 1.001193", "mã một chấm không không một một chín ba"),
        (
            "H17-260814-0001",
            "hát một bảy, gạch hai sáu không tám một bốn, gạch không không không một",
        ),
        ("Mẫu số 01/ĐK", "mẫu số không một, đê ca"),
        (
            "mẫu TK1-TS, CT01, 34a, 1đ",
            "mẫu tê ca một tê ét, xê tê không một, ba mươi bốn a, một đê",
        ),
        ("hạng B2, C1E, BE", "hạng bê hai, xê một e, bê e"),
        ("QL14B", "quốc lộ mười bốn bê"),
        ("K48/46 Lê Lợi", "kiệt bốn mươi tám trên bốn mươi sáu lê lợi"),
        # numbers of documents
        (
            "Nghị định 123/2024/NĐ-CP",
            "nghị định một trăm hai mươi ba năm hai nghìn không trăm hai mươi bốn của chính phủ",
        ),
        (
            "Thông tư số 06/2025/TT-BTC",
            "thông tư không sáu năm hai nghìn không trăm hai mươi lăm của bộ tài chính",
        ),
        ("427/QĐ-UBND", "quyết định bốn trăm hai mươi bảy của ủy ban nhân dân"),
        ("163/QĐ-BTP", "quyết định một trăm sáu mươi ba của bộ tư pháp"),
        ("5710/QĐ-BCA-C06", "quyết định năm nghìn bảy trăm mười của bộ công an"),
        ("QĐ/0001-BCA", "quyết định không không không một của bộ công an"),
        (
            "Luật Hộ tịch 60/2014/QH13",
            "luật hộ tịch số sáu mươi năm hai nghìn không trăm mười bốn của quốc hội",
        ),
        (
            "05/2015/TTLT-BTP-BCA-BYT",
            "thông tư liên tịch không năm năm hai nghìn không trăm mười lăm của bộ tư pháp, bộ "
            "công an và bộ y tế",
        ),
        ("điểm đ khoản 1 Điều 31", "điểm đê khoản một điều ba mươi mốt"),
        # words
        ("CCCD, UBND, GPLX", "căn cước công dân, ủy ban nhân dân, giấy phép lái xe"),
        ("BHXH và BHYT theo TTHC", "bảo hiểm xã hội và bảo hiểm y tế theo thủ tục hành chính"),
        ("VNeID, file PDF", "vê nê i đi, tệp pê đê ép"),
        ("5%/năm", "năm phần trăm mỗi năm"),
        ("El Niño", "e lờ ni no"),
        ("nhà thuốc GPP", "nhà thuốc giê pê pê"),
        ("Zalo, photo, karaoke", "da lô, phô tô, ka ra ô kê"),
        ("GIẤY KHAI SINH", "giấy khai sinh"),
        ("TP. Đà Nẵng", "thành phố đà nẵng"),
        ("Xã Zuôich, Xã Ch'ơm", "xã duôi, xã chơm"),
        # addresses on the network
        ("https://dichvucong.gov.vn/p/home?x=1", "cổng dịch vụ công quốc gia"),
        ("Cổng Dịch vụ công quốc gia: dichvucong.gov.vn.", "cổng dịch vụ công quốc gia."),
        ("a@danang.gov.vn", "a a còng đà nẵng chấm gốp chấm việt nam"),
        # signs
        ("Anh/chị (đã nộp); mới/cấp lại", "anh chị, đã nộp; mới hoặc cấp lại"),
        ("- một\n- hai:\n• ba", "một. hai. ba."),
        ("1. Một\n2. Hai", "một, một. hai, hai."),
        ("«Khai sinh» — xong…", "khai sinh, xong"),
        ("😀", ""),
        ("", ""),
    ],
)
def test_what_is_written_is_said_in_plain_words(written: str, spoken: str) -> None:
    assert to_spoken(written) == spoken


def every_text(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from every_text(part)
    elif isinstance(value, list):
        for part in value:
            yield from every_text(part)


SEED_TEXTS = sorted(
    {
        text
        for file in SEEDS.rglob("*.yml")
        for record in load(file)
        for text in every_text(record.model_dump(mode="json"))
    }
)


def test_nothing_in_the_seed_records_stays_unreadable() -> None:
    assert len(SEED_TEXTS) > 5000
    stays = {text: bad for text in SEED_TEXTS if (bad := unreadable(to_spoken(text)))}
    assert stays == {}


def test_nothing_in_the_seed_records_is_lost() -> None:
    silent = [
        text for text in SEED_TEXTS if any(map(str.isalnum, text)) and not to_spoken(text).strip()
    ]
    assert silent == []


@given(st.text(max_size=80))
def test_any_text_becomes_readable(text: str) -> None:
    assert unreadable(to_spoken(text)) == []


@given(st.text(alphabet="0123456789.,/-:% hđĐQNCPVIXabmx²", max_size=30))
def test_any_mixture_of_figures_and_signs_becomes_readable(text: str) -> None:
    assert unreadable(to_spoken(text)) == []


@given(st.text(max_size=60))
def test_what_is_plain_already_stays(text: str) -> None:
    once = to_spoken(text)
    assert to_spoken(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.integers(min_value=1, max_value=10**9 - 1))
def test_an_amount_can_be_heard_exactly(thousands: int) -> None:
    written = f"{thousands:,}".replace(",", ".")
    said = to_spoken(f"{written} đồng")
    assert spoken_to_digits(said.removesuffix(" đồng")) == thousands


@given(st.dates())
def test_a_date_is_said_whole(day: Any) -> None:
    said = to_spoken(f"ngày {day.day:02d}/{day.month:02d}/{day.year}")
    if 1900 <= day.year < 2100:
        assert said.startswith(f"ngày {number_to_words(day.day)} tháng ")
        assert said.endswith(f" năm {number_to_words(day.year)}")


def test_a_code_is_spelled_one_by_one() -> None:
    assert spelled("AB3K7Q") == "a, bê, ba, ca, bảy, quy"
