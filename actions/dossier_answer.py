"""Says how a dossier stands, and asks for its code and for the proof that it is the person's.

The shape of `Answer.facts` here. Before the proof: {asks?: "code" | "proof", code?: as it was
understood, code_complete?, tries_left?: right after a wrong try, why?: one of `Why`}; nothing is
asked for any more where `asks` is absent. For a dossier: {dossier: the fields of
`knowledge.dossiers.records.Dossier` and "state_name", lateness: {timing, days, exact, owed?:
{document, verified}}}.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from actions.answer import Answer, CitedSource, Kind, Suggestion
from actions.wording import date_in_words, numbered
from knowledge.dossiers.codes import DossierCode
from knowledge.dossiers.desk import LockedOut, NotShown
from knowledge.dossiers.due_dates import Lateness, Rule, Timing, lateness
from knowledge.dossiers.records import STATE_NAMES, Dossier, DossierState

ASKS = "asks"
CODE, PROOF = "code", "proof"


class Why(StrEnum):
    """Why something is asked for again, or no more."""

    # Another question was answered in between.
    RESUMED = "resumed"
    CODE_NOT_READ = "code_not_read"
    NOT_FOUR_DIGITS = "not_four_digits"
    NO_MATCH = "no_match"
    LOCKED_OUT = "locked_out"


STOP = Suggestion(title="Thôi, không tra nữa", message="thôi")
EXAMPLE = "000.00.19.H17-260814-0001"
# The slip that a late office gives, by its official name.
SORRY = "Phiếu xin lỗi và hẹn lại ngày trả kết quả"
SYSTEM = "Hệ thống một cửa của thành phố Đà Nẵng"

CANCELLED = Answer(
    kind=Kind.SMALLTALK,
    text="Dạ vâng, em dừng tra hồ sơ. Anh/chị cần hỏi gì khác, cứ nhắn em ạ.",
)
NOT_SET_UP = Answer(
    kind=Kind.DOSSIER_STATUS,
    text=(
        "Dạ, hiện em chưa tra được tình trạng hồ sơ. Anh/chị xem mã hồ sơ trên giấy hẹn, rồi tra "
        "trên Cổng Dịch vụ công quốc gia dichvucong.gov.vn, hoặc gọi tổng đài 1022 và đọc mã hồ sơ "
        "ạ."
    ),
)
UNAVAILABLE = Answer(
    kind=Kind.ERROR,
    text=(
        "Dạ, hệ thống hồ sơ đang không trả lời nên em chưa tra được. Lần này không tính là nhập "
        "sai. Anh/chị thử lại sau ít phút, hoặc gọi tổng đài 1022 và đọc mã hồ sơ ạ."
    ),
)


def ask_code(resumed: bool = False) -> Answer:
    """Asks for the code; `resumed` after another question was answered in between."""
    first = "Dạ, giờ em tra tiếp hồ sơ." if resumed else "Dạ, em tra giúp ạ."
    return _asking(
        CODE,
        f"{first} Anh/chị cho em xin mã hồ sơ ghi trên giấy hẹn, ví dụ {EXAMPLE}. Không muốn tra "
        "nữa thì anh/chị nói «thôi» ạ.",
        why=Why.RESUMED if resumed else None,
    )


def ask_code_again() -> Answer:
    """The message held no code that can be read."""
    return _asking(
        CODE,
        f"Dạ, em chưa đọc được mã hồ sơ. Mã có dạng {EXAMPLE}. Anh/chị gõ lại giúp em, thiếu dấu "
        "chấm cũng được ạ. Nếu không còn giấy hẹn, anh/chị gọi tổng đài 1022 hoặc hỏi nơi đã nộp "
        "để xin lại mã ạ.",
        why=Why.CODE_NOT_READ,
    )


def ask_proof(code: DossierCode, resumed: bool = False) -> Answer:
    """Asks for the proof, whether there is a dossier with the code or not."""
    first = f"Dạ, giờ em tra tiếp hồ sơ {code}." if resumed else f"Dạ, mã hồ sơ {code}."
    return _asking(
        PROOF,
        f"{first} Để giữ kín thông tin, anh/chị cho em bốn số cuối của số điện thoại, hoặc của số "
        "căn cước, đã ghi khi nộp hồ sơ ạ.",
        why=Why.RESUMED if resumed else None,
        **_understood(code),
    )


def ask_proof_again() -> Answer:
    """The message held digits, but not four."""
    return _asking(
        PROOF,
        "Dạ, em chỉ cần đúng bốn số cuối, ví dụ 1234. Anh/chị đừng gửi cả số điện thoại hay số căn "
        "cước ạ.",
        why=Why.NOT_FOUR_DIGITS,
    )


def refusal(code: DossierCode, result: NotShown | LockedOut) -> Answer:
    """No dossier is shown. Says the same whether there is one with the code or not."""
    if isinstance(result, LockedOut):
        return Answer(
            kind=Kind.DOSSIER_VERIFY,
            text=(
                "Dạ, đã có nhiều lần nhập không khớp nên em tạm dừng tra cứu, để giữ kín thông tin "
                "hồ sơ. Anh/chị thử lại sau, chậm nhất là 24 giờ nữa. Cần ngay thì anh/chị mang "
                "giấy hẹn đến nơi đã nộp, hoặc gọi tổng đài 1022 ạ."
            ),
            facts={"why": Why.LOCKED_OUT},
        )
    facts = {**_understood(code), "tries_left": result.tries_left, "why": Why.NO_MATCH}
    said = [f"Dạ, mã hồ sơ {code} hoặc bốn số cuối không khớp, nên em chưa cho xem được."]
    if not code.complete:
        said.append(f"Mã này chưa đủ. Anh/chị gõ cả phần đầu, ví dụ {EXAMPLE}, em tìm chắc hơn ạ.")
    if not result.tries_left:
        said.append(
            "Anh/chị đã hết lượt thử. Anh/chị mang giấy hẹn đến nơi đã nộp, hoặc gọi tổng đài 1022 "
            "ạ."
        )
        return Answer(kind=Kind.DOSSIER_VERIFY, text=" ".join(said), facts=facts)
    said.append(
        f"Anh/chị xem lại giấy hẹn rồi nhập lại bốn số cuối, hoặc nhập mã khác. Còn "
        f"{result.tries_left} lượt thử ạ."
    )
    return _asking(PROOF, " ".join(said), **facts)


def dossier_answer(dossier: Dossier, today: date) -> Answer:
    """How the dossier stands on `today`, for the person who has proven that it is theirs."""
    late = lateness(dossier, today)
    lead = _where_it_is(dossier)
    parts = [lead]
    if dossier.state is DossierState.REFUSED and dossier.reason:
        parts.append(f"Lý do: {_closed(dossier.reason)}")
    if dossier.missing and not dossier.finished:
        parts.append(f"Còn thiếu:\n{numbered(dossier.missing)}")
    parts.append(" ".join(filter(None, [_received(dossier), *_due(dossier, late, today)])))
    parts.append(_pick_up(dossier))
    notices = [_not_verified(late.owed)] if late.owed and not late.owed.verified else []
    source = f"Nguồn: {SYSTEM}, cập nhật {_moment(dossier.updated_at)}. Mã hồ sơ {dossier.code}."
    return Answer(
        kind=Kind.DOSSIER_STATUS,
        text="\n\n".join(filter(None, [*parts, *notices, source])),
        lead=lead,
        facts=_facts(dossier, late),
        notices=notices,
        sources=[CitedSource(title=SYSTEM, checked_on=dossier.updated_at.date())],
        suggestions=[
            Suggestion(title="Tra hồ sơ khác", message="Tra cứu hồ sơ khác"),
            Suggestion(title="Gặp người hỗ trợ", message="Cho tôi gặp người hỗ trợ"),
        ],
    )


def _where_it_is(dossier: Dossier) -> str:
    name = f"hồ sơ «{dossier.procedure_name}» của anh/chị"
    stage = f", bước «{dossier.stage}»" if dossier.stage else ""
    since = date_in_words(dossier.since.date())
    finished = date_in_words(dossier.finished_on or dossier.since.date())
    return {
        DossierState.RECEIVED: f"Dạ, {name} đã được tiếp nhận, đang ở {dossier.unit}{stage}, từ "
        f"ngày {since}.",
        DossierState.IN_PROCESS: f"Dạ, {name} đang được xử lý tại {dossier.unit}{stage}, từ ngày "
        f"{since}.",
        DossierState.NEEDS_SUPPLEMENT: f"Dạ, {name} đang chờ anh/chị bổ sung, từ ngày {since}. Nơi "
        f"yêu cầu: {dossier.unit}.",
        DossierState.DONE: f"Dạ, {name} đã có kết quả, từ ngày {finished}.",
        DossierState.COLLECTED: f"Dạ, {name} đã xong và đã trả kết quả, ngày {since}.",
        DossierState.REFUSED: f"Dạ, {name} không được giải quyết, {dossier.unit} trả lời ngày "
        f"{finished}.",
        DossierState.WITHDRAWN: f"Dạ, {name} đã được rút, ngày {finished}.",
    }[dossier.state]


def _received(dossier: Dossier) -> str:
    return f"Hồ sơ được tiếp nhận ngày {date_in_words(dossier.received_on)}."


def _due(dossier: Dossier, late: Lateness, today: date) -> list[str]:
    """The due date, whether it was kept, and what is owed."""
    if dossier.due_on is None:
        return [] if dossier.finished else ["Hồ sơ chưa ghi ngày hẹn trả."]
    due = date_in_words(dossier.due_on)
    days = f"{'' if late.exact else 'khoảng '}{late.days} ngày làm việc"
    match late.timing:
        case Timing.ON_TIME if dossier.finished:
            return [f"Ngày hẹn trả là {due}, đã xong đúng hẹn."]
        case Timing.ON_TIME if dossier.due_on == today:
            return [f"Ngày hẹn trả là hôm nay, {due}."]
        case Timing.ON_TIME:
            return [f"Ngày hẹn trả là {due}, chưa trễ hẹn."]
        case Timing.WAITING_FOR_CITIZEN:
            return [
                f"Ngày hẹn trả trước đây là {due}. Anh/chị bổ sung xong, nơi giải quyết sẽ hẹn lại "
                "ngày trả ạ."
            ]
        case Timing.LATE:
            return [
                f"Ngày hẹn trả là {due}, đến nay đã trễ {days}.",
                f"Nơi giải quyết phải gửi anh/chị «{SORRY}», nói rõ lý do trễ. Chưa nhận được thì "
                "anh/chị hỏi nơi đã nộp, hoặc phản ánh qua tổng đài 1022 ạ.",
            ]
        case Timing.FINISHED_LATE:
            return [
                f"Ngày hẹn trả là {due}, xong trễ {days}.",
                f"Vì trễ hẹn, nơi giải quyết phải gửi anh/chị «{SORRY}».",
            ]
    return []


def _pick_up(dossier: Dossier) -> str:
    if dossier.finished and dossier.state is not DossierState.DONE:
        return ""
    if not dossier.collect_at and not dossier.collect_how:
        return ""
    when = (
        "Anh/chị nhận kết quả" if dossier.state is DossierState.DONE else "Khi xong, nhận kết quả"
    )
    where = f" tại {dossier.collect_at}" if dossier.collect_at else ""
    how = f" {_closed(dossier.collect_how)}" if dossier.collect_how else ""
    return f"{when}{where}.{how}"


def _not_verified(rule: Rule) -> str:
    return (
        f"Việc xin lỗi khi trễ hẹn là theo {rule.document}. Cán bộ chưa đối chiếu điều khoản này, "
        "nên anh/chị hỏi lại tổng đài 1022 khi cần ạ."
    )


def _facts(dossier: Dossier, late: Lateness) -> dict[str, Any]:
    stands: dict[str, Any] = {"timing": late.timing.value, "days": late.days, "exact": late.exact}
    if late.owed:
        stands["owed"] = {"document": late.owed.document, "verified": late.owed.verified}
    shown = dossier.model_dump(mode="json", exclude_none=True)
    return {"dossier": {**shown, "state_name": STATE_NAMES[dossier.state]}, "lateness": stands}


def _understood(code: DossierCode) -> dict[str, Any]:
    return {"code": str(code), "code_complete": code.complete}


def _asking(what: str, text: str, **facts: Any) -> Answer:
    known = {name: fact for name, fact in facts.items() if fact is not None}
    return Answer(
        kind=Kind.DOSSIER_VERIFY, text=text, facts={ASKS: what, **known}, suggestions=[STOP]
    )


def _moment(moment: datetime) -> str:
    """«9:00 ngày 17/8/2026»."""
    return f"{moment.hour}:{moment.minute:02d} ngày {date_in_words(moment.date())}"


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
