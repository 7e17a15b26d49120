"""Words of danger, and words of calm, that help to tell an emergency from a question.

A classifier alone misses what it has never read, and an emergency may be put in any words. A word
of danger lowers what the classifier has to be sure of; a word of an office, as in «giấy phép phòng
cháy» or «khai tử do tai nạn», raises it.
"""

from __future__ import annotations

from vietnamese.text import is_mostly_without_diacritics, strip_diacritics, syllables

_DANGER = """
cháy, bốc khói, khói mù, khói đen, mùi khét, xì gas, rò gas, nổ bình, phát nổ, chập điện, cháy nổ,
chảy máu, máu me, máu nhiều, bất tỉnh, ngất, xỉu, hôn mê, co giật, khó thở, ngừng thở, không thở,
thở không nổi, tím tái, méo miệng, đột quỵ, tai biến, đau ngực, đau tim, nhồi máu, nhúc nhích,
té lầu, té từ, té xuống, ngã từ, rơi từ, gãy chân, gãy tay, gãy cổ, tai nạn, tông xe, bị tông,
bị đụng, lật xe, điện giật, giật điện, rắn cắn, ong đốt, chó cắn, hóc xương, mắc nghẹn, nghẹn,
ngộ độc, bỏng, phỏng, vỡ ối, đẻ rớt, sắp đẻ, đau đẻ, băng huyết, tự tử, tự vẫn, tự sát, muốn chết,
chết cho rồi, không muốn sống, chán sống, nhảy cầu, nhảy lầu, thuốc sâu, thuốc ngủ, thuốc chuột,
thuốc trừ sâu, cắt tay, cắt mạch, treo cổ, ăn cướp, bị cướp, giật đồ, ăn trộm, trộm vô, cạy cửa,
phá cửa, cầm dao, con dao, rượt, đâm, chém, đánh nhau, đánh hội đồng, đang đánh, đánh đập, hiếp,
hãm hiếp, sàm sỡ, bắt cóc, khống chế, dọa giết, đòi giết, giết người, cầm súng, nổ súng, bom,
lựu đạn, đuối nước, chết đuối, chìm, nước cuốn, lũ cuốn, mắc kẹt, bị kẹt, kẹt trong, sập, vùi,
sạt lở, rơi xuống giếng, rớt xuống, lạc mất, mất tích, đi lạc, không thấy về, cứu với, cứu tôi,
cứu em, cứu tui, cứu người, cứu con, kêu cứu, cấp cứu
"""
_CALM = """
giấy, giấy tờ, thủ tục, hồ sơ, đăng ký, cấp lại, cấp phép, giấy phép, khai tử, bảo hiểm, trợ cấp,
chế độ, đơn, biển số, căn cước, bồi thường, hỗ trợ, lệ phí, mẫu, luật, quy định, phạt, lớp, học,
nghiệm thu, phòng cháy, khai báo, trình báo, hộ chiếu, hôm qua, hôm kia, tuần trước, tháng trước,
năm ngoái, năm trước, hồi trước, mất điện, cúp điện, cúp nước, chứng nhận, xác nhận,
công chứng, chứng thực, kinh doanh, bán, mua, thành lập, điều kiện, thẩm duyệt
"""
# One syllable without its marks is too often another word.
_SAFE_WITHOUT_MARKS = 2


def _phrases(listed: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in listed.replace("\n", " ").split(","))


DANGER = _phrases(_DANGER)
CALM = _phrases(_CALM)


def speaks_of_danger(text: str) -> bool:
    """Whether a normalised text holds a word of danger."""
    return _holds(text, DANGER)


def speaks_calmly(text: str) -> bool:
    """Whether a normalised text holds a word of what an office does, or of the past."""
    return _holds(text, CALM)


def _holds(text: str, phrases: tuple[tuple[str, ...], ...]) -> bool:
    toned = f" {' '.join(syllables(text))} "
    if any(f" {' '.join(phrase)} " in toned for phrase in phrases):
        return True
    if not is_mostly_without_diacritics(text):
        return False
    plain = strip_diacritics(toned)
    return any(
        f" {strip_diacritics(' '.join(phrase))} " in plain
        for phrase in phrases
        if len(phrase) >= _SAFE_WITHOUT_MARKS
    )
