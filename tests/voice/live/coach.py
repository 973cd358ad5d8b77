"""A process that coaches a massage into a journal by the computer's own clocks, until it is killed.

Run with the journal's path and the seconds by which the date is wrong. It goes on with what was cut
off, and prints a line for each second of ice.
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import voice.prompts
from audio.stream import Stream
from intents.intent import Intent, IntentName
from voice.boot import boot
from voice.journal.journal import Journal
from voice.journal.writer import JournalWriter
from voice.session.acts import Save
from voice.session.controller import Controller
from voice.session.event import EventKind
from voice.session.moment import Moment
from voice.session.phase import Phase
from voice.session.plan import Plan
from voice.session.script import Script


def main() -> None:
    journal = JournalWriter(Journal(Path(sys.argv[1])), wait=True)
    wrong = timedelta(seconds=float(sys.argv[2]))
    controller = Controller(Plan(), Script(voice.prompts.load()), journal.record())
    # The clock of live sound, without the sound.
    stream = Stream.__new__(Stream)

    def now() -> Moment:
        return Moment(stream.clock(), datetime.now(UTC) + wrong, boot())

    acts = controller.start(now())
    while True:
        for act in acts:
            if isinstance(act, Save):
                journal.append(act.event)
                if act.event.kind is EventKind.PROGRESS:
                    print(act.event.values["ice"], flush=True)
        acts = controller.tick(now())
        if controller.phase is Phase.PREPARING:
            acts += controller.hear(Intent(IntentName.NEXT_STEP), now())
        elif controller.phase is Phase.PAUSED:
            acts += controller.hear(Intent(IntentName.RESUME), now())
        elif controller.phase is Phase.IDLE:
            print("over", flush=True)
            return
        time.sleep(0.02)


main()
