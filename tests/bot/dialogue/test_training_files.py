"""The training data is read once, and is what Rasa itself reads."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter

from bot.dialogue.training import CONFIG, DOMAIN
from bot.dialogue.training_files import TrainingFiles

EMERGENCIES = str(Path(__file__).parents[3] / "nlu_data" / "nlu" / "emergencies.yml")


def test_rasa_takes_it_by_its_name_in_the_configuration() -> None:
    importer = TrainingDataImporter.load_from_config(str(CONFIG), str(DOMAIN), [EMERGENCIES])
    assert importer.get_nlu_data().intents == {"emergency"}


def test_it_reads_what_rasa_reads_and_reads_it_once() -> None:
    arguments = (str(CONFIG), str(DOMAIN), [EMERGENCIES])
    ours, rasas = TrainingFiles(*arguments), RasaFileImporter(*arguments)
    read = ours.get_nlu_data("vi")
    assert read.fingerprint() == rasas.get_nlu_data("vi").fingerprint()
    assert ours.get_nlu_data() is read
