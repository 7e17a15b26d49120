"""Scripts for the ear, over the real Answers of all seed records."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from actions import conversation, dossier_answer
from actions.answer import Answer, Aspect, Kind, ProcedureChoice
from actions.conversation import Turn
from actions.faq_answer import faq_answer
from actions.office_answer import ASK_WARD, office_answer, which_ward
from actions.procedure_answer import ASPECT_QUESTIONS, procedure_answer
from bot.hotline.answer_script import opening, script_of
from knowledge.dossiers.codes import parse_code
from knowledge.dossiers.desk import LockedOut, NotShown
from knowledge.dossiers.records import Dossier, DossierState
from knowledge.importers.seed_files import load
from knowledge.importing import SEEDS
from knowledge.library import Library
from knowledge.records import Channel, Concern, Faq, Procedure, Ward
from speech.call.assistant import Expect, Outcome, Script
from speech.spoken import to_spoken
from tests.actions.sample_records import BARE, COMPLETE, KITE_FAQ, WORRYING
from vietnamese.tone_placement import is_syllable

RECORDS = [record for file in sorted(SEEDS.rglob("*.yml")) for record in load(file)]
PROCEDURES = [record for record in RECORDS if isinstance(record, Procedure)]
ENTRIES = [record for record in RECORDS if isinstance(record, Faq)]
WARDS = [record for record in RECORDS if isinstance(record, Ward)]
CODE = parse_code("000.00.19.H17-260814-0001")
MOST_WORDS_OF_A_SENTENCE = 30
each_procedure = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda item: item.code)


def faults(script: Script) -> list[str]:
    """What in a script could not be said, or not be followed."""
    found = [] if script.parts else ["says nothing"]
    for part in script.parts:
        sentences = re.findall(r"[^.!?]+[.!?]", part)
        if not 1 <= len(sentences) <= 2 or "".join(sentences) != part:
            found.append(f"not one or two sentences: {part}")
        found += [
            f"too long: {sentence}"
            for sentence in sentences
            if len(re.findall(r"\w+", sentence)) > MOST_WORDS_OF_A_SENTENCE
        ]
    for text in (*script.parts, *(choice.spoken for choice in script.choices)):
        words = re.findall(r"[^\W\d_]+", text)
        found += [f"unreadable: {word}" for word in words if not is_syllable(word)]
        if not words or not re.fullmatch(r"[^\W\d_A-Z]+(?:[,.?!;]? [^\W\d_A-Z]+)*[.?!]?", text):
            found.append(f"unreadable: {text}")
    return found


def said(script: Script) -> str:
    """All words of a script, without marks."""
    return " ".join(re.findall(r"\w+", " ".join(script.parts)))


def words_of(text: str) -> str:
    return " ".join(re.findall(r"\w+", to_spoken(text)))


def about(procedure: Procedure, aspect: Aspect | None, **more: Any) -> Script:
    return script_of(procedure_answer(procedure, 1, aspect, **more).payload())


class TestEverySeedRecord:
    @each_procedure
    def test_each_aspect_can_be_said_and_followed(self, procedure: Procedure) -> None:
        told = {aspect: faults(about(procedure, aspect)) for aspect in (None, *Aspect)}
        assert {aspect: found for aspect, found in told.items() if found} == {}

    @each_procedure
    def test_another_that_may_be_meant_can_be_said_beside_it(self, procedure: Procedure) -> None:
        place = PROCEDURES.index(procedure)
        other = PROCEDURES[(place + 1) % len(PROCEDURES)]
        beside = [ProcedureChoice(code=other.code, name=other.name)]
        answer = procedure_answer(procedure, 1, Aspect.FEE)
        script = script_of(answer.model_copy(update={"procedures": beside}).payload())
        assert faults(script) == []

    @each_procedure
    def test_no_amount_and_no_time_limit_is_lost(self, procedure: Procedure) -> None:
        fees = said(about(procedure, Aspect.FEE))
        durations = said(about(procedure, Aspect.DURATION))
        for method in procedure.filing:
            for fee in method.fees:
                if fee.amount:
                    amount = f"{fee.amount:,}".replace(",", ".")
                    assert words_of(amount) in fees
                elif fee.amount == 0:
                    assert "miễn phí" in fees or "không mất lệ phí" in fees
            if method.duration and method.duration.value and method.duration.unit:
                assert words_of(f"{method.duration.value:g}".replace(".", ",")) in durations

    @each_procedure
    def test_no_paper_no_step_and_no_condition_is_lost(self, procedure: Procedure) -> None:
        papers = said(about(procedure, Aspect.DOCUMENTS))
        assert [
            paper.name for paper in procedure.documents if words_of(paper.name) not in papers
        ] == []
        assert [
            paper.case for paper in procedure.documents if words_of(paper.case) not in papers
        ] == []
        steps = said(about(procedure, Aspect.STEPS))
        assert [step for step in procedure.steps if words_of(step) not in steps] == []
        conditions = said(about(procedure, Aspect.CONDITIONS))
        assert [each for each in procedure.conditions if words_of(each) not in conditions] == []

    @each_procedure
    def test_what_was_not_verified_is_said_so(self, procedure: Procedure) -> None:
        if {Concern.UNVERIFIED_FACT, Concern.OUTDATED_SOURCE} & set(procedure.concerns):
            assert "chưa được cán bộ xác minh" in said(about(procedure, Aspect.RESULT))

    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda item: item.key)
    def test_each_frequent_question_can_be_said_whole(self, entry: Faq, library: Library) -> None:
        script = script_of(faq_answer(entry, 1, library).payload())
        assert faults(script) == []
        told = re.sub(
            r"(?:gọi|hỏi) (?:cho )?(?:tổng đài |số )?1022", "", entry.answer, flags=re.IGNORECASE
        )
        if told == entry.answer:
            assert words_of(entry.answer) in said(script)

    @pytest.mark.parametrize("ward", WARDS, ids=lambda item: item.code)
    def test_each_ward_can_be_said(self, ward: Ward) -> None:
        script = script_of(office_answer(ward, 1).payload())
        assert faults(script) == []
        assert words_of(ward.name) in said(script)


class TestAProcedure:
    def test_a_list_of_papers_is_counted_and_told_one_by_one(self) -> None:
        assert about(COMPLETE, Aspect.DOCUMENTS).parts == (
            "dạ, về việc cấp giấy phép thả diều, có ba giấy tờ, tùy trường hợp. thứ nhất, một bản "
            "chính tờ khai thả diều.",
            "thứ hai, ảnh chụp con diều, hai bản sao. thứ ba, một bản chính giấy đồng ý của cha "
            "mẹ, trong trường hợp người chưa đủ mười tám tuổi.",
            "nguồn là quyết định mười bảy của tê hát u.",
        )

    def test_fees_that_differ_by_the_way_of_filing_are_told_apart(self) -> None:
        assert about(COMPLETE, Aspect.FEE).parts[:2] == (
            "dạ, về việc cấp giấy phép thả diều, nộp trực tiếp, lệ phí có hai mức, tùy trường hợp. "
            "thứ nhất, diều lớn thì mười hai nghìn năm trăm đồng mỗi giấy phép.",
            "thứ hai, trẻ em thì miễn phí. nộp trực tuyến thì lệ phí là mười nghìn đồng.",
        )

    def test_what_is_the_same_for_all_ways_is_said_once(self) -> None:
        same = COMPLETE.filing[1]
        by_post = same.model_copy(update={"channel": Channel.POST})
        procedure = COMPLETE.model_copy(update={"filing": (same, by_post)})
        assert about(procedure, Aspect.FEE).parts == (
            "dạ, về việc cấp giấy phép thả diều, lệ phí là mười nghìn đồng. nguồn là quyết định "
            "mười bảy của tê hát u.",
        )

    @pytest.mark.parametrize("aspect", [None, Aspect.FEE])
    def test_one_other_that_may_be_meant_is_named_at_the_end(self, aspect: Aspect | None) -> None:
        others = [
            ProcedureChoice(code="1", name="Cấp lại giấy phép thả diều", hint="bị mất"),
            ProcedureChoice(code="2", name="Đăng ký khai tử"),
        ]
        answer = procedure_answer(COMPLETE, 1, aspect).model_copy(update={"procedures": others})
        script = script_of(answer.payload())
        meant = "nếu anh chị hỏi việc cấp lại giấy phép thả diều anh chị nói tên việc đó"
        assert meant in said(script)
        assert "khai tử" not in said(script)

    def test_one_of_the_same_name_is_told_by_what_sets_it_apart(self) -> None:
        other = ProcedureChoice(code="1", name=COMPLETE.name, hint="làm ở cấp tỉnh")
        answer = procedure_answer(COMPLETE, 1, Aspect.FEE)
        script = script_of(answer.model_copy(update={"procedures": [other]}).payload())
        assert "hỏi việc cấp giấy phép thả diều làm ở cấp tỉnh anh chị nói" in said(script)

    def test_the_overview_is_short_and_asks_what_else_to_tell(self) -> None:
        script = about(COMPLETE, None)
        assert script.expect is Expect.CHOICE
        assert script.parts[0].startswith("dạ, đây là thủ tục cấp giấy phép thả diều.")
        assert script.parts[-1].endswith("anh chị muốn nghe thêm về phần nào ạ?")
        assert [choice.spoken for choice in script.choices] == [
            "giấy tờ cần có",
            "nơi nộp",
            "các bước làm",
            "lệ phí",
            "thời hạn",
        ]
        assert {choice.message for choice in script.choices} <= set(ASPECT_QUESTIONS.values())

    @pytest.mark.parametrize("aspect", Aspect)
    def test_what_the_record_lacks_is_admitted_with_a_way_on(self, aspect: Aspect) -> None:
        script = about(BARE, aspect)
        assert "hồ sơ không ghi" in script.parts[0]
        assert "bấm phím không để hỏi cán bộ" in " ".join(script.parts)

    def test_two_aspects_of_one_question_are_both_told(self) -> None:
        script = about(COMPLETE, Aspect.RESULT, also=[Aspect.CONDITIONS])
        assert "anh chị nhận được giấy phép thả diều" in said(script)
        assert "điều kiện là gió không quá cấp năm" in said(script)

    def test_the_counter_of_the_callers_ward_comes_first(self) -> None:
        home = WARDS[0].model_copy(update={"counter": "168 Lê Lợi", "phone": "0236 3841 234"})
        first, second, *_ = about(COMPLETE, Aspect.PLACE, home=home).parts
        assert f"anh chị ở {words_of(home.name)} thì nộp tại" in first
        assert "địa chỉ là một trăm sáu mươi tám lê lợi" in first + second
        assert "không hai ba sáu, ba tám bốn một, hai ba bốn" in second

    def test_most_of_a_long_legal_basis_is_left_to_the_portal(self) -> None:
        documents = COMPLETE.legal_basis * 7
        procedure = COMPLETE.model_copy(update={"legal_basis": documents})
        told = said(about(procedure, Aspect.LEGAL_BASIS))
        assert "thứ tư" in told
        assert "thứ năm" not in told
        assert "còn ba văn bản nữa anh chị nói gửi mã" in told

    def test_concerns_are_told_where_they_matter(self) -> None:
        assert "lệ phí chưa thống nhất" in said(about(WORRYING, Aspect.FEE))
        assert "lệ phí chưa thống nhất" not in said(about(WORRYING, Aspect.STEPS))
        assert "tỉnh khác công bố" in said(about(WORRYING, Aspect.STEPS))

    @pytest.mark.parametrize("concern", Concern)
    def test_every_concern_has_words_for_the_ear(self, concern: Concern) -> None:
        procedure = COMPLETE.model_copy(update={"concerns": (concern,)})
        script = about(procedure, None)
        assert faults(script) == []
        assert len(said(script).split()) > len(said(about(COMPLETE, None)).split())
        # The written notice sends to a number that the caller has dialled already.
        assert "một không hai hai" not in said(script)


def test_a_frequent_question_is_answered_with_its_notice_and_source(library: Library) -> None:
    assert script_of(faq_answer(KITE_FAQ, 1, library).payload()).parts == (
        "được ạ, nếu diều có đèn. thông tin này chưa được cán bộ xác minh ạ.",
        "nguồn là quyết định mười bảy của tê hát u.",
    )


class TestAChoice:
    def offered(self, library: Library, *codes: str) -> Script:
        link = {
            "decision": "choice",
            "candidates": [{"kind": "procedure", "key": code, "confidence": 0.4} for code in codes],
        }
        turn = Turn("khai sinh cho con", intent="ask_procedure", link=link)
        reply = conversation.answer(turn, library)
        assert reply.answer.kind is Kind.CHOICE
        return script_of(reply.answer.payload())

    def test_near_twins_are_told_apart_and_chosen_by_number(self, library: Library) -> None:
        script = self.offered(library, "1.014063", "1.014064")
        assert script.expect is Expect.CHOICE
        assert script.parts == ("dạ, anh chị cần cấp đổi hay cấp lại ạ?",)
        assert [(choice.spoken, choice.message) for choice in script.choices] == [
            ("cấp đổi thẻ căn cước, còn giấy cũ, xin đổi", "1"),
            ("cấp lại thẻ căn cước, bị mất hoặc hỏng, xin cấp lại", "2"),
        ]
        assert faults(script) == []

    def test_one_candidate_is_asked_about_with_yes_or_no(self, library: Library) -> None:
        script = self.offered(library, "1.001193")
        assert script.expect is Expect.YES_NO
        assert script.choices == ()
        assert script.parts == ("dạ, có phải anh chị hỏi về việc đăng ký khai sinh không ạ?",)

    @pytest.mark.parametrize("start", range(0, 160, 4))
    def test_any_four_can_be_told_apart(self, library: Library, start: int) -> None:
        codes = [procedure.code for procedure in PROCEDURES[start : start + 4]]
        script = self.offered(library, *codes)
        assert faults(script) == []
        assert len({choice.spoken for choice in script.choices}) == len(codes)
        longest = max(len(choice.spoken.split()) for choice in script.choices)
        assert longest <= MOST_WORDS_OF_A_SENTENCE


class TestAnOffice:
    def test_a_few_wards_are_read_out_and_many_are_asked_for(self, library: Library) -> None:
        few = [ward.code for ward in WARDS[:3]]
        many = [ward.code for ward in WARDS[:12]]
        named = {"name": "Quận Liên Chiểu", "whole_district": True}
        script = script_of(which_ward({**named, "wards": few}, library).payload())
        assert script.expect is Expect.CHOICE
        assert [choice.message for choice in script.choices] == [ward.name for ward in WARDS[:3]]
        script = script_of(which_ward({**named, "wards": many}, library).payload())
        assert (script.expect, script.choices) == (Expect.QUESTION, ())
        assert "mười hai phường" in said(script)

    def test_what_the_old_name_became_is_said(self) -> None:
        old = {"former": True, "name": "Phường Hòa Khánh Bắc", "district": "Quận Liên Chiểu"}
        script = script_of(office_answer(WARDS[1], 1, old).payload())
        assert "phường hòa khánh bắc" in script.parts[0]
        assert "nay thuộc phường liên chiểu" in script.parts[0]


class TestADossier:
    def test_the_code_is_asked_for_without_reading_out_an_example(self) -> None:
        for answer in (dossier_answer.ask_code(), dossier_answer.ask_code_again()):
            script = script_of(answer.payload())
            assert script.expect is Expect.CODE
            assert faults(script) == []
            assert "gạch" not in said(script)

    def test_what_was_not_understood_is_asked_for_in_other_words(self) -> None:
        asked = {
            answer.facts.get("why"): script_of(answer.payload())
            for answer in (
                dossier_answer.ask_code(),
                dossier_answer.ask_code(resumed=True),
                dossier_answer.ask_code_again(),
            )
        }
        assert len({said(script) for script in asked.values()}) == 3
        assert "chưa nghe ra mã hồ sơ" in said(asked["code_not_read"])
        assert "bấm phím không để xin lại mã" in said(asked["code_not_read"])
        assert "giờ em tra tiếp" in said(asked["resumed"])

    def test_the_proof_is_asked_for_again_with_the_reason(self) -> None:
        again = script_of(dossier_answer.ask_proof_again().payload())
        assert (again.expect, again.digits) == (Expect.DIGITS, 4)
        assert "chỉ cần đúng bốn số cuối" in said(again)
        resumed = script_of(dossier_answer.ask_proof(CODE, resumed=True).payload())
        assert "giờ em tra tiếp hồ sơ" in said(resumed)

    def test_a_part_of_a_code_that_finds_nothing_is_told_to_be_one(self) -> None:
        part, whole = (
            said(script_of(dossier_answer.refusal(code, NotShown(2)).payload()))
            for code in (parse_code("260814-0001"), CODE)
        )
        assert "mã này chưa đủ" in part
        assert "mã này chưa đủ" not in whole

    @pytest.mark.parametrize("by_phone", [True, False])
    def test_no_words_of_the_written_text_are_needed(self, by_phone: bool) -> None:
        answers = [
            dossier_answer.ask_code(),
            dossier_answer.ask_code(resumed=True),
            dossier_answer.ask_code_again(),
            dossier_answer.ask_proof(CODE),
            dossier_answer.ask_proof_again(),
            *(dossier_answer.refusal(CODE, NotShown(left)) for left in range(3)),
            dossier_answer.refusal(CODE, LockedOut()),
        ]
        for answer in answers:
            blank = answer.model_copy(update={"text": "x"})
            script = script_of(blank.payload(), by_phone)
            assert faults(script) == []
            assert script == script_of(answer.payload(), by_phone)

    def test_the_proof_is_four_digits_and_the_code_is_read_back(self) -> None:
        script = script_of(dossier_answer.ask_proof(CODE).payload())
        assert (script.expect, script.digits) == (Expect.DIGITS, 4)
        assert to_spoken(str(CODE)) in script.parts[0]
        assert "bốn số cuối" in said(script)

    def test_a_refusal_says_how_many_tries_are_left_but_not_the_code(self) -> None:
        refused = script_of(dossier_answer.refusal(CODE, NotShown(tries_left=2)).payload())
        assert (refused.expect, refused.digits) == (Expect.DIGITS, 4)
        assert "còn hai lượt thử" in said(refused)
        assert "gạch" not in said(refused)
        for last in (NotShown(tries_left=0), LockedOut()):
            script = script_of(dossier_answer.refusal(CODE, last).payload())
            assert script.expect is Expect.QUESTION
            assert "bấm phím không" in said(script)
        assert "hai mươi bốn giờ" in said(script)

    @pytest.mark.parametrize("state", DossierState)
    def test_every_state_is_told(self, state: DossierState) -> None:
        script = self.told(state, date(2026, 8, 20))
        assert faults(script) == []
        assert "hồ sơ đăng ký khai sinh của anh chị" in script.parts[0]
        assert "cập nhật ngày mười tám tháng tám" in said(script)

    def test_a_late_one_says_by_how_much_and_what_is_owed(self) -> None:
        script = self.told(DossierState.IN_PROCESS, date(2026, 8, 25))
        assert "hẹn trả ngày hai mươi mốt tháng tám đến nay đã trễ" in said(script)
        assert "phiếu xin lỗi và hẹn lại ngày trả kết quả" in said(script)
        assert "nghị định một trăm mười tám" in said(script)
        assert "cán bộ chưa đối chiếu điều khoản này" in said(script)

    def test_what_is_missing_is_counted(self) -> None:
        script = self.told(DossierState.NEEDS_SUPPLEMENT, date(2026, 8, 20))
        assert "anh chị còn thiếu hai giấy tờ thứ nhất giấy chứng sinh" in said(script)

    def told(self, state: DossierState, today: date) -> Script:
        dossier = Dossier.model_validate(
            {
                "code": str(CODE),
                "procedure_name": "Đăng ký khai sinh",
                "state": state,
                "unit": "Bộ phận một cửa phường Hải Châu",
                "stage": "Thẩm định",
                "since": "2026-08-17T09:00:00",
                "received_on": "2026-08-14",
                "due_on": "2026-08-21",
                "updated_at": "2026-08-18T08:00:00",
                "missing": ["Giấy chứng sinh", "Tờ khai"],
                "reason": "Không thuộc thẩm quyền.",
                "collect_at": "Trung tâm Phục vụ hành chính công phường Hải Châu",
                "collect_how": "Mang theo giấy hẹn.",
            }
        )
        return script_of(dossier_answer.dossier_answer(dossier, today).payload())


class TestWithoutATelephone:
    """The same Answers, read aloud beside a screen and a keyboard."""

    @pytest.mark.parametrize("procedure", PROCEDURES[::8], ids=lambda item: item.code)
    def test_no_key_and_no_code_is_spoken_of(self, procedure: Procedure) -> None:
        for aspect in (None, *Aspect):
            payload = procedure_answer(procedure, 1, aspect).payload()
            script = script_of(payload, by_phone=False)
            assert faults(script) == []
            assert not re.search("bấm phím|gửi mã", said(script))

    def test_the_rest_of_a_list_is_on_the_screen(self) -> None:
        procedure = COMPLETE.model_copy(update={"legal_basis": COMPLETE.legal_basis * 7})
        payload = procedure_answer(procedure, 1, Aspect.LEGAL_BASIS).payload()
        told = said(script_of(payload, by_phone=False))
        assert "còn ba văn bản nữa anh chị xem đủ trên màn hình" in told

    def test_an_officer_is_to_be_called(self) -> None:
        payload = procedure_answer(BARE, 1, Aspect.FEE).payload()
        told = said(script_of(payload, by_phone=False))
        assert "gọi một không hai hai để hỏi cán bộ" in told

    def test_who_types_is_told_to_type(self) -> None:
        payload = Answer(kind=Kind.CLARIFY, text="Anh/chị gõ lại giúp em ạ.").payload()
        assert "gõ lại" in said(script_of(payload, by_phone=False))
        told = said(script_of(dossier_answer.ask_code().payload(), by_phone=False))
        assert "mã hồ sơ" in told
        assert not {"đọc", "bấm"} & set(told.split())

    def test_no_line_is_connected(self) -> None:
        payload = Answer(kind=Kind.HANDOFF, text="Em mời cán bộ vào đây ạ.").payload()
        assert script_of(payload, by_phone=False).parts == ("em mời cán bộ vào đây ạ.",)


class TestOtherKinds:
    def test_an_officer_takes_over(self) -> None:
        script = script_of(Answer(kind=Kind.HANDOFF, text="Gọi 1022.").payload())
        assert script.outcome is Outcome.OFFICER

    def test_emergency_numbers_come_at_once(self) -> None:
        script = script_of(Answer(kind=Kind.EMERGENCY, text="Gọi 115.").payload())
        assert script.urgent
        for number in ("một một ba", "một một bốn", "một một năm"):
            assert number in said(script)

    def test_who_calls_already_is_not_told_to_call(self) -> None:
        text = "Dạ, anh/chị gọi tổng đài 1022 để gặp người hỗ trợ, hoặc hỏi 1022 ạ."
        script = script_of(Answer(kind=Kind.SMALLTALK, text=text).payload())
        assert script.parts == (
            "dạ, anh chị bấm phím không để gặp người hỗ trợ, hoặc bấm phím không để gặp cán bộ ạ.",
        )

    def test_nobody_is_told_to_type(self, library: Library) -> None:
        texts = [
            "Dạ, em chưa đọc được chữ nào trong tin nhắn. Anh/chị gõ giúp em việc cần làm, gõ "
            "không dấu cũng được ạ.",
            "Dạ, em chào anh/chị. Khi cần hỏi thủ tục, anh/chị cứ nhắn cho em ạ.",
            dossier_answer.CANCELLED.text,
            dossier_answer.ask_proof_again().text,
            conversation.menu(Turn(""), library).answer.text,
        ]
        for text in texts:
            told = said(script_of(Answer(kind=Kind.CLARIFY, text=text).payload()))
            assert not {"gõ", "nhắn", "nhập"} & set(told.split())

    @pytest.mark.parametrize("kind", Kind)
    def test_every_kind_has_a_script(self, kind: Kind, library: Library) -> None:
        answers = {
            Kind.PROCEDURE: procedure_answer(COMPLETE, 1),
            Kind.FAQ: faq_answer(KITE_FAQ, 1, library),
            Kind.CHOICE: conversation.choose(
                Turn(
                    "",
                    options=[
                        {"kind": "procedure", "key": item.code, "name": item.name}
                        for item in PROCEDURES[:2]
                    ],
                ),
                library,
            ).answer,
            Kind.OFFICE: ASK_WARD,
            Kind.MENU: conversation.menu(Turn(""), library).answer,
        }
        answer = answers.get(kind) or Answer(kind=kind, text="Dạ, em chào anh/chị ạ.")
        assert faults(script_of(answer.payload())) == []

    def test_the_opening_says_who_speaks_and_how_to_reach_an_officer(self) -> None:
        script = opening()
        assert faults(script) == []
        [only] = script.parts
        assert "trợ lý tự động" in only
        assert "được ghi lại, trừ các số giấy tờ cá nhân" in only
        assert "bấm phím không bất cứ lúc nào" in only
