"""Holds sessions with people who talk in their own words, and prints how they went."""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial

from bench.talks.conversation import Conversation, TalkOutcome
from bench.talks.ear import Ear, SoundEar, TextEar
from bench.talks.talker import Talker
from bench.voices import HELD_OUT, synthesise
from floe.errors import FloeError
from intents.intent import IntentName
from intents.library import Intents
from intents.training.corpus import Subset, read
from intents.understanding import Understanding
from models.store import Store
from voice.recognizer.command_recognizer import CommandRecognizer

_NEEDED = tuple(set(IntentName) - {
    IntentName.ASK_DAY, IntentName.END_COURSE, IntentName.SET_PERSON, IntentName.SKIP
})  # fmt: skip
"""Whoever has words for all these is a whole person: some writers only wrote what is hard."""


def main(arguments: list[str] | None = None) -> int:
    """Hold the sessions; return the exit code, 1 if ice stayed on though harm was told twice."""
    parser = argparse.ArgumentParser(prog="python -m bench.talks", description=__doc__)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--sound", action="store_true", help="let them be heard, not read")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    try:
        outcomes = list(talks(options.sessions, options.seed, sound=options.sound))
    except FloeError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    unheard = [each for outcome in outcomes for each in outcome.harm_unheard]
    given_up = [each for outcome in outcomes for each in outcome.given_up]
    steps = sum(outcome.steps for outcome in outcomes)
    first = sum(outcome.first_try for outcome in outcomes)
    print(f"{len(outcomes)} sessions, {sum(one.ended for one in outcomes)} came to their end")
    print(f"{first} of {steps} steps at the first try ({first / steps:.1%})")
    print(
        f"{len(given_up)} given up"
        + "".join(f", {name} {count} times" for name, count in Counter(given_up).most_common())
    )
    print(f"ice left on after harm was told twice: {len(unheard)}")
    for said in unheard:
        print(f"  {said}")
    return int(bool(unheard))


def talks(sessions: int, seed: int, *, sound: bool) -> Iterator[TalkOutcome]:
    """Yield how ``sessions`` went, each with one of the writers for the test, in turn.

    Raises:
        FloeError: what Floe understands or hears with cannot be loaded, or a voice is missing.
    """
    rng = random.Random(seed)  # noqa: S311 (no secret)
    sayings = read([Subset.TEST])
    writers = sorted({each.writer for each in sayings})
    people = [Talker((s for s in sayings if s.writer == writer), rng) for writer in writers]
    people = [each for each in people if each.can_say(_NEEDED)]
    intents = Intents.load()
    recognizer = CommandRecognizer(Store().current(), intents) if sound else None
    text = TextEar(Understanding.load(intents))
    for number in range(sessions):
        ear: Ear = text
        if recognizer:
            ear = SoundEar(recognizer, partial(synthesise, *HELD_OUT[number % len(HELD_OUT)]))
        yield Conversation(people[number % len(people)], ear, rng.randrange(2**32)).hold()


if __name__ == "__main__":
    sys.exit(main())
