"""Records written by hand for tests; every figure in them is made up and easy to recognise."""

from __future__ import annotations

from datetime import date

from knowledge.records import (
    Channel,
    Concern,
    Duration,
    Faq,
    Fee,
    FilingMethod,
    Form,
    LegalDocument,
    Level,
    Procedure,
    RequiredDocument,
    Source,
    TimeUnit,
)

PORTAL = Source(
    title="Cổng thử nghiệm",
    url="https://thu.example/1",
    decision="17/QĐ-THU",
    checked_on=date(2026, 11, 3),
)

# A record in which every aspect is filled in.
COMPLETE = Procedure(
    code="9.123456",
    name="Cấp giấy phép thả diều",
    aliases=("xin phép thả diều",),
    domain="Vui chơi",
    levels=(Level.COMMUNE,),
    summary="Cho phép thả diều ở bãi biển.",
    agencies=("Ủy ban nhân dân cấp xã",),
    deciding_agency="Chủ tịch Ủy ban nhân dân cấp xã",
    place="Trung tâm Phục vụ hành chính công phường Mỹ An.",
    steps=("Điền tờ khai.", "Nộp hồ sơ.", "Nhận giấy phép."),
    filing=(
        FilingMethod(
            channel=Channel.IN_PERSON,
            duration=Duration(text="7 ngày làm việc", value=7, unit=TimeUnit.WORKING_DAY),
            fees=(
                Fee(text="12.500 đồng", amount=12_500, per="giấy phép", condition="Diều lớn."),
                Fee(text="Miễn lệ phí", amount=0, condition="Trẻ em"),
            ),
        ),
        FilingMethod(
            channel=Channel.ONLINE,
            duration=Duration(text="5 ngày làm việc", value=5, unit=TimeUnit.WORKING_DAY),
            fees=(Fee(text="10.000 đồng", amount=10_000),),
        ),
    ),
    documents=(
        RequiredDocument(
            name="Tờ khai thả diều",
            originals=1,
            form=Form(name="Mẫu TD-01", url="https://thu.example/mau"),
        ),
        RequiredDocument(name="Ảnh chụp con diều", copies=2),
        RequiredDocument(name="Giấy đồng ý của cha mẹ", originals=1, case="Người chưa đủ 18 tuổi"),
    ),
    conditions=("Gió không quá cấp 5.",),
    results=("Giấy phép thả diều",),
    legal_basis=(
        LegalDocument(
            number="08/2026/NĐ-THU", title="Nghị định về diều", issued_on=date(2026, 1, 2)
        ),
    ),
    online_url="https://thu.example/nop",
    sources=(PORTAL,),
    effective_from=date(2026, 2, 1),
)

# A record of which only the name is known.
BARE = Procedure(code="9.000001", name="Thủ tục chưa rõ", sources=(PORTAL,))

WORRYING = COMPLETE.model_copy(
    update={
        "concerns": (
            Concern.OTHER_PROVINCE,
            Concern.FEE_CONTRADICTS_NOTE,
            Concern.TIME_WITHOUT_UNIT,
            Concern.TABLE_NOT_READ,
        )
    }
)

KITE_FAQ = Faq(
    key="tha-dieu-ban-dem",
    question="Thả diều ban đêm được không?",
    answer="Được ạ, nếu diều có đèn.",
    procedures=("1.001193", "9.999999"),
    sources=(PORTAL,),
    concerns=(Concern.UNVERIFIED_FACT,),
)
