"""The dialogue runtime: Rasa's agent, its stores, its actions and its training.

Importing this package prepares the process for Rasa, so it must come before any Rasa import.
"""

import os
import warnings

# Nothing is reported to anybody outside.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
# The optional encoder needs no PyTorch; transformers would say at each start that it is missing.
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
# Rasa draws a progress bar for each of thirty rules.
os.environ.setdefault("TQDM_DISABLE", "1")
# Rasa 3.6 and its libraries are of 2023; their warnings are for their authors. Several of them
# switch warnings on again when they are imported, so a filter alone does not hold.
warnings.simplefilter("ignore")
warnings.showwarning = lambda *_args, **_kwargs: None
