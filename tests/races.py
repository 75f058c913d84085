"""Two people at once: each act in a thread of its own, on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection

from dandvan import clock


def at_once(moment: datetime, *acts: Callable[[], Any]) -> list[Any]:
    """Start all acts together; returns what each gave, or the exception it raised."""
    ready = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        with clock.at(moment):
            ready.wait(timeout=10)
            try:
                results[place] = act()
            except Exception as error:
                results[place] = error
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results
