"""What to say next: decides, from what was understood and what the conversation is about.

Pure functions from a `Turn` to a `Reply`; `actions.rasa_actions` carries them to and from Rasa.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from actions.answer import Answer, Aspect, Kind, ProcedureChoice, Suggestion
from actions.differences import hints, question_between
from actions.faq_answer import faq_answer
from actions.office_answer import ASK_WARD, office_answer, which_ward
from actions.option_choice import chosen_option
from actions.procedure_answer import ASPECT_TITLES, procedure_answer
from knowledge.library import Library
from knowledge.records import Procedure, Ward
from knowledge.siblings import sibling
from knowledge.traits import ACTIONS, AGES, traits_of_name, traits_said
from vietnamese.text import strip_diacritics, syllables

ASPECT_OF_INTENT = {f"ask_{aspect.value}": aspect for aspect in Aspect}

# Offered when nothing was understood, and in the menu: what people come for most.
EXAMPLES = (
    Suggestion(title="Khai sinh cho con", message="Tôi muốn làm giấy khai sinh cho con"),
    Suggestion(title="Đăng ký tạm trú", message="Tôi muốn đăng ký tạm trú"),
    Suggestion(title="Mở hộ kinh doanh", message="Tôi muốn mở hộ kinh doanh"),
    Suggestion(title="Xin phép xây nhà", message="Tôi muốn xin giấy phép xây nhà"),
)

# Words that return to something said before, and words that stand in too many names to tell.
RETURNING = (
    "quay lai",
    "tro lai",
    "luc nay",
    "hoi nay",
    "khi nay",
    "ban nay",
    "ban dau",
    "vua roi",
)
COMMON_IN_NAMES = frozenset(
    "cai cap cho co cua dang giay ky lai lam moi nguoi thi thu tuc va ve viec xin".split()  # noqa: SIM905
)
TOPICS_REMEMBERED = 5
# So many near ones are named beside an answer.
NAMED_BESIDE = 2
# The topic is meant when it is this likely beside the best candidate.
TOPIC_FROM = 0.8
# A candidate of the topic's domain is meant when it is this many times as likely as the next.
CLEARLY = 2.0
# A message this short may be about the topic though it does not say so.
FOLLOW_UP_WORDS = 16
# «tui muốn làm giấy» says too little, rather than something that is not known.
FEW_WORDS = 6

NAME_THE_PAPER = "Anh/chị nói tên giấy tờ cần làm giúp em."


@dataclass(frozen=True)
class Turn:
    """One message of a citizen, understood, and what the conversation remembers.

    `link` is what the procedure linker left on the message; `options` are the records offered
    last, as [{kind, key, name}]; `asked_aspect` is what was asked before the procedure was clear;
    `topics` are the codes of the procedures talked about, the latest first; `also_asked` the
    intents of a message that asks for several aspects; `ward` is the code of the ward where the
    person lives, `wards_said` the `ward` entities of the message (see `bot.nlu.ward_extractor`).
    """

    text: str
    intent: str = ""
    link: dict[str, Any] = field(default_factory=dict)
    procedure: str | None = None
    asked_aspect: str | None = None
    options: Sequence[dict[str, str]] = ()
    topics: Sequence[str] = ()
    also_asked: Sequence[str] = ()
    ward: str | None = None
    wards_said: Sequence[dict[str, Any]] = ()
    last_answer: dict[str, Any] | None = None

    @property
    def candidates(self) -> list[dict[str, Any]]:
        return list(self.link.get("candidates") or ())

    @property
    def decision(self) -> str:
        return str(self.link.get("decision") or "unknown")

    @property
    def bare(self) -> bool:
        """Whether the message names nothing, so that it can only be about the topic."""
        return bool(self.link.get("bare"))

    @property
    def only_traits(self) -> bool:
        """Whether the message names only what sets twins apart, so that it is about the topic."""
        return bool(self.link.get("only_traits"))

    @property
    def aspects(self) -> list[Aspect]:
        """All that is asked for, where one message asks for several aspects."""
        return [ASPECT_OF_INTENT[name] for name in self.also_asked if name in ASPECT_OF_INTENT]

    @property
    def home(self) -> str | None:
        """The ward to answer for: the one just named, or the one known from before."""
        for said in self.wards_said:
            return str(said["wards"][0]) if len(said["wards"]) == 1 else None
        return self.ward

    @property
    def aspect(self) -> Aspect | None:
        """What is asked for: now, or before the procedure was clear."""
        if self.intent in ASPECT_OF_INTENT:
            return ASPECT_OF_INTENT[self.intent]
        return Aspect(self.asked_aspect) if self.asked_aspect else None


@dataclass(frozen=True)
class Reply:
    """What to say, and what the conversation remembers from now on (slot name to value)."""

    answer: Answer
    slots: dict[str, Any] = field(default_factory=dict)

    def remembering(self, turn: Turn) -> Reply:
        """The same reply, with the ward that the person named kept for later."""
        if not turn.wards_said or turn.home is None:
            return self
        return replace(self, slots={**self.slots, "ward": turn.home})


def answer(turn: Turn, library: Library) -> Reply:
    """Answers a question about a record, offers a choice, asks back, or admits not knowing."""
    picked = _picked_option(turn) if turn.decision != "answer" else None
    if picked is not None:
        return _about(picked, turn, library)
    meant = _earlier_topic(turn, library) or _twin_of_topic(turn, library)
    if meant is not None:
        return _about({"kind": "procedure", "key": meant, "name": ""}, turn, library)
    if _asks_of_topic(turn, library):
        return _about({"kind": "procedure", "key": turn.procedure, "name": ""}, turn, library)
    # «tạm ngừng» alone may be of several things.
    says_enough = turn.procedure is not None or not turn.only_traits
    if turn.decision == "answer" and says_enough and not (turn.bare and turn.procedure):
        return _with_others_named(_about(turn.candidates[0], turn, library), turn, library)
    if len(turn.options) == 1 and turn.options[0]["key"] in [c["key"] for c in turn.candidates]:
        # It was asked whether this is meant, and is said again.
        return _about(turn.options[0], turn, library)
    asks_an_aspect = turn.intent in ASPECT_OF_INTENT
    alike = None if turn.bare and asks_an_aspect else _like_the_topic(turn, library)
    if alike is not None:
        return _about(alike, turn, library)
    if asks_an_aspect:
        return _about_an_aspect(turn, library)
    if turn.candidates:
        return _offer(turn.candidates, turn, library)
    return _unknown(turn, library)


def _earlier_topic(turn: Turn, library: Library) -> str | None:
    """The procedure that «quay lại cái khai sinh lúc nãy» returns to, if it says so."""
    earlier = [code for code in turn.topics if code != turn.procedure]
    words = f" {' '.join(strip_diacritics(word) for word in syllables(turn.text))} "
    if not earlier or not any(f" {cue} " in words for cue in RETURNING):
        return None
    for candidate in turn.candidates:
        if candidate["key"] in turn.topics:
            return str(candidate["key"])
    said = set(words.split())
    overlaps = {
        code: len(said & _name_words(found[0]))
        for code in earlier
        if (found := library.procedure(code)) is not None
    }
    best = max(overlaps, key=lambda code: overlaps[code], default=None)
    if best is not None and (overlaps[best] > 0 or turn.bare):
        return best
    return None


def _name_words(procedure: Procedure) -> set[str]:
    """The words of a procedure's names, without diacritics and without the commonest."""
    names = (procedure.name, *procedure.aliases)
    words = {strip_diacritics(word) for name in names for word in syllables(name)}
    return words - COMMON_IN_NAMES


def _twin_of_topic(turn: Turn, library: Library) -> str | None:
    """The near twin of the topic that «còn cấp lại thì sao» means."""
    found = library.procedure(turn.procedure) if turn.procedure else None
    if found is None or not (turn.only_traits or turn.intent == "correct"):
        return None
    twin = sibling(found[0], turn.text, library)
    if twin is not None:
        return twin.code
    # «người nước ngoài có xin được không»: without such a twin it is the topic itself.
    said = traits_said(turn.text)
    tells = bool(said) or bool(traits_of_name(found[0].name) & AGES)
    return found[0].code if turn.only_traits and tells and not said & ACTIONS else None


def _asks_of_topic(turn: Turn, library: Library) -> bool:
    """Whether all that a question about an aspect names stands in the topic, which may be meant.

    «bao lâu có đăng ký xe», where the registration of a car that was lost is the topic, and not
    the first one.
    """
    found = library.procedure(turn.procedure) if turn.procedure else None
    if found is None or turn.intent not in ASPECT_OF_INTENT or not turn.link.get("naming"):
        return False
    is_offered = any(candidate["key"] == turn.procedure for candidate in turn.candidates)
    denied = traits_said(turn.text) & ACTIONS - traits_of_name(found[0].name)
    return is_offered and not denied and _names_a_part(found[0], turn)


def _like_the_topic(turn: Turn, library: Library) -> dict[str, Any] | None:
    """The candidate of the topic's domain that is meant, for «thế cấp hai thì sao»."""
    topic = library.procedure(turn.procedure) if turn.procedure else None
    if topic is None or len(syllables(turn.text)) > FOLLOW_UP_WORDS:
        return None
    alike = [
        candidate
        for candidate in turn.candidates
        if (found := library.procedure(candidate["key"])) is not None
        and found[0].domain == topic[0].domain
    ]
    if not alike or alike[0]["key"] == turn.procedure:
        return None
    next_best = max((found["confidence"] for found in alike[1:]), default=0.0)
    return alike[0] if alike[0]["confidence"] >= CLEARLY * next_best else None


def _about_an_aspect(turn: Turn, library: Library) -> Reply:
    """Answers «thế lệ phí bao nhiêu», whose procedure the message does not make clear."""
    topic = {"kind": "procedure", "key": turn.procedure or "", "name": ""}
    if turn.bare:
        # It names nothing: whatever looks like it is chance.
        if len(turn.options) == 1:
            # «Có phải anh/chị hỏi việc này không?» – «lệ phí sao?» says yes.
            return _about(turn.options[0], turn, library)
        if turn.options:
            return _offer(turn.options, turn, library)
        if turn.wards_said and not turn.procedure and turn.aspect in (Aspect.PLACE, Aspect.AGENCY):
            return office(turn, library)
        return _about(topic, turn, library) if turn.procedure else _which_procedure(turn)
    if turn.procedure and (_topic_is_meant(turn) or _names_a_part_of_topic(turn, library)):
        return _about(topic, turn, library)
    if turn.candidates:
        return _offer(turn.candidates, turn, library)
    return _offer([topic], turn, library) if turn.procedure else _unknown(turn, library)


def _topic_is_meant(turn: Turn) -> bool:
    """Whether the topic is among the best candidates."""
    confidence = {found["key"]: found["confidence"] for found in turn.candidates}
    best = max(confidence.values(), default=0.0)
    return confidence.get(turn.procedure or "", 0.0) > TOPIC_FROM * best


def _names_a_part_of_topic(turn: Turn, library: Library) -> bool:
    """Whether all that the message names stands in the topic: «lệ phí biển số bao nhiêu»."""
    found = library.procedure(turn.procedure) if turn.procedure else None
    return found is not None and not turn.candidates and _names_a_part(found[0], turn)


def _names_a_part(topic: Procedure, turn: Turn) -> bool:
    naming = set(turn.link.get("naming") or ())
    if not naming:
        return False
    parts = (topic.name, *topic.aliases, *topic.keywords, *topic.results)
    papers = (document.name for document in topic.documents)
    words = {strip_diacritics(word) for text in (*parts, *papers) for word in syllables(text)}
    return naming <= words


def choose(turn: Turn, library: Library) -> Reply:
    """Takes the option a person chose, or says again what there is to choose from."""
    if not turn.options:
        if turn.decision == "answer":
            return answer(turn, library)
        return Reply(
            Answer(
                kind=Kind.CLARIFY,
                text=f"Dạ, anh/chị cần hỏi về thủ tục nào ạ? {NAME_THE_PAPER}",
                suggestions=list(EXAMPLES),
            )
        )
    picked = _picked_option(turn)
    if picked is None and turn.intent == "affirm" and len(turn.options) == 1:
        picked = turn.options[0]
    if picked is not None:
        return _about(picked, turn, library)
    if turn.decision == "answer":
        return answer(turn, library)
    return _choice(
        turn.options,
        "Dạ, anh/chị chọn giúp em một trong các thủ tục này, nói số thứ tự cũng được ạ:",
        library,
        {"options": list(turn.options), "aspect": turn.asked_aspect},
    )


def deny(turn: Turn, library: Library) -> Reply:
    """Puts away the options that were all wrong and asks for other words."""
    if turn.decision == "answer":
        return answer(turn, library)
    text = (
        "Dạ, vậy anh/chị tả thêm giúp em: cần giấy tờ gì, làm cho ai, làm mới hay cấp lại ạ?"
        if turn.options
        else "Dạ vâng. Khi cần hỏi thủ tục nào, anh/chị cứ nói em nghe ạ."
    )
    kind = Kind.CLARIFY if turn.options else Kind.SMALLTALK
    return Reply(Answer(kind=kind, text=text), {"options": None, "aspect": turn.asked_aspect})


def repeat(turn: Turn, library: Library) -> Reply:
    """Says the last answer again."""
    if turn.last_answer is not None:
        return Reply(Answer.model_validate(turn.last_answer))
    return Reply(
        Answer(
            kind=Kind.CLARIFY,
            text="Dạ, em chưa trả lời câu nào để nhắc lại. Anh/chị cần hỏi thủ tục gì ạ?",
            suggestions=list(EXAMPLES),
        )
    )


def office(turn: Turn, library: Library) -> Reply:
    """Says where the counter of a ward is, or asks which ward is meant."""
    for said in turn.wards_said:
        if len(said["wards"]) != 1:
            return Reply(which_ward(said, library))
        if _asked_where(turn):
            return _about(
                {"kind": "procedure", "key": turn.procedure}, _asking_place(turn), library
            )
        found = library.ward(said["wards"][0])
        if found is not None:
            return Reply(office_answer(*found, said))
    if turn.decision == "answer":
        return answer(turn, library)
    found = library.ward(turn.ward) if turn.ward else None
    return Reply(office_answer(*found) if found else ASK_WARD)


def _asked_where(turn: Turn) -> bool:
    """Whether the last answer said where to file, so that a ward completes that question."""
    last = turn.last_answer or {}
    return bool(turn.procedure) and last.get("aspect") == Aspect.PLACE.value


def _asking_place(turn: Turn) -> Turn:
    return replace(turn, intent="ask_place")


def menu(turn: Turn, library: Library) -> Reply:
    """Says what this assistant can do."""
    return Reply(
        Answer(
            kind=Kind.MENU,
            text=(
                f"Dạ, em biết {len(library)} hồ sơ thủ tục và câu hỏi thường gặp. Anh/chị nói việc "
                "cần làm, em cho biết giấy tờ, lệ phí, thời hạn, nơi nộp, các bước, mẫu đơn và căn "
                "cứ pháp lý. Gõ không dấu cũng được ạ. Điều gì hồ sơ không ghi, em sẽ nói là không "
                "biết."
            ),
            suggestions=list(EXAMPLES),
        )
    )


def _about(target: dict[str, Any], turn: Turn, library: Library) -> Reply:
    if target["kind"] == "faq":
        entry = library.faq(target["key"])
        if entry is None:
            return _unknown(turn, library)
        return Reply(faq_answer(*entry, library), {"options": None, "aspect": None})
    found = library.procedure(target["key"])
    if found is None:
        return _unknown(turn, library)
    code = target["key"]
    topics = [code, *(earlier for earlier in turn.topics if earlier != code)]
    slots = {
        "procedure": code,
        "options": None,
        "aspect": None,
        "topics": topics[:TOPICS_REMEMBERED],
    }
    aspect = turn.aspects[0] if turn.aspects else turn.aspect
    answer = procedure_answer(*found, aspect, _home(turn, library), turn.aspects)
    return Reply(answer, slots)


def _with_others_named(reply: Reply, turn: Turn, library: Library) -> Reply:
    """The answer, and what else may be meant: who was misunderstood finds it at once."""
    if reply.answer.procedure is None:
        return reply
    answered, *others = (
        {"kind": found["kind"], "key": found["key"], "name": name}
        for found in turn.candidates
        if found["kind"] == "procedure" and (name := _name(found, library))
    )
    if not others:
        return reply
    others = others[:NAMED_BESIDE]
    named = "; ".join(f"«{other['name']}»" for other in others)
    text = f"{reply.answer.text}\n\nNếu anh/chị hỏi việc khác gần giống, có thể là: {named}."
    beside = {"text": text, "procedures": _choices([answered, *others], library)[1:]}
    return replace(reply, answer=reply.answer.model_copy(update=beside))


def _home(turn: Turn, library: Library) -> Ward | None:
    """The ward where the person lives, where it is known."""
    found = library.ward(turn.home) if turn.home else None
    return found[0] if found else None


def _offer(records: Sequence[dict[str, Any]], turn: Turn, library: Library) -> Reply:
    options = [
        {"kind": record["kind"], "key": record["key"], "name": name}
        for record in records
        if (name := _name(record, library))
    ]
    if not options:
        return _unknown(turn, library)
    procedures = _procedures(options, library)
    asked = question_between(procedures) if len(procedures) == len(options) else ""
    lead = asked or (
        "Dạ, có phải anh/chị hỏi việc này không ạ?"
        if len(options) == 1
        else "Dạ, việc anh/chị hỏi có thể là một trong các thủ tục sau. Anh/chị chọn giúp em ạ:"
    )
    aspect = turn.aspect.value if turn.aspect else None
    return _choice(options, lead, library, {"options": options, "aspect": aspect})


def _name(record: dict[str, Any], library: Library) -> str:
    """What a record is called today; empty when it is no longer live."""
    if record["kind"] == "faq":
        entry = library.faq(record["key"])
        return entry[0].question if entry else ""
    found = library.procedure(record["key"])
    return found[0].name if found else ""


def _choice(
    options: Sequence[dict[str, str]], lead: str, library: Library, slots: dict[str, Any]
) -> Reply:
    choices = _choices(options, library)
    lines = [
        f"{number}. {choice.name}{f' ({choice.hint})' if choice.hint else ''}"
        for number, choice in enumerate(choices, start=1)
    ]
    answer = Answer(
        kind=Kind.CHOICE,
        text="\n".join([lead, *lines]),
        lead=lead,
        procedures=choices,
        suggestions=[
            Suggestion(title=choice.name, message=str(number))
            for number, choice in enumerate(choices, start=1)
        ],
    )
    return Reply(answer, slots)


def _choices(options: Sequence[dict[str, str]], library: Library) -> list[ProcedureChoice]:
    told = _hints(options, library)
    return [
        ProcedureChoice(code=option["key"], name=option["name"], hint=told.get(option["key"], ""))
        for option in options
    ]


def _hints(options: Sequence[dict[str, str]], library: Library) -> dict[str, str]:
    """What tells the procedures among the options apart, by code."""
    procedures = _procedures(options, library)
    return {
        procedure.code: hint for procedure, hint in zip(procedures, hints(procedures), strict=True)
    }


def _procedures(options: Sequence[dict[str, Any]], library: Library) -> list[Procedure]:
    return [
        found[0]
        for option in options
        if option["kind"] == "procedure" and (found := library.procedure(option["key"])) is not None
    ]


def _which_procedure(turn: Turn) -> Reply:
    aspect = turn.aspect
    what = ASPECT_TITLES[aspect].lower() if aspect else "việc này"
    return Reply(
        Answer(
            kind=Kind.CLARIFY,
            text=f"Dạ, anh/chị hỏi {what} của thủ tục nào ạ? {NAME_THE_PAPER}",
            suggestions=list(EXAMPLES),
        ),
        {"aspect": aspect.value if aspect else None, "options": None},
    )


def _unknown(turn: Turn, library: Library) -> Reply:
    if turn.intent == "ask_procedure" and len(syllables(turn.text)) <= FEW_WORDS:
        return _which_procedure(turn)
    return Reply(
        Answer(
            kind=Kind.UNKNOWN,
            text=(
                "Dạ, em chưa tìm được hồ sơ thủ tục nào đúng với điều anh/chị hỏi, nên em không "
                "dám trả lời. Anh/chị nói lại giúp em bằng tên giấy tờ cần làm, hoặc gọi tổng đài "
                "1022 để gặp người hỗ trợ ạ."
            ),
            suggestions=list(EXAMPLES),
        ),
        {"options": None},
    )


def _picked_option(turn: Turn) -> dict[str, str] | None:
    if not turn.options:
        return None
    index = _option_by_traits(turn)
    if index is None:
        index = chosen_option(turn.text, [option["name"] for option in turn.options])
    return None if index is None else dict(turn.options[index])


def _option_by_traits(turn: Turn) -> int | None:
    """The one option that has what a message of few words says: «thế cấp hai thì sao»."""
    said = traits_said(turn.text)
    if not said or not turn.only_traits:
        return None
    fits = [said <= traits_of_name(option["name"]) for option in turn.options]
    return fits.index(True) if fits.count(True) == 1 else None
