from __future__ import annotations

import asyncio

from speech.call.line import Audio, Digit, HungUp
from speech.telephony.event_queue import EventQueue


async def test_events_come_in_order_and_the_end_comes_last() -> None:
    queue = EventQueue()
    await queue.put(Audio(b"ab"))
    await queue.put(Digit("1"))
    queue.close("bye")
    queue.close("later")
    await queue.put(Digit("2"))
    assert [event async for event in queue.events()] == [Audio(b"ab"), Digit("1"), HungUp("bye")]


async def test_a_full_queue_makes_the_writer_wait_until_it_is_read_or_closed() -> None:
    queue = EventQueue(most_waiting=1)
    await queue.put(Digit("1"))
    writer = asyncio.create_task(queue.put(Digit("2")))
    await asyncio.sleep(0.01)
    assert not writer.done()
    events = queue.events()
    assert await anext(events) == Digit("1")
    await writer
    stuck = asyncio.create_task(queue.put(Digit("3")))
    await asyncio.sleep(0.01)
    queue.close("bye")
    await stuck
    assert [event async for event in events] == [Digit("2"), HungUp("bye")]
