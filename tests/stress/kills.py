"""What is tried with ``kill -9`` while patients write."""

from collections.abc import Callable

from .posts import Flood
from .server import Server

#: What may be killed, by the name in the table.
HARMS: dict[str, Callable[[Server], None]] = {
    "a worker": Server.kill_worker,
    "the server": Server.restart,
}


def kill_while_posts_fly(
    server: Server, page_id: int, harm: Callable[[Server], None], *, posts: int, kills: int
) -> Flood:
    """``posts`` enquiries, and so many kills, evenly among them."""
    flood = Flood(server, page_id)

    def kill() -> None:
        for number in range(1, kills + 1):
            flood.wait_for(number * posts // (kills + 1))
            harm(server)

    flood.send(range(posts), meanwhile=kill)
    return flood
