"""Words that ask for one side of a procedure, and endings that ask for it as a whole."""

from __future__ import annotations

import re

from bot.nlu.intent_names import FEE
from vietnamese.text import strip_diacritics, syllables

# Without marks. A message that holds none of an aspect's words hardly asks for it.
_WORDS: dict[str, str] = {
    FEE: "phi, tien, nhieu, ton, gia ca, may dong, may ngan, may tram, dong bao nhieu, mien giam",
    "ask_duration": "lau, may ngay, ngay nao, thoi gian, thoi han, khi nao, bao gio, chung nao, "
    "may bua, may tuan, may thang, han chot, lien, mat may ngay, trong ngay, kip, "
    "may hom, nhieu ngay, nhieu hom, nhieu bua, nhieu tuan, nhieu thang",
    "ask_documents": "giay, giay to, ho so, mang, cam, dem, chuan bi, ban sao, photo, "
    "anh the, nop gi, nop chi, nop cai gi, nop cai chi, nhung gi, gom gi",
    "ask_place": "dau, mo, cho nao, noi nao, phuong nao, dia chi, quay, cua nao, di mo, toi mo",
    "ask_online": "mang, online, truc tuyen, vneid, cong, app, internet, web, dien thoai, o nha",
    "ask_form": "mau, don, to khai, bieu mau, phieu",
    "ask_conditions": "dieu kien, duoc khong, co duoc, duoc hong, co phai, yeu cau, doi tuong, "
    "ai duoc, truong hop nao, tieu chuan, bi cam, can phai, bat buoc",
    "ask_legal_basis": "luat, nghi dinh, thong tu, quy dinh, can cu, phap ly, van ban, dieu may",
    "ask_result": "nhan duoc, ket qua, duoc gi, cap gi, ra gi, duoc cai gi, cam ve, nhan ve",
    "ask_agency": "co quan, ai ky, ai duyet, ai giai quyet, tham quyen, so nao, "
    "cap nao, quyet dinh",
    "ask_steps": "buoc, trinh tu, quy trinh, dau tien, truoc tien, tuan tu, lan luot, bat dau, "
    "lam gi truoc",
}
CUES: dict[str, tuple[str, ...]] = {
    intent: tuple(phrase.strip() for phrase in listed.split(","))
    for intent, listed in _WORDS.items()
}
# «bao nhiêu» of something else than money.
_NO_MONEY = re.compile(r" nhieu (?=(?:tuoi|ngay|hom|bua|tuan|thang|nam|nguoi|met|lan|ban|tang) )")
# «… thì sao ạ», «… làm răng rứa em», «… thế nào».
_ENDING = (
    r"(?:sao|rang|the nao|nhu nao|nhu the nao|kieu gi|lam gi)"
    r"(?: (?:a|vay|rua|em|anh|chi|ban|he|ha|day|hen|nhi|the|ta|duoc|voi|gio|chu|co|bac|nghe))*$"
)
_IN_GENERAL = re.compile(rf"(?:^| ){_ENDING}")
# Whose dossier, or how far it is, is not asked.
_OF_PAPERS = re.compile(rf"^(?:con |the |rua |vay )?(?:phan )?ho so (?:thi )?{_ENDING}")


def has_cue(text: str, intent: str) -> bool:
    """Whether a normalised text holds a word that asks for the aspect of `intent`."""
    plain = _plain(text)
    if intent == FEE:
        plain = _NO_MONEY.sub(" ", plain)
    return any(f" {cue} " in plain for cue in CUES.get(intent, ()))


def cued_aspects(text: str) -> list[str]:
    """The aspects that a short text names: «phí», «thời gian»."""
    return [intent for intent in CUES if has_cue(text, intent)]


def asks_in_general(text: str) -> bool:
    """Whether a normalised text ends as a question about the whole does: «… thì sao»."""
    return bool(_IN_GENERAL.search(_plain(text).strip()))


def asks_for_papers(text: str) -> bool:
    """Whether a normalised text only says «hồ sơ sao», which papers are needed."""
    return bool(_OF_PAPERS.search(_plain(text).strip()))


def _plain(text: str) -> str:
    return f" {' '.join(strip_diacritics(word) for word in syllables(text))} "
