"""Lets one assistant live through a day in a house, in audio time, and prints a row an hour."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from audio.sound import BLOCK_SECONDS
from bench.corpus import Corpus
from bench.soak.house import House
from bench.soak.memory import resident_memory
from bench.soak.resident import Resident
from bench.soak.tally import Tally, drift, lost
from floe.errors import FloeError
from intents.library import Intents
from models.store import Store
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.journal.journal import read
from voice.publisher import Publisher
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.rehearsal.voices import Voices
from voice.speaker.voice import RATE_WPM, Voice

_STARTS = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
"""Midnight of the day that is lived through."""
_EVERY = 4 * 3600.0
"""Seconds between two sessions, unless told otherwise: six in a day, one more than Floe allows."""
_WARM_UP = 2
"""The hours after which memory is to grow no more."""


def main(arguments: list[str] | None = None) -> int:
    """Run the soak; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("speech", type=Path, help="the folder of recordings, with manifest.tsv")
    parser.add_argument("--hours", type=float, default=24.0, help="hours of sound (24)")
    parser.add_argument(
        "--every", type=float, default=_EVERY, help=f"seconds between sessions ({_EVERY:.0f})"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--voice", default="awb", help="the voice of the person (awb)")
    options = parser.parse_args(arguments)
    try:
        return _soak(options)
    except FloeError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1


def _soak(options: argparse.Namespace) -> int:
    house = House(Corpus(options.speech).files, _STARTS, options.seed)
    tally = Tally()
    with Voice() as voice, tempfile.TemporaryDirectory(prefix="floe-soak-") as folder:
        people = Voices(lambda text, name: voice.render(text, RATE_WPM, name))
        resident = Resident(house, lambda words: people(words, options.voice), options.every)
        publisher = Publisher(tally, resident)
        recognizer = CommandRecognizer(Store().current(), Intents.load())
        journal = Path(folder) / "journal.sqlite"
        parts = AssistantComponents.open(recognizer, voice, journal, wait=True)
        memory = []
        with closing(Assistant(house, parts, publisher.publish, house.date)) as assistant:
            print("| hour | memory | real-time factor | slowest second | prompts | commands |")
            print("|---|---|---|---|---|---|")
            for hour, (factor, slowest) in enumerate(_hours(assistant, options.hours), 1):
                memory.append(resident_memory())
                print(
                    f"| {hour} | {memory[-1]:.1f} MB | {factor:.3f} | {1000 * slowest:.0f} ms "
                    f"| {tally.prompts} | {tally.commands} |",
                    flush=True,
                )
        events = read(journal)
    _sum_up(tally, resident, memory)
    print(f"- events saved and not in the journal: {lost(tally.saved, events)}")
    print(f"- the ice of a session differs from the dates by at most {drift(events):.2f} s")
    return 0


def _hours(assistant: Assistant, hours: float) -> Iterator[tuple[float, float]]:
    """Move on hour by hour; yield CPU seconds for one of sound, and those of the worst second."""
    second = round(1 / BLOCK_SECONDS)
    left = round(hours * 3600)
    while left > 0:
        count = min(3600, left)
        left -= count
        began, slowest = time.process_time(), 0.0
        for _ in range(count):
            before = time.process_time()
            for _ in range(second):
                assistant.step()
            slowest = max(slowest, time.process_time() - before)
        yield (time.process_time() - began) / count, slowest


def _sum_up(tally: Tally, resident: Resident, memory: list[float]) -> None:
    settled = memory[_WARM_UP:] or memory
    print(
        f"\n- memory after {_WARM_UP} hours: {settled[0]:.1f} MB, at the end {settled[-1]:.1f} MB, "
        f"at most {max(settled):.1f} MB"
    )
    print(f"- sessions wanted: {resident.sessions}; events saved: {len(tally.saved)}")
    print(f"- failures: {', '.join(sorted(set(tally.failures))) or 'none'}")


if __name__ == "__main__":
    sys.exit(main())
