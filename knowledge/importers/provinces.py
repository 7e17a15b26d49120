"""Signs that a record is another province's, or still speaks of the abolished districts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.records import Level, Procedure

# Result codes carry the province that registered them: H17 is Đà Nẵng, H47 was Quảng Nam.
_OWN_RESULT_CODES = {"H17", "H47"}
_RESULT_CODE = re.compile(r"KQ[.-](H\d{2})\b|\.(H\d{2})-KQ")

# The provinces before and after the merger of 2025-07-01, without Đà Nẵng and Quảng Nam.
_OTHERS = (
    "Hà Nội|Hồ Chí Minh|Hải Phòng|Cần Thơ|Huế|Thừa Thiên|An Giang|Bắc Giang|Bắc Kạn|Bạc Liêu"
    "|Bắc Ninh"
    "|Bà Rịa|Bến Tre|Bình Định|Bình Dương|Bình Phước|Bình Thuận|Cà Mau|Cao Bằng|Đắk Lắk|Đắk Nông"
    "|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hải Dương|Hà Nam|Hà Tĩnh|Hòa Bình"
    "|Hoà Bình|Hậu Giang"
    "|Hưng Yên|Khánh Hòa|Khánh Hoà|Kiên Giang|Kon Tum|Lai Châu|Lâm Đồng|Lạng Sơn|Lào Cai|Long An"
    "|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Ngãi|Quảng Ninh"
    "|Quảng Trị"
    "|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thanh Hoá|Tiền Giang|Trà Vinh"
    "|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái"
)
_NAMED = re.compile(
    rf"(?:tỉnh|tỉnh:|thành phố|TP\.?)\s+(?:{_OTHERS})(?!\w)|[Cc]hi nhánh (?:{_OTHERS})(?!\w)",
    re.IGNORECASE,
)
_OWN = re.compile(r"đà nẵng|quảng nam", re.IGNORECASE)
# A ministry's decision is for the whole country, whichever province entered the results.
_MINISTERIAL_DECISION = re.compile(r"/QĐ-B[A-ZĐ]+\s*$")
_PROVINCIAL_DECISION = re.compile(r"(?:UBND|HĐND)\s*$|/(?:QĐ|NQ)-(?:UBND|HĐND)")

_DISTRICT = re.compile(
    r"cấp (?:quận|huyện)|(?:UBND|Uỷ ban nhân dân|Ủy ban nhân dân|Công an|Bảo hiểm xã hội"
    r"|BHXH|Tòa án nhân dân"
    r"|Toà án nhân dân|Chi cục Thuế|Viện kiểm sát nhân dân)(?: các)? (?:cấp )?(?:quận|huyện"
    r"|thị xã)\b"
    r"|quận[,/ ]+ ?huyện|huyện[,/] ?quận|Phòng (?:Tư pháp|Nội vụ|Y tế|Văn hóa và Thông tin"
    r"|Văn hoá và Thông tin"
    r"|Giáo dục và Đào tạo|Tài chính *[-–] *Kế hoạch|Tài nguyên và Môi trường|Quản lý đô thị"
    r"|Lao động *[-–,])(?! của Sở| thuộc Sở)",
    re.IGNORECASE,
)
# A quick look that spares most texts the slow one.
_MAY_NAME_DISTRICT = re.compile(r"[Hh]uyện|HUYỆN|[Qq]uận|QUẬN|[Tt]hị xã|[Pp]hòng|PHÒNG")
# Sentences that say the districts are gone are no sign that the record still relies on them.
_DISTRICT_IS_GONE = re.compile(
    r"(?:không tổ chức|bãi bỏ|kết thúc|thay(?: thế)?(?: cho)?|trước đây|trước ngày)[^.;]{0,60}$",
    re.IGNORECASE,
)


def is_other_province(
    name: str, agencies: Iterable[str], decision: str, result_text: str = ""
) -> bool:
    """Tell whether a record belongs to a province that is not Đà Nẵng (with Quảng Nam).

    Looked at are the name, the agencies, a decision by a provincial committee or council, and
    the codes of the results unless a ministry decided on the procedure.
    """
    told = [name, *agencies]
    if any(_OWN.search(text) for text in told):
        return False
    codes = {first or second for first, second in _RESULT_CODE.findall(result_text)}
    if codes & _OWN_RESULT_CODES:
        return False
    if any(_NAMED.search(text) for text in told):
        return True
    if codes and not _MINISTERIAL_DECISION.search(decision):
        return True
    return bool(_PROVINCIAL_DECISION.search(decision))


def speaks_of_district(procedure: Procedure) -> bool:
    """Tell whether a record sends people to a district, or has one decide.

    The titles of laws are not looked at: they are history.
    """
    if Level.DISTRICT in procedure.levels:
        return True
    texts = [
        procedure.name,
        procedure.place,
        procedure.deciding_agency,
        *procedure.agencies,
        *procedure.steps,
        *(method.note for method in procedure.filing),
        *(method.duration.text for method in procedure.filing if method.duration),
        *(fee.text for method in procedure.filing for fee in method.fees),
    ]
    return any(_names_district(text) for text in texts)


def _names_district(text: str) -> bool:
    if not _MAY_NAME_DISTRICT.search(text):
        return False
    return any(
        not _DISTRICT_IS_GONE.search(text[: match.start()]) for match in _DISTRICT.finditer(text)
    )
