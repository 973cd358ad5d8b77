"""The real `floe` with its page open to a network in which somebody means no good."""

import contextlib
import re
import resource
from collections.abc import Iterator

from tests.acceptance.talk import talk
from tests.acceptance.test_display import press
from tests.acceptance.user import User
from tests.patience import wait_for
from tests.soundcard import SoundCard
from tests.voice.display.attacker import attack
from voice.session.event import EventKind

USUAL = 1024
"""Open files that Linux allows a program."""


@contextlib.contextmanager
def usual_limit() -> Iterator[None]:
    """Let programs that are started meanwhile have the usual limit of open files, and no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(USUAL, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_massage_goes_on_beside_thousands_of_connections(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    with contextlib.ExitStack() as stack:
        with usual_limit():
            person = stack.enter_context(talk(card, user, "--web", "0.0.0.0:0"))
        line = person.shows("^The page is at ")
        (url,) = re.findall(r"http://127\.0\.0\.1:\d+/[\w-]+/", line)
        port = int(re.findall(r":(\d+)/", url)[0])
        person.hears("step.wet")
        attackers = [stack.enter_context(attack(port, "idle", 2_000)) for _ in range(2)]
        press(url, "next")
        person.hears("massage.begin")
        wait_for(lambda: all(one.done for one in attackers), "the end of the attempts")
        press(url, "my skin is numb")
        wait_for(lambda: EventKind.NUMB in user.kinds(), "numb in the journal")
        card.restart()
        person.enter_room()
        person.hears("mended.microphone")
        press(url, "stop")
        press(url, "goodbye")
        assert person.ends() == 0
        assert "Traceback" not in str(person)
