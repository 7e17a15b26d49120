"""Words of danger, and words of calm, that help to tell an emergency from a question.

A classifier alone misses what it has never read, and an emergency may be put in any words. A word
of danger lowers what the classifier has to be sure of; a word of an office, as in «giấy phép phòng
cháy» or «khai tử do tai nạn», raises it.
"""

from __future__ import annotations

from vietnamese.phrases import Said

_DANGER = """
cháy, bốc khói, khói mù, khói đen, mùi khét, xì gas, rò gas, nổ bình, phát nổ, chập điện, cháy nổ,
chảy máu, máu me, máu nhiều, bất tỉnh, ngất, xỉu, hôn mê, co giật, khó thở, ngừng thở, không thở,
thở không nổi, tím tái, méo miệng, đột quỵ, tai biến, đau ngực, nhồi máu, nhúc nhích,
té lầu, té từ, té xuống, ngã từ, rơi từ, gãy chân, gãy tay, gãy cổ, tai nạn, tông xe, bị tông,
bị đụng, lật xe, điện giật, giật điện, rắn cắn, ong đốt, chó cắn, hóc xương, mắc nghẹn, nghẹn,
ngộ độc, bỏng, phỏng, vỡ ối, đẻ rớt, sắp đẻ, đau đẻ, băng huyết, tự tử, tự sát, muốn chết,
chết cho rồi, không muốn sống, chán sống, nhảy cầu, nhảy lầu, thuốc sâu, thuốc ngủ, thuốc chuột,
thuốc trừ sâu, cắt tay, cắt mạch, treo cổ, ăn cướp, bị cướp, giật đồ, ăn trộm, trộm vô, cạy cửa,
phá cửa, cầm dao, con dao, rượt, đâm, chém, đánh nhau, đánh hội đồng, đang đánh, đánh đập, hiếp,
hãm hiếp, sàm sỡ, bắt cóc, khống chế, dọa giết, đòi giết, giết người, cầm súng, nổ súng, bom,
lựu đạn, đuối nước, chết đuối, chìm, nước cuốn, lũ cuốn, mắc kẹt, bị kẹt, kẹt trong, sập, vùi,
sạt lở, rơi xuống giếng, rớt xuống, lạc mất, mất tích, đi lạc, không thấy về, cứu với, cứu tôi,
cứu em, cứu tui, cứu người, cứu con, kêu cứu, cấp cứu,
cháy nhà, nhà cháy, bốc cháy, cháy rừng, cháy lớn, cháy bếp, cháy kho, phát hỏa, bốc lửa, tóe lửa,
phựt lửa, bùng lửa, lửa lan, bén lửa, khói um, hôi gas, mùi gas, mùi ga, xì ga, rò rỉ gas, gas xì,
nổ gas, nổ lò, tiếng nổ, báo cháy, ngạt khói, ngạt thở, ngạt khí, khí độc, tràn hóa chất,
phóng hỏa, đốt nhà, châm lửa, tạt xăng, đổ xăng, tạt axit, bom xăng, xe tông, lật tàu, lật ghe,
ghe lật, thuyền lật, lật thuyền, rơi xuống vực, lao xuống, té xe, ngã xe, bị húc, gầm xe, té giếng,
té sông, rớt sông, rớt giếng, rớt lầu, té cây, té cầu thang, ngã cầu thang, ngã đập đầu, đập đầu,
chấn thương, gãy xương, lòi ruột, lòi xương, đứt lìa, đứt ngón, dập nát, máu chảy, ói ra máu,
nôn ra máu, ho ra máu, không cầm được máu, nằm im, không dậy nổi, lay không dậy, gọi không dậy,
kêu không dậy, gọi không thưa, gục xuống, hấp hối, thoi thóp, trăn trối, sắp chết, chết người,
có người chết, xác chết, xác người, ngưng thở, thở dốc, thở khò khè, tím môi, tím ngắt, tức ngực,
ôm ngực, ngưng tim, ngừng tim, ép tim, lệch miệng, méo mặt, đớ lưỡi, cứng lưỡi, nói ngọng,
nói lắp bắp, yếu tay, yếu nửa người, liệt nửa người, tê nửa người, tê nửa mặt, buông đũa,
trúng gió, cứng hàm, trợn mắt, sùi bọt mép, lên cơn, li bì, mê man, lơ mơ, sốc phản vệ, sưng môi,
phù mặt, tụt đường huyết, hạ đường huyết, tụt huyết áp, hóc hạt, sặc sữa, nuốt phải, nuốt nhầm,
nuốt pin, uống nhầm, ăn nhầm, uống quá liều, quá liều, sốc thuốc, sốc ma túy, thuốc diệt cỏ,
ăn cá nóc, rắn độc, rắn hổ, rắn lục, bị rắn, ong chích, bọ cạp, rết cắn, sứa cắn, chó dại,
đẻ dọc đường, ra nước ối, đau bụng đẻ, thai không đạp, chới với, sóng cuốn, cuốn trôi, bị cuốn,
dòng chảy xa bờ, hụp xuống, rơi xuống nước, rớt xuống nước, nước dâng, nước ngập tới, nước tới nóc,
bị cô lập, lũ quét, lở núi, núi lở, đổ tường, cây đổ, kẹt thang máy, kẹt dưới, kẹt chân,
lạc trong rừng, lạc trên núi, dây điện đứt, dây điện rơi, sét đánh, không thiết sống,
sống không nổi, hết muốn sống, kết thúc cuộc đời, thư tuyệt mệnh, vĩnh biệt, tự kết liễu, kết liễu,
nhảy sông, nhảy xuống, rạch tay, đột nhập, vô nhà trộm, có trộm, có cướp, trộm vào, bẻ khóa,
phá khóa, leo rào, người lạ trong nhà, cướp giật, cướp tiệm, cướp xe, trấn lột, móc túi, kề dao,
dí dao, rút dao, cầm rựa, cầm búa, mã tấu, phóng lợn, tuýp sắt, chĩa súng, tiếng súng, bắn nhau,
ẩu đả, hành hung, hỗn chiến, giang hồ, côn đồ, bao vây, bị bắt cóc, bị trói, bị nhốt, nhốt trong,
tiền chuộc, đòi chuộc, chưa thấy về, cưỡng hiếp, hiếp dâm, cưỡng bức, làm nhục, xâm hại, quấy rối,
giở trò, bám theo, bám đuôi, bóp cổ, siết cổ, bạo hành, đánh con, đánh vợ, đánh em, đánh tôi,
đánh tui, đánh mẹ, bị đánh, đập phá, dọa chém, đòi chém, đòi đâm, dọa đốt, đòi đốt, ngáo đá,
phê thuốc, tâm thần lên cơn, mìn, quả đạn, đầu đạn, vật nổ, cứu mạng, nguy kịch, nguy cấp,
khẩn cấp, xe cứu thương, cứu hỏa, xe đụng nhau, xe cán người, xe cán trúng, bị xe cán, xe húc,
bị bắn trúng, bắn trúng, đè trúng người, bị ong đốt, người bị cắn, không thoát được, kẹt không ra,
lửa cháy, lửa phụt, lửa cao, lửa chặn, lửa leo, lửa to, lửa lớn, leo lên mái, khói chui, đốt than,
sặc sụa, nghe cái đùng, nổ trúng, nổ trên tay, pháo tự chế, quẹt trúng, xe quẹt, vô gầm,
cuốn vô gầm, tông trực diện, tông chết, tai nạn liên hoàn, không cử động, lật đè, đè lên chân,
đè lên xe, đè lên người, ngược chiều trên cao tốc, rơi xuống biển, rớt xuống biển, rơi xuống sông,
lật úp, trượt chân, trượt xuống, trượt dây, rớt từ, rơi trúng đầu, rơi trúng người, rớt trúng,
đổ trúng người, lấp người, đất lấp, rồi im luôn, kêu không nghe, thấy xương, không đứng dậy được,
không đi nổi, nghe rên, máu phun, máu tuôn, máu tươi, vũng máu, bụm máu, ra nhiều máu,
ra máu nhiều, ra máu dữ, ra máu ướt, đi cầu ra máu, ỉa ra máu, máu mũi, mất nhiều máu, ói sặc,
nôn hoài, ói hoài, ói tùm lum, da tuột, nước sôi, dầu sôi, lệch một bên, méo xệch, xám ngoét,
tái mét, lạnh ngắt, lạnh toát, thở không ra hơi, tối sầm, bọt hồng, thở rít, thở hổn hển, rút lõm,
bỏ bú, gồng cứng, giật đùng đùng, giật giật, co quắp, người cứng đơ, mặt cứng đơ, sưng vù,
cổ nghẹt, say nắng, sốc nhiệt, không thấy mạch, hết mạch, mềm oặt, tím hết người, nước thông cống,
thuốc lúa, gan cóc, trứng cóc, nấm độc, nấm rừng, tê môi, tê miệng, hũ thuốc, hộp thuốc ngủ,
cả nắm thuốc, cả vỉ thuốc, nguyên vỉ thuốc, đang cắn người, con chi cắn, cuống rốn, dòng xa bờ,
sóng lôi, sóng đánh, xuống hố ga, lọt hố ga, dưới hố ga, lọt xuống, chúi đầu, dìm đầu,
nước lên nhanh, nước lên tới,
nước vô nhà, nước vẫn lên, nước xiết, đất rớt, bùn tràn, núi gầm, tường nứt, bay mái, lịm,
trật chân, kẹt suối, kẹt đầu, kẹt tay, kẹt cửa, bị giật, đêm cuối của, lan can cầu,
leo lên lan can, thành cầu, lưỡi lam, khỏi đời này, tồn tại nữa, chán đời, ôm con xuống,
ôm con nhảy, lời từ biệt, tuyệt vọng, đừng dậy nữa, trùm đầu, bịt mặt, bóng đen, leo hàng rào,
trèo tường, trốn dưới gầm, trốn trong phòng, trốn trong nhà, đang trốn, núp trong, đập cửa,
đạp cửa, đập kính, chặn đầu xe, hơi cay, lôi lên xe, lôi lên ô tô, tạt sơn, chuốc say, bị bỏ thuốc,
mò vô phòng, dụ bé, bán qua biên giới, không chịu dừng, đập đồ, khóa trái, khóc thét,
la thất thanh, bị xích, vết bầm, trái sáng, trái pháo, bom mìn, tích tắc, tên cướp, kẻ cướp,
đánh người, nằm dưới đất, nằm giữa đường, nằm một đống, nằm gục, không thấy thở, không thở nữa,
nó sắp đi, lú lẫn, trúng axit, nằm sấp mặt, đòi bẻ tay, la làng lên, bị hút vô, đang lục đồ,
cháy lan qua, bị đè dưới, bị đè trúng, bị đè lên, cây đè trúng, cây đè lên, bị lở đất,
đất lở xuống, đất sạt, sạt đất lấp, tường đổ xuống, tường đổ trúng, nằm bất động, bất động rồi,
bể ối rồi, bể nước ối, đẻ rơi dọc đường, đang chuyển dạ, chuyển dạ rồi, cơn động kinh,
bị động kinh, bị dính điện, dính dây điện, chai thuốc cỏ, uống thuốc cỏ, uống diệt cỏ,
mắc ngang cổ, mắc cổ rồi, mắc xương, ăn so biển, đổ máu rồi, nói đớ lưỡi, đớ một bên, bị bể đầu,
đánh bể đầu, bị vỡ đầu, đòi thắt cổ, thắt cổ rồi, bị trôi dạt, lả dần
"""
_CALM = """
giấy, giấy tờ, thủ tục, hồ sơ, đăng ký, cấp lại, cấp phép, giấy phép, khai tử, trợ cấp, chế độ,
biển số, căn cước, bồi thường, hỗ trợ, lệ phí, mẫu, luật, quy định, phạt, nghiệm thu, phòng cháy,
khai báo, trình báo, hộ chiếu, hôm qua, hôm kia, tuần trước, tháng trước, năm ngoái, năm trước,
hồi trước, mất điện, cúp điện, cúp nước, chứng nhận, xác nhận, công chứng, chứng thực, kinh doanh,
thành lập, điều kiện, thẩm duyệt, tờ khai, xin phép, công văn, nghị định, nghị quyết, thông tư,
quyết định số, biên bản, hợp đồng, hóa đơn, biên lai, viện phí, án phí, mai táng, tử tuất,
tiền tuất, chứng tử, khai sinh, trích lục, thừa kế, di chúc, giám hộ, hộ khẩu, thường trú,
tạm trú, sổ hồng, bằng cấp, đăng kiểm, kiểm định, thẩm định, giám định, bệnh án, thương tật,
liệt sĩ, chứng chỉ, chứng từ, tập huấn, huấn luyện, diễn tập, tuyên truyền, khiếu nại, khởi kiện,
kiện tụng, phản ánh, đền bù, tái định cư, được hưởng, mức hưởng, miễn thuế, miễn giảm, thuế,
trợ giúp pháp lý, lý lịch, dịch vụ công, hiến máu, hiến tạng, lịch cắt, tiền điện, tiền nước,
qua đời, năm kia, hồi xưa, hồi năm, hồi tháng, ngày xưa, đợt trước, bằng lái xe, giấy khuyết tật,
cai nghiện tự nguyện, giấy ra viện, bản sao, bản chính, sao y, thai sản, lương hưu, vneid,
tiếp dân, hòa giải, văn bản, nộp phạt, quy trình, trình tự, thời hạn, hết hạn, gia hạn, hồi lụt,
giấy báo tử, cấp sổ đỏ, mất sổ đỏ, làm sổ đỏ, phòng chống cháy, phòng chống thiên tai,
làm đơn tố cáo, muốn tố cáo, tố cáo công an, tố cáo cán bộ, cà vẹt xe, mất cà vẹt, nhập học,
lớp học, đi học thêm, học phí, mua bán, buôn bán, bán hàng, đơn xin, làm đơn, bảo hiểm y tế,
bảo hiểm xã hội, bảo hiểm tai nạn, chế độ bảo hiểm, công bố, tình huống khẩn cấp, chắc chắn,
động vật rừng, thực vật rừng
"""


def _phrases(listed: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in listed.split(","))


DANGER = _phrases(_DANGER)
CALM = _phrases(_CALM)


def speaks_of_danger(text: str) -> bool:
    """Whether a normalised text holds a word of danger."""
    return _any_of(text, DANGER)


def speaks_calmly(text: str) -> bool:
    """Whether a normalised text holds a word of what an office does, or of the past."""
    return _any_of(text, CALM)


def _any_of(text: str, phrases: tuple[str, ...]) -> bool:
    said = Said(text)
    return any(said.holds(phrase) for phrase in phrases)
