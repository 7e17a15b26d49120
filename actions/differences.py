"""What tells the procedures of a choice apart, in a citizen's words: «cấp đổi hay cấp lại»."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.records import Level, Procedure
from knowledge.traits import traits_of_name

LEVEL_HINTS = {
    Level.COMMUNE: "làm ở phường, xã",
    Level.PROVINCE: "làm ở cấp thành phố",
    Level.CENTRAL: "làm ở cơ quan trung ương",
    Level.OTHER: "làm ở cơ quan khác",
    Level.DISTRICT: "hồ sơ cũ ghi cấp huyện",
}
# A trait as the hint of an option, and as a part of the question that is asked back.
TRAIT_HINTS = {
    "foreign": "có người nước ngoài",
    "abroad": "liên quan đến nước ngoài",
    "border": "ở xã biên giới",
    "reissue": "bị mất hoặc hỏng, xin cấp lại",
    "exchange": "còn giấy cũ, xin đổi",
    "extend": "còn hạn hoặc gần hết hạn, xin gia hạn",
    "change": "thay đổi thông tin",
    "correct": "giấy ghi sai, xin sửa",
    "end": "chấm dứt, nghỉ hẳn",
    "cancel": "xóa hoặc thu hồi",
    "suspend": "nghỉ tạm một thời gian",
    "again": "đã đăng ký trước đây nhưng mất hết giấy",
    "first": "làm lần đầu",
    "copy": "chỉ xin bản sao",
    "confirm": "chỉ xin giấy xác nhận",
    "transfer": "sang tên, đổi chủ",
    "inherit": "nhận thừa kế",
    "child": "cho trẻ dưới 14 tuổi",
    "grown": "từ 14 tuổi trở lên",
    "linked": "làm nhiều giấy cùng một lần",
    "organisation": "cho tổ chức, công ty",
    "mobile": "làm lưu động tại nhà",
    "primary": "cấp tiểu học",
    "secondary": "cấp trung học cơ sở",
    "high": "cấp trung học phổ thông",
    "one_member": "một người góp vốn",
    "two_members": "từ hai người góp vốn",
    "online": "nộp trực tuyến toàn trình",
}
ACTION_QUESTIONS = {
    "reissue": "cấp lại",
    "exchange": "cấp đổi",
    "extend": "gia hạn",
    "change": "thay đổi thông tin",
    "first": "làm lần đầu",
    "end": "chấm dứt",
    "suspend": "tạm nghỉ",
    "copy": "xin bản sao",
    "correct": "sửa chỗ sai",
}
# More hints than this make a button hard to read.
HINTS = 2


def hints(procedures: Sequence[Procedure]) -> list[str]:
    """For each procedure what the others have not; empty where nothing sets it apart."""
    traits = [traits_of_name(procedure.name) for procedure in procedures]
    levels_differ = len({procedure.levels for procedure in procedures}) > 1
    told = []
    for procedure, own in zip(procedures, traits, strict=True):
        distinct = [
            phrase
            for trait, phrase in TRAIT_HINTS.items()
            if trait in own and not all(trait in others for others in traits)
        ][:HINTS]
        if levels_differ or len(procedures) == 1:
            distinct += [LEVEL_HINTS[level] for level in procedure.levels]
        told.append(", ".join(distinct))
    return told


def question_between(procedures: Sequence[Procedure]) -> str:
    """The one question that tells all of them apart; empty where there is no such question."""
    if len(procedures) < 2:
        return ""
    traits = [traits_of_name(procedure.name) for procedure in procedures]
    actions = [
        [words for trait, words in ACTION_QUESTIONS.items() if trait in own] for own in traits
    ]
    if all(len(words) == 1 for words in actions):
        distinct = list(dict.fromkeys(words[0] for words in actions))
        if len(distinct) == len(procedures):
            return f"Dạ, anh/chị cần {', '.join(distinct[:-1])} hay {distinct[-1]} ạ?"
    if len(procedures) == 2 and traits[0] ^ traits[1] == {"foreign"}:
        return "Dạ, trong việc này có ai là người nước ngoài không ạ?"
    return ""
