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
cứu em, cứu tui, cứu người, cứu con, kêu cứu, cấp cứu,
cháy nhà, nhà cháy, bốc cháy, cháy rừng, cháy lớn, cháy lan, cháy bếp, cháy kho, phát hỏa, bốc lửa,
tóe lửa, phựt lửa, bùng lửa, lửa lan, bén lửa, khói um, hôi gas, mùi gas, mùi ga, xì ga, rò rỉ gas,
gas xì, nổ gas, nổ lò, tiếng nổ, báo cháy, ngạt khói, ngạt thở, ngạt khí, khí độc, tràn hóa chất,
phóng hỏa, đốt nhà, châm lửa, tạt xăng, đổ xăng, tạt axit, bom xăng, xe tông, lật tàu, lật ghe,
ghe lật, thuyền lật, lật thuyền, rơi xuống vực, lao xuống, té xe, ngã xe, bị húc, gầm xe, té giếng,
té sông, rớt sông, rớt giếng, rớt lầu, té cây, té cầu thang, ngã cầu thang, ngã đập đầu, đập đầu,
bể đầu, vỡ đầu, chấn thương, gãy xương, lòi ruột, lòi xương, đứt lìa, đứt ngón, dập nát, máu chảy,
ra máu, đổ máu, ói ra máu, nôn ra máu, ho ra máu, không cầm được máu, bất động, nằm im,
không dậy nổi, lay không dậy, gọi không dậy, kêu không dậy, gọi không thưa, gục xuống, lả người,
hấp hối, thoi thóp, trăn trối, sắp chết, chết người, có người chết, xác chết, xác người, ngưng thở,
hết thở, thở dốc, thở khò khè, tím môi, môi tím, tím ngắt, tức ngực, ôm ngực, ngưng tim, ngừng tim,
ép tim, lệch miệng, méo mặt, nói đớ, đớ lưỡi, cứng lưỡi, nói ngọng, nói lắp bắp, yếu tay,
yếu nửa người, liệt nửa người, tê nửa người, tê nửa mặt, buông đũa, trúng gió, cứng hàm, trợn mắt,
sùi bọt mép, lên cơn, động kinh, li bì, mê man, lơ mơ, sốc phản vệ, sưng môi, phù mặt,
tụt đường huyết, hạ đường huyết, tụt huyết áp, hóc hạt, mắc cổ, sặc sữa, nuốt phải, nuốt nhầm,
nuốt pin, uống nhầm, ăn nhầm, uống quá liều, quá liều, sốc thuốc, sốc ma túy, thuốc cỏ,
thuốc diệt cỏ, ăn cá nóc, rắn độc, rắn hổ, rắn lục, bị rắn, ong chích, bọ cạp, rết cắn, sứa cắn,
chó dại, đẻ rơi, đẻ dọc đường, chuyển dạ, ra nước ối, bể ối, đau bụng đẻ, thai không đạp, chới với,
sóng cuốn, cuốn trôi, bị cuốn, dòng chảy xa bờ, hụp xuống, rơi xuống nước, rớt xuống nước,
trôi dạt, nước dâng, nước ngập tới, nước tới nóc, bị cô lập, lũ quét, lở đất, lở núi, núi lở,
đất lở, đổ tường, tường đổ, cây đổ, cây đè, bị đè, kẹt thang máy, kẹt dưới, kẹt chân,
lạc trong rừng, lạc trên núi, dây điện đứt, dây điện rơi, dính điện, sét đánh, không thiết sống,
sống không nổi, hết muốn sống, kết thúc cuộc đời, thư tuyệt mệnh, vĩnh biệt, tự kết liễu, kết liễu,
quyên sinh, nhảy sông, nhảy xuống, rạch tay, thắt cổ, đột nhập, vô nhà trộm, có trộm, có cướp,
trộm vào, bẻ khóa, phá khóa, leo rào, người lạ trong nhà, cướp giật, cướp tiệm, cướp xe, trấn lột,
móc túi, kề dao, dí dao, rút dao, cầm rựa, cầm búa, mã tấu, phóng lợn, tuýp sắt, chĩa súng,
tiếng súng, bắn nhau, ẩu đả, hành hung, hỗn chiến, giang hồ, côn đồ, bao vây, bị bắt cóc, bị trói,
bị nhốt, nhốt trong, tiền chuộc, đòi chuộc, chưa thấy về, cưỡng hiếp, hiếp dâm, cưỡng bức,
làm nhục, xâm hại, quấy rối, giở trò, bám theo, bám đuôi, bóp cổ, siết cổ, bạo hành, đánh con,
đánh vợ, đánh em, đánh tôi, đánh tui, đánh mẹ, bị đánh, đập phá, dọa chém, đòi chém, đòi đâm,
dọa đốt, đòi đốt, ngáo đá, phê thuốc, tâm thần lên cơn, mìn, quả đạn, đầu đạn, vật nổ, cứu mạng,
nguy kịch, nguy cấp, khẩn cấp, xe cứu thương, cứu hỏa, xe đụng nhau, xe cán người, xe cán trúng,
bị xe cán, xe húc, bị bắn trúng, bắn trúng, đè trúng người, bị ong đốt, người bị cắn,
không thoát được, kẹt không ra
"""
_CALM = """
giấy, giấy tờ, thủ tục, hồ sơ, đăng ký, cấp lại, cấp phép, giấy phép, khai tử, bảo hiểm, trợ cấp,
chế độ, đơn, biển số, căn cước, bồi thường, hỗ trợ, lệ phí, mẫu, luật, quy định, phạt, lớp, học,
nghiệm thu, phòng cháy, khai báo, trình báo, hộ chiếu, hôm qua, hôm kia, tuần trước, tháng trước,
năm ngoái, năm trước, hồi trước, mất điện, cúp điện, cúp nước, chứng nhận, xác nhận,
công chứng, chứng thực, kinh doanh, bán, mua, thành lập, điều kiện, thẩm duyệt,
tờ khai, xin phép, công văn, nghị định, nghị quyết, thông tư, quyết định số, biên bản, hợp đồng,
hóa đơn, biên lai, viện phí, án phí, mai táng, tử tuất, tiền tuất, báo tử, chứng tử, khai sinh,
trích lục, thừa kế, di chúc, giám hộ, hộ khẩu, thường trú, tạm trú, sổ đỏ, sổ hồng, cà vẹt,
bằng cấp, đăng kiểm, kiểm định, thẩm định, giám định, bệnh án, y bạ, thương tật, liệt sĩ,
chứng chỉ, chứng từ, tập huấn, huấn luyện, diễn tập, tuyên truyền, phòng chống, khiếu nại, tố cáo,
khởi kiện, kiện tụng, phản ánh, đền bù, tái định cư, được hưởng, mức hưởng, miễn thuế, miễn giảm,
thuế, trợ giúp pháp lý, lý lịch, dịch vụ công, hiến máu, hiến tạng, lịch cắt, tiền điện, tiền nước,
đã khỏi, qua đời, năm kia, hồi xưa, hồi năm, hồi tháng, ngày xưa, đợt trước, bằng lái xe,
giấy khuyết tật, cai nghiện tự nguyện, giấy ra viện, bản sao, bản chính, sao y, thai sản, trước bạ,
lương hưu, vneid, tiếp dân, hòa giải, văn bản, nộp phạt, quy trình, trình tự, cơ quan nào,
thời hạn, hết hạn, gia hạn, bảo hành, hồi lụt, hồi bão, vụ năm
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
