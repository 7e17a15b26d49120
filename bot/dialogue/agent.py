"""Builds Rasa's agent from the settings: its model, its stores, its action endpoint."""

from __future__ import annotations

from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.utils.endpoints import EndpointConfig

from bot.dialogue import rasa_speed
from bot.dialogue.conversation_store import ConversationStore
from bot.dialogue.in_process_actions import InProcessActions
from bot.errors import NotReady
from settings import Settings


async def load_agent(model: Path, settings: Settings) -> Agent:
    """An agent that is ready to handle messages. Raises `NotReady` for an unusable model."""
    rasa_speed.install()
    agent = Agent(
        tracker_store=ConversationStore(),
        lock_store=InMemoryLockStore(),
        action_endpoint=(
            EndpointConfig(url=settings.action_server_url)
            if settings.action_server_url
            else InProcessActions()
        ),
    )
    try:
        agent.load_model(model)
    except Exception as error:  # a damaged archive fails in many ways, none of them Rasa's own
        raise NotReady(
            f"Không mở được mô hình {model.name} ({type(error).__name__}: {error}). "
            "Hãy chạy `bot train` để huấn luyện lại."
        ) from error
    if not agent.is_ready():
        raise NotReady(f"Mô hình {model.name} chưa đủ thành phần. Hãy chạy `bot train`.")
    # Word segmentation loads its own model at first use; no citizen should wait for that.
    await agent.parse_message("Đăng ký khai sinh cho con")
    return agent
