from __future__ import annotations

import asyncio

from digest.llm.slots import Slots
from digest.store import Store
from tests.fakes.chat import ChatServer
from tests.llm.asking import Claim, request
from tests.llm.conftest import Opener


def test_the_same_request_twice_at_once_is_paid_once(opened: Opener, chat: ChatServer, store: Store) -> None:
    chat.latency = 0.1

    async def run() -> None:
        async with opened() as model:
            replies = await asyncio.gather(*(model.ask(request(), Claim) for _ in range(5)))
            assert len({claim.model_dump_json() for claim, _ in replies}) == 1

    asyncio.run(run())
    assert len(chat.seen) == 1
    assert sum(line.calls for line in store.costs()) == 1


def test_who_waits_for_the_same_request_asks_itself_when_the_first_one_is_cancelled(
    opened: Opener, chat: ChatServer
) -> None:
    chat.latency = 0.5

    async def run() -> None:
        async with opened() as model:
            leader, follower = (asyncio.create_task(model.ask(request(), Claim)) for _ in range(2))
            for _ in range(500):
                if chat.seen:
                    break
                await asyncio.sleep(0.01)
            leader.cancel()
            claim, _ = await follower
            assert claim.text

    asyncio.run(run())
    assert len(chat.seen) == 2


def test_requests_that_others_wait_for_go_first(opened: Opener, chat: ChatServer) -> None:
    chat.latency = 0.02

    async def run() -> None:
        async with opened(concurrency=1) as model:
            later = [request(f"Leaf {n}?") for n in range(4)]
            head = request("Head?").model_copy(update={"first": True})
            await asyncio.gather(*(model.ask(one, Claim) for one in [*later, head]))

    asyncio.run(run())
    asked = [seen.body["messages"][-1]["content"].rsplit("\n", 1)[-1] for seen in chat.seen]
    assert asked.index("1. Head?") <= 1
    assert [question for question in asked if "Leaf" in question] == [f"1. Leaf {n}?" for n in range(4)]


def test_a_slot_given_to_somebody_who_left_goes_to_the_next() -> None:
    async def run() -> list[int]:
        slots, got = Slots(1), []

        async def hold(number: int) -> None:
            async with slots.one():
                got.append(number)
                await asyncio.sleep(0.01)

        tasks = [asyncio.create_task(hold(number)) for number in range(4)]
        await asyncio.sleep(0)
        tasks[1].cancel()
        tasks[0].add_done_callback(lambda _: tasks[2].cancel())  # its slot is granted by then
        await asyncio.gather(*tasks, return_exceptions=True)
        return got

    assert asyncio.run(run()) in ([0, 3], [0, 2, 3])
