"""What SQLite needs under a threaded API server: one open transaction per database at a time, and patience.

A transaction that reads and then writes fails at once with "database is locked" when another one wrote in
between; no busy timeout helps. So transactions of a process take turns, and what still gets through becomes a
DBDeadlock, which is what the services retry. A database has one process that uses it, so the turns need not
cross processes.
"""

from __future__ import annotations

import re
import threading
import time
from typing import Any

import sqlalchemy
from oslo_db import exception
from oslo_db.sqlalchemy import engines, exc_filters
from oslo_log import log
from sqlalchemy import event, pool
from sqlalchemy import exc as sqlalchemy_exc

LOG = log.getLogger(__name__)

# After this long a transaction goes on without its turn: slow or failed beats stuck.
PATIENCE_SECONDS = 20


class Turn:
    """A lock that a thread may take again (Nova opens a second transaction within one), with a time limit."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._owner: int | None = None
        self._depth = 0

    def take(self) -> bool:
        """True when it has to be given back."""
        thread = threading.get_ident()
        deadline = time.monotonic() + PATIENCE_SECONDS
        with self._free:
            while self._owner not in (None, thread):
                if not self._free.wait(deadline - time.monotonic()) and time.monotonic() > deadline:
                    LOG.warning(
                        "waited %s s for another transaction; going on without a turn",
                        PATIENCE_SECONDS,
                    )
                    return False
            self._owner = thread
            self._depth += 1
            return True

    def give_back(self) -> None:
        """Any thread may: a connection is not always cleaned up by the thread that used it."""
        with self._free:
            self._depth -= 1
            if self._depth == 0:
                self._owner = None
                self._free.notify()


_turns: dict[str, Turn] = {}


@exc_filters.filters("sqlite", sqlalchemy_exc.OperationalError, r".*database (table )?is locked.*")
def _retry_when_locked(error: Exception, match: Any, engine_name: str, is_disconnect: bool) -> None:
    raise exception.DBDeadlock(error)


def _connection_arguments(url: Any, engine_args: dict[str, Any], kwargs: dict[str, Any]) -> None:
    """A pool, in place of oslo.db's new connection for each transaction."""
    for option in ("max_pool_size", "max_overflow"):
        kwargs.pop(option, None)
    engine_args.update(poolclass=pool.QueuePool, pool_size=20, max_overflow=80)
    engine_args.setdefault("connect_args", {}).update(check_same_thread=False, timeout=30)


def _listen(engine: Any, sqlite_synchronous: bool = True, sqlite_fk: bool = False, **_: Any) -> None:
    turn = _turns.setdefault(str(engine.url), Turn())

    def matches(pattern: str, value: object) -> bool:
        return re.search(pattern, str(value)) is not None

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        connection.create_function("regexp", 2, matches)
        connection.execute("PRAGMA journal_mode = WAL")
        if not sqlite_synchronous:
            connection.execute("PRAGMA synchronous = OFF")
        if sqlite_fk:
            connection.execute("PRAGMA foreign_keys = ON")
        # The driver would begin transactions by itself, and not before reads.
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        if "in_transaction" not in connection.info:
            connection.info["in_transaction"] = turn.take()
            connection.execute(sqlalchemy.text("BEGIN"))

    def _ended(info: dict[str, Any]) -> None:
        if info.pop("in_transaction", False):
            turn.give_back()

    @event.listens_for(engine, "checkin")
    def _returned(connection: Any, record: Any) -> None:
        _ended(record.info)

    # SQLAlchemy's commit and rollback events come before the statement is sent, too early for the next.
    def _then_end(send: Any) -> Any:
        def wrapped(connection: Any) -> Any:
            try:
                return send(connection)
            finally:
                record = getattr(connection, "_connection_record", None)
                if record is not None:
                    _ended(record.info)

        return wrapped

    engine.dialect.do_commit = _then_end(engine.dialect.do_commit)
    engine.dialect.do_rollback = _then_end(engine.dialect.do_rollback)


def install() -> None:
    """Puts these in place of oslo.db's own handlers. It has no public way to."""
    engines._init_events.reg["sqlite"]["*"][:] = [_listen]
    engines._init_connection_args.reg["sqlite"]["*"][:] = [_connection_arguments]
