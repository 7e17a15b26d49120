"""Names under which the components leave their findings on a Rasa message."""

from __future__ import annotations

# The text as the components read it: normalised, with the original kept in Rasa's own TEXT.
NORMALISED_TEXT = "normalised_text"

# The normalised text before `bot.nlu.text_restorer` changed it, where it did.
TYPED_TEXT = "typed_text"

# The normalised text without the wards it names, where it names any.
TOPIC_TEXT = "topic_text"

# The parts of a message that asks several things: see `bot.nlu.clause_splitter`.
CLAUSES = "clauses"

# What is asked for, in its order, where it is more than one thing: names of intents.
ASPECTS_ASKED = "aspects_asked"

# Which records the message is about: see `bot.nlu.procedure_linker` for the shape.
LINK = "link"

# The block metadata of the training data that names the procedure an utterance is about.
PROCEDURE_METADATA = "procedure"
# Its value for utterances that are too vague to be about one.
NO_PROCEDURE = "none"

# The example metadata that marks a copy made by `bot.nlu.training_augmenter`.
AUGMENTED = "augmented"

# Set on training messages of which there are enough to teach their intent: they teach only which
# record a message is about, and are neither segmented nor featurised.
TEACHES_NO_INTENT = "teaches_no_intent"
