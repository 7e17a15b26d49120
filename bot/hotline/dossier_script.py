"""What is said about a dossier, from the facts of its Answer (see `actions.dossier_answer`)."""

from __future__ import annotations

from typing import Any

from actions.answer import Answer
from actions.dossier_answer import SYSTEM
from bot.hotline.saying import closed, count, in_sentence, listed, script, short_name
from knowledge.dossiers.due_dates import Timing
from knowledge.dossiers.records import FINISHED, DossierState
from speech.call.assistant import Script

Fact = dict[str, Any]


def dossier_script(answer: Answer) -> Script:
    """The script for an Answer of kind `dossier_status` that holds a dossier."""
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
    return script(said)


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
                "Nơi giải quyết phải gửi anh chị văn bản xin lỗi, nói rõ lý do và hẹn lại ngày "
                "trả. Chưa nhận được thì anh chị bấm phím không để phản ánh ạ.",
            ]
        case Timing.FINISHED_LATE:
            return [
                f"Hẹn trả {due}, xong trễ {days}.",
                "Nơi giải quyết phải có văn bản xin lỗi anh chị vì trễ hẹn.",
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
    return [f"Việc xin lỗi là theo {in_sentence(decree)}, cán bộ chưa đối chiếu điều khoản này ạ."]


def _day(moment: str, dossier: Fact) -> str:
    """The date of an ISO moment, with its year only where it is not that of the last change."""
    date = _date(moment)
    this_year = moment[:4] == dossier["updated_at"][:4]
    return date.rpartition("/")[0] if this_year else date


def _date(moment: str) -> str:
    return f"ngày {'/'.join(str(int(part)) for part in reversed(moment[:10].split('-')))}"
