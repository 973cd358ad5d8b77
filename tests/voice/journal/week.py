"""A journal with a few sessions in it, and a look at its tables."""

import sqlite3
from pathlib import Path

from intents.intent import IntentName as N
from tests.voice.session.talk import Talk
from voice.journal.journal import Journal


def week(path: Path) -> Talk:
    """A few sessions of every kind, written as they happen."""
    talk = Talk().screened()
    talk.hear(N.LOUDER).hear(N.SET_DURATION, minutes=9).hear(N.STOP_SESSION)
    for name in (N.STOP_SESSION, N.REPORT_NUMB, N.REPORT_EMERGENCY):
        talk.massage()
        talk.wait(20)
        talk.hear(name).hear(N.REPORT_WARM).hear(N.REPORT_PAIN, level=5)
        talk.hear(N.STOP_SESSION).away(3 * 3600)
        talk.hear(N.START_SESSION).hear(N.YES)
        talk.hear(N.STOP_SESSION)
    journal = Journal(path)
    for event in talk.events:
        journal.append(event)
    journal.close()
    return talk


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        found = {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
            for name in ("sessions", "pain", "screening", "settings")
        }
    connection.close()
    return found


def damage(path: Path, kind: str, column: str = "data") -> bytes:
    """Damage one byte in the newest event of a ``kind``; return what the file is now."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute(
            f"UPDATE events SET {column} = '!' || substr({column}, 2) WHERE id = "  # noqa: S608
            "(SELECT max(id) FROM events WHERE kind = ?)",
            (kind,),
        )
    connection.close()
    return path.read_bytes()
