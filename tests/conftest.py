"""Real parts for all tests: a database with the seed records, a trained model, a running server.

The environment is set before anything of ours is imported, so that no test touches the database
or the models of the checkout.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

CORPORA = Path(__file__).parent.parent.parent / "shared" / "data" / "procedures"

WEB_TESTS = Path(__file__).parent / "bot" / "web"

_workplace = tempfile.TemporaryDirectory(prefix="assistant-tests-")
os.environ["DATABASE_URL"] = f"sqlite:///{_workplace.name}/assistant.db"
# Trained once for the present data and code, then kept between runs.
os.environ["MODEL_DIRECTORY"] = str(Path(__file__).parent.parent / "var" / "test-models")
os.environ.pop("ACTION_SERVER_URL", None)
os.environ["DOSSIER_SECRET"] = "bí mật chỉ để thử"
os.environ["SECRET_KEY"] = "một khóa chỉ để thử"

from bot.dialogue.training import model_path, train  # noqa: E402
from bot.preparation import prepare_database  # noqa: E402
from knowledge.library import Library, open_library  # noqa: E402
from knowledge.store import KnowledgeStore  # noqa: E402
from settings import Settings, get_settings  # noqa: E402
from tests.support import RunningServer  # noqa: E402


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of this test run: a database and a model folder of its own."""
    return get_settings()


@pytest.fixture(scope="session")
def store(settings: Settings) -> KnowledgeStore:
    """The store over a database that holds the seed records."""
    return KnowledgeStore(prepare_database(settings))


@pytest.fixture(scope="session")
def library(settings: Settings, store: KnowledgeStore) -> Library:
    """The library over the seed records."""
    return open_library(settings.database_url)


@pytest.fixture(scope="session")
def model(settings: Settings, store: KnowledgeStore) -> Path:
    """The model trained on `nlu_data/` and the seed records."""
    path = model_path(settings)
    return path if path.is_file() else train(settings)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the real corpora, which are not part of the project."""
    if not CORPORA.is_dir():
        pytest.skip("the corpora are not here: ../shared/data/procedures is absent")
    return CORPORA


@pytest.fixture(scope="session")
def server_url(model: Path) -> Iterator[str]:
    """The address of a running `bot serve`."""
    with RunningServer() as server:
        yield server.url


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages are tested last: Playwright's event loop goes on until the session ends, and no
    asynchronous test can run in its thread from then on."""
    items.sort(key=lambda item: WEB_TESTS in item.path.parents)
