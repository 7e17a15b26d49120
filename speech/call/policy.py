"""How patient a call is, and all its limits, in one place. Times are in seconds unless named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """The manners of a call. The defaults are for telephone callers of any age."""

    # Endpointing: the silence after which an utterance is taken to be over.
    question_silence_ms: int = 700
    yes_no_silence_ms: int = 400
    choice_silence_ms: int = 500
    digits_silence_ms: int = 1500
    # Added when the last word says that more is coming («thì», «là»).
    hesitation_ms: int = 600
    # When what was said is complete: a choice, a yes, a full count of digits.
    complete_silence_ms: int = 350
    # The longest utterance; what was said until then is taken.
    utterance_s: float = 25.0
    # Sound before speech was noticed that is recognised too: no first syllable is lost, and the
    # recogniser knows the background.
    pre_roll_ms: int = 1600
    # So much speech within that much sound begins an utterance.
    onset_ms: int = 60
    onset_window_ms: int = 120
    # Recognition is fed pieces of this length while the caller speaks.
    decode_ms: int = 100
    # How long the recogniser may take for one piece.
    recognition_s: float = 10.0

    # Barge-in: so many words, back-channels not counted, interrupt the assistant.
    barge_in_words: int = 2
    # What began so shortly before the end of a question answers it, be it only «dạ».
    early_answer_s: float = 0.6

    # Silence of the caller.
    no_input_s: float = 8.0
    # A code has to be found on a paper first.
    no_number_s: float = 15.0
    reminders: int = 2
    # After a pause in a number that is dictated, until what was said of it is all.
    more_digits_s: float = 2.5
    # Between two parts of an answer: silence means «go on».
    go_on_s: float = 3.0

    # Keys.
    key_s: float = 4.0
    keyed_digits: int = 32

    # Understanding.
    # Below it, about half of the words are wrong.
    sure: float = 0.6
    # So much speech without a word in it is a failure to understand, not a noise.
    speech_not_understood_ms: int = 600

    # Waiting for the bot.
    filler_s: float = 1.2
    reply_s: float = 10.0
    portal_code_s: float = 3.0
    close_s: float = 2.0

    # Speaking: how long the voice may take for the next piece of sound.
    voice_s: float = 10.0
    sentence_pause_ms: int = 200
    slow_sentence_pause_ms: int = 600
    slow_tempo: float = 0.8

    # The whole call.
    call_s: float = 900.0
    warning_s: float = 60.0
    # How long the last sentence may take before the line is closed all the same.
    farewell_s: float = 20.0
