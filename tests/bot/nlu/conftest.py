from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    """A model's folder, as Rasa hands it to its components."""
    return LocalModelStorage.create(tmp_path)


@pytest.fixture
def resource() -> Resource:
    return Resource("component")


@pytest.fixture
def context() -> ExecutionContext:
    return ExecutionContext(GraphSchema({}), node_name="component")


@pytest.fixture
def examples() -> TrainingData:
    """A few sentences in the format of `nlu_data/`."""
    return RasaYAMLReader().reads(
        """
version: "3.1"
nlu:
- intent: ask_procedure
  metadata: {procedure: "1.001193"}
  examples: |
    - vợ em mới đẻ muốn làm giấy tờ cho bé
    - nhà vừa có em bé phải đăng ký ở mô
    - sinh con ra cần đăng ký giấy tờ
- intent: ask_documents
  metadata: {procedure: "1.000894"}
  examples: |
    - tụi em sắp cưới cần giấy tờ gì
    - hai đứa lấy nhau phải nộp giấy tờ gì
    - muốn làm vợ chồng hợp pháp thì giấy tờ gì
- intent: ask_fee
  examples: |
    - bao nhiêu tiền
    - hết bao nhiêu tiền vậy
    - tốn bao nhiêu tiền
- intent: greet
  examples: |
    - xin chào
    - chào em
    - chào buổi sáng
"""
    )
