"""``floe history``: what was done, a line for each session."""

from voice.config import journal_path
from voice.session.journal import read
from voice.session.record import Pain, Record, Session


def show(person: str | None = None) -> None:
    """Print every session whose massage had begun, with the pain reported around it.

    ``person`` is whose; without a name, that of whom Floe serves when none is given.

    Raises:
        FloeError: the journal is there but cannot be read.
    """
    record = Record.replay(read(journal_path(person)))
    done = [session for session in record.sessions if session.begun]
    if not done:
        print("No massage yet.")
        return
    print("day         time   ice    of     ended by    numb  pain")
    for session in done:
        print(_line(session, record.pains_of(session)))


def _line(session: Session, pains: list[Pain]) -> str:
    begun = session.begun or session.opened
    outcome = session.outcome or "goes on"
    levels = " ".join(f"{pain.level:g}" for pain in pains)
    line = (
        f"{session.day}  {begun:%H:%M}  {_clock(session.ice)}  {_clock(session.planned)}  "
        f"{outcome:<10}  {session.numb_stops or '':<4}  {levels}"
    )
    return line.rstrip()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:>2}:{rest:02}"
