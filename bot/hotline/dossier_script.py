"""What is said about a dossier, from the facts of its Answer (see `actions.dossier_answer`)."""

from __future__ import annotations

from typing import Any

from actions.answer import Answer
from actions.dossier_answer import ASKS, CODE, PROOF, SORRY, SYSTEM, Why
from bot.hotline.saying import (
    ByChannel,
    Said,
    Telling,
    closed,
    count,
    in_sentence,
    listed,
    short_name,
)
from knowledge.dossiers.due_dates import Timing
from knowledge.dossiers.proofs import PROOF_DIGITS
from knowledge.dossiers.records import FINISHED, DossierState
from speech.call.assistant import Expect

Fact = dict[str, Any]

_FOUR_DIGITS = "bốn số cuối của số điện thoại, hoặc của số căn cước, đã ghi khi nộp hồ sơ"
_NO_MATCH = "Dạ, mã hồ sơ hoặc bốn số cuối không khớp, nên em chưa cho xem được."
_BRING_THE_SLIP = "Anh chị mang giấy hẹn đến nơi đã nộp, hoặc gọi 1022 ạ."


def verifying_telling(answer: Answer) -> Telling:
    """What is told of an Answer of kind `dossier_verify`."""
    facts = answer.facts
    why = Why(facts["why"]) if "why" in facts else None
    asks = facts.get(ASKS)
    if asks == CODE:
        return Telling(_ask_code(why), expect=Expect.CODE)
    if asks == PROOF:
        return Telling(_ask_proof(facts, why), expect=Expect.DIGITS, digits=PROOF_DIGITS)
    return Telling(_no_more_tries(why))


def _ask_code(why: Why | None) -> list[Said]:
    if why is Why.CODE_NOT_READ:
        return [
            ByChannel(
                "Dạ, em chưa nghe ra mã hồ sơ. Anh chị đọc lại giúp em, chậm từng số một, hoặc bấm "
                "hai nhóm số cuối của mã ạ.",
                "Dạ, em chưa đọc được mã hồ sơ. Anh chị cho em xin lại mã, thiếu dấu chấm cũng "
                "được ạ.",
            ),
            "Không còn giấy hẹn thì anh chị hỏi nơi đã nộp, hoặc gọi 1022 để xin lại mã ạ.",
        ]
    lead = "Dạ, giờ em tra tiếp hồ sơ. Anh chị" if why is Why.RESUMED else "Dạ, anh chị"
    return [
        ByChannel(
            f"{lead} đọc giúp em mã hồ sơ ghi trên giấy hẹn, đọc chậm từng số một.",
            f"{lead} cho em xin mã hồ sơ ghi trên giấy hẹn.",
        ),
        ByChannel(
            "Anh chị cũng có thể bấm hai nhóm số cuối của mã, hoặc nói thôi nếu không muốn tra "
            "nữa ạ.",
            "Không muốn tra nữa thì anh chị nói thôi ạ.",
        ),
    ]


def _ask_proof(facts: Fact, why: Why | None) -> list[Said]:
    match why:
        case Why.NOT_FOUR_DIGITS:
            return [
                "Dạ, em chỉ cần đúng bốn số cuối. Em không cần cả số điện thoại hay số căn cước ạ."
            ]
        case Why.NO_MATCH:
            part = "Mã này chưa đủ, anh chị cho em cả phần đầu, em tìm chắc hơn ạ."
            return [
                _NO_MATCH,
                *([] if facts["code_complete"] else [part]),
                "Anh chị xem lại giấy hẹn rồi cho em bốn số cuối lần nữa, hoặc mã khác. Còn "
                f"{count(facts['tries_left'])} lượt thử ạ.",
            ]
        case _:
            first = "Dạ, giờ em tra tiếp hồ sơ" if why is Why.RESUMED else "Dạ, mã hồ sơ"
            return [
                f"{first} {facts['code']}.",
                f"Để giữ kín thông tin, anh chị cho em {_FOUR_DIGITS} ạ.",
            ]


def _no_more_tries(why: Why | None) -> list[Said]:
    if why is Why.LOCKED_OUT:
        return [
            "Dạ, đã có nhiều lần không khớp, nên em tạm dừng tra cứu để giữ kín thông tin hồ "
            "sơ. Anh chị thử lại sau, chậm nhất là 24 giờ nữa.",
            f"Cần ngay thì {in_sentence(_BRING_THE_SLIP)}",
        ]
    return [f"{_NO_MATCH} Anh chị đã hết lượt thử.", _BRING_THE_SLIP]


def dossier_telling(answer: Answer) -> Telling:
    """What is told of an Answer of kind `dossier_status` that holds a dossier."""
    dossier = answer.facts["dossier"]
    state = DossierState(dossier["state"])
    said = [_where_it_is(dossier, state)]
    if state is DossierState.REFUSED and dossier["reason"]:
        said.append(closed(f"Lý do là {in_sentence(dossier['reason'])}"))
    missing = dossier["missing"]
    if missing and state not in FINISHED:
        one = f"Anh chị còn thiếu {in_sentence(missing[0])}"
        many = f"Anh chị còn thiếu {count(len(missing))} giấy tờ"
        said += [closed(one)] if len(missing) == 1 else listed(many, missing)
    said += _due(dossier, answer.facts["lateness"], state)
    said += _pick_up(dossier, state)
    said += _owed(answer.facts["lateness"])
    updated = dossier["updated_at"]
    said.append(f"Em xem trong {in_sentence(SYSTEM)}, cập nhật {_date(updated)}.")
    return Telling(said)


def _where_it_is(dossier: Fact, state: DossierState) -> str:
    name = f"hồ sơ {short_name(dossier['procedure_name'])} của anh chị"
    stage = f", bước {in_sentence(dossier['stage'])}" if dossier["stage"] else ""
    unit = in_sentence(dossier["unit"])
    since = _day(dossier["since"], dossier)
    finished = _day(dossier.get("finished_on") or dossier["since"], dossier)
    return {
        DossierState.RECEIVED: f"Dạ, {name} đã được tiếp nhận. Hồ sơ đang ở {unit}{stage}, từ "
        f"{since}.",
        DossierState.IN_PROCESS: f"Dạ, {name} đang được xử lý. Hồ sơ ở {unit}{stage}, từ {since}.",
        DossierState.NEEDS_SUPPLEMENT: f"Dạ, {name} đang chờ anh chị bổ sung. Nơi yêu cầu là "
        f"{unit}, từ {since}.",
        DossierState.DONE: f"Dạ, {name} đã có kết quả, từ {finished}.",
        DossierState.COLLECTED: f"Dạ, {name} đã xong và đã trả kết quả {since}.",
        DossierState.REFUSED: f"Dạ, {name} không được giải quyết. Nơi trả lời là {unit}, "
        f"{finished}.",
        DossierState.WITHDRAWN: f"Dạ, {name} đã được rút {finished}.",
    }[state]


def _due(dossier: Fact, late: Fact, state: DossierState) -> list[str]:
    """The due date, whether it was kept, and what is owed."""
    if not dossier.get("due_on"):
        return [] if state in FINISHED else ["Hồ sơ chưa ghi ngày hẹn trả."]
    due = _day(dossier["due_on"], dossier)
    days = f"{'' if late['exact'] else 'khoảng '}{late['days']} ngày làm việc"
    match Timing(late["timing"]):
        case Timing.ON_TIME if state in FINISHED:
            return [f"Hồ sơ đã xong đúng hẹn, hẹn trả {due}."]
        case Timing.ON_TIME:
            return [f"Hẹn trả {due}, chưa trễ hẹn."]
        case Timing.WAITING_FOR_CITIZEN:
            return [
                f"Trước đây hẹn trả {due}. Anh chị bổ sung xong, nơi giải quyết sẽ hẹn lại ngày "
                "trả ạ."
            ]
        case Timing.LATE:
            return [
                f"Hẹn trả {due}, đến nay đã trễ {days}.",
                f"Nơi giải quyết phải gửi anh chị {in_sentence(SORRY)}, nói rõ lý do trễ. Chưa "
                "nhận được thì anh chị hỏi nơi đã nộp, hoặc gọi 1022 để phản ánh ạ.",
            ]
        case Timing.FINISHED_LATE:
            return [
                f"Hẹn trả {due}, xong trễ {days}.",
                f"Vì trễ hẹn, nơi giải quyết phải gửi anh chị {in_sentence(SORRY)}.",
            ]
    return []


def _pick_up(dossier: Fact, state: DossierState) -> list[str]:
    if state in FINISHED - {DossierState.DONE}:
        return []
    said = []
    if dossier["collect_at"]:
        when = "Anh chị" if state is DossierState.DONE else "Khi xong, anh chị"
        said.append(closed(f"{when} nhận kết quả tại {in_sentence(dossier['collect_at'])}"))
    if dossier["collect_how"]:
        said.append(closed(dossier["collect_how"]))
    return said


def _owed(late: Fact) -> list[str]:
    """The rule under which an apology is owed, while no officer has checked it."""
    owed = late.get("owed")
    if not owed or owed["verified"]:
        return []
    decree = owed["document"].partition(" về ")[0]
    return [
        f"Việc xin lỗi khi trễ hẹn là theo {in_sentence(decree)}. Cán bộ chưa đối chiếu điều khoản "
        "này, nên anh chị gọi 1022 để hỏi lại khi cần ạ."
    ]


def _day(moment: str, dossier: Fact) -> str:
    """The date of an ISO moment, with its year only where it is not that of the last change."""
    date = _date(moment)
    this_year = moment[:4] == dossier["updated_at"][:4]
    return date.rpartition("/")[0] if this_year else date


def _date(moment: str) -> str:
    return f"ngày {'/'.join(str(int(part)) for part in reversed(moment[:10].split('-')))}"
