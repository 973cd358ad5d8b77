"""Each notice that a recording keeps comes back from its line, and lines keep their form."""

from datetime import timedelta
from typing import get_args

import pytest

from intents.intent import Intent, IntentName
from tests.voice.recording.sounds import STARTS, sound
from voice.notice import (
    CommandHeard,
    CommandPressed,
    EventSaved,
    FailureReported,
    Notice,
    PhaseEntered,
    PromptEnded,
    PromptStarted,
    PromptUnspoken,
    Remark,
    SnapshotTaken,
    SoundExchanged,
    UtteranceRejected,
)
from voice.recording.account import Account, Recordable, RecordingEnded, SoundGap, TimedNotice
from voice.recording.codec import decode, encode
from voice.session.event import Event, EventKind
from voice.session.phase import Phase

AT = 4.02
HEARD = Intent(IntentName.SET_DURATION, {"minutes": 9}, "make it nine minutes", 2.46, 3.66, AT)
PAUSED = Event(EventKind.PAUSED, STARTS + timedelta(seconds=AT), {"ice": 3.5, "why": "asked"})
LINES: list[tuple[Recordable, str]] = [
    (
        CommandHeard(HEARD),
        '"heard","name":"SetDuration","text":"make it nine minutes","values":{"minutes":9},'
        '"start":2.46,"end":3.66',
    ),
    (
        CommandPressed(Intent("Pause", {}, "pause", AT, AT, AT)),
        '"pressed","name":"Pause","text":"pause","start":4.02,"end":4.02',
    ),
    (
        UtteranceRejected("blue moon", 0.0, 1.4),
        '"missed","text":"blue moon","end":1.4',
    ),
    (
        PromptStarted("goodbye", "Bye,\n\u201cyou\u201d."),
        '"said","name":"goodbye","text":"Bye,\\n\\u201cyou\\u201d."',
    ),
    (PromptEnded("goodbye"), '"spoke","name":"goodbye"'),
    (PromptUnspoken("Bye."), '"unspoken","text":"Bye."'),
    (EventSaved(PAUSED), '"event","name":"paused","values":{"ice":3.5,"why":"asked"}'),
    (PhaseEntered(Phase.PAUSED), '"phase","name":"paused"'),
    (FailureReported("VoiceLost", "hoarse"), '"failed","name":"VoiceLost","text":"hoarse"'),
    (SoundGap("Asleep", 60.5), '"gap","name":"Asleep","values":{"seconds":60.5}'),
    (RecordingEnded("closed"), '"ended","text":"closed"'),
]
NOT_KEPT = {SoundExchanged, Remark, SnapshotTaken}


@pytest.mark.parametrize(("notice", "line"), LINES)
def test_there_and_back(notice: Recordable, line: str) -> None:
    timed = TimedNotice(AT, notice)
    assert encode(timed) == f'{{"at":4.02,"kind":{line}}}'
    assert decode(encode(timed), STARTS) == timed


def test_every_kind_is_tried() -> None:
    tried = {type(notice) for notice, _ in LINES}
    assert tried | NOT_KEPT == set(get_args(Notice)) | {SoundGap, RecordingEnded}


def test_what_is_not_kept_has_no_line() -> None:
    with pytest.raises(TypeError, match="not for a recording"):
        encode(TimedNotice(AT, Remark("Hello.")))
    account = Account()
    account(sound(0))
    account(Remark("Hello."))
    assert account.notices == []
    assert account.clock == 0.02


@pytest.mark.parametrize(
    "line",
    [
        '{"at":' + "9" * 400 + ',"kind":"spoke"}',
        '{"at":1e400,"kind":"spoke"}',
        '{"at":NaN,"kind":"spoke"}',
        '{"at":-1,"kind":"spoke"}',
        '{"at":true,"kind":"spoke"}',
        '{"at":1,"kind":[]}',
        '{"at":1,"kind":"spoke","name":7}',
        '{"at":1,"kind":"missed","text":{"a":1}}',
        '{"at":1,"kind":"missed","text":"' + "a" * 5000 + '"}',
        '{"at":1,"kind":"gap","values":{"seconds":"x"}}',
        '{"at":1,"kind":"gap","values":{"seconds":true}}',
        '{"at":1,"kind":"gap","values":{"seconds":1e300}}',
        '{"at":1,"kind":"gap","values":[["seconds",1]]}',
        '{"at":1,"kind":"event","name":"pain","values":{"level":null}}',
        '{"at":1,"kind":"event","name":"pain","values":{"level":[1]}}',
        '{"at":1,"kind":"pressed","name":"LaunchRocket"}',
        '{"at":1,"kind":"spoke","more":1}',
        '{"at":1,"kind":"spoke"' + " " * 20_000 + "}",
        '{"at":1,"kind":"spoke","values":' + "[" * 10_000,
    ],
)
def test_what_no_account_says(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(line, STARTS)


def test_what_a_terminal_or_a_file_cannot_take_is_replaced() -> None:
    line = r'{"at":1,"kind":"missed","text":"a\u001b[2J\ud800b\nc"}'
    assert decode(line, STARTS).notice == UtteranceRejected("a\ufffd[2J\ufffdb\nc", 0.0, 0.0)
