"""Every prompt that the session says, and the values each may use."""

from collections.abc import Mapping

_PLAIN = """
greeting.first greeting.again greeting.recorded
person.later person.already person.failed
notice
goodbye
screen.intro screen.raynaud screen.cold screen.circulation screen.cryoglobulin screen.nerve
screen.broken screen.passed screen.left screen.kept screen.cleared screen.answer
condition.raynaud condition.cold condition.circulation condition.cryoglobulin condition.nerve
condition.broken
limit.in_full
step.ice step.helper step.position step.peel step.wet step.first step.wait step.already
step.left step.lapsed
massage.begin massage.paused massage.none massage.over massage.time_over massage.time_lost
coach.circles coach.moving coach.peel coach.spine coach.breathe
check.ask check.again check.fine check.unanswered
numb.now numb.again numb.idle numb.preparing numb.not_yet numb.ask numb.wait numb.lapsed
numb.warm_idle
emergency.now emergency.ask emergency.cleared emergency.kept
resume.later resume.blocked
recovery.warming recovery.preparing
trouble.microphone trouble.recogniser trouble.voice trouble.journal trouble.microphone_idle
trouble.recogniser_idle trouble.voice_idle trouble.sleep trouble.sleep_idle
level.faint level.loud level.noisy
mended.microphone mended.recogniser mended.voice mended.journal mended.paused
time.free time.tomorrow time.free_warm time.doctor time.warming time.last
duration.no_massage
pain.before pain.ask pain.unclear
judge.severe
course.none course.busy course.kept
change.fall change.same change.rise
last.none
reminder.unclear reminder.when reminder.none reminder.cancelled
answer.pain_relief answer.doctor answer.ice answer.position answer.technique
voice.louder voice.quieter voice.faster voice.slower voice.loudest voice.softest voice.fastest
voice.slowest
help.idle help.screening help.preparing help.massaging help.paused help.warming
miss
nothing_said
all_right
spoken.numbers spoken.noon spoken.midnight spoken.parts
"""

_WITH_VALUES = {
    "greeting.named_first": "name",
    "greeting.named_again": "name",
    "screen.barred": "condition",
    "screen.ask_cleared": "condition",
    "limit.full": "count",
    "limit.soon": "due wait",
    "limit.waits": "due",
    "step.intro": "planned",
    "massage.running": "left",
    "massage.is_paused": "left",
    "massage.resumed": "left",
    "massage.stopped": "ice",
    "massage.completed": "ice",
    "massage.lapsed": "ice",
    "massage.no_back": "left",
    "massage.next": "left",
    "coach.half": "left",
    "coach.left": "left",
    "coach.last": "seconds",
    "coach.count": "number",
    "numb.warm": "left",
    "numb.enough": "ice",
    "resume.ask": "left",
    "recovery.massage": "elapsed left",
    "recovery.closed": "ice",
    "time.left": "left",
    "time.left_paused": "left",
    "time.elapsed": "elapsed",
    "time.planned": "planned",
    "time.due": "due wait",
    "time.due_warm": "due wait",
    "time.after": "gap",
    "duration.set": "planned",
    "duration.clamped": "longest planned shortest",
    "duration.most": "left longest",
    "duration.default": "planned",
    "duration.unclear": "longest shortest",
    "count.none": "most",
    "count.some": "count rest",
    "count.last": "count",
    "count.full": "count",
    "history.none": "days",
    "history.some": "days ice iced sessions",
    "history.pain": "days first ice iced last sessions",
    "pain.noted": "level",
    "judge.growing": "first last",
    "judge.lasting": "days first last",
    "course.going": "day sessions",
    "course.pain": "change day first last sessions",
    "course.day": "day days",
    "course.ask_end": "days sessions",
    "course.ended": "days sessions",
    "last.today": "ice time",
    "last.yesterday": "ice time",
    "last.ago": "days ice time",
    "reminder.today": "due",
    "reminder.tomorrow": "due",
    "reminder.later": "days due",
    "reminder.now": "due",
    "reminder.late": "due",
    "spoken.hour": "n",
    "spoken.minute": "n",
    "spoken.second": "n",
    "spoken.session": "n",
    "spoken.day": "n",
    "spoken.and": "first last",
    "spoken.oclock": "hour part",
    "spoken.oh": "hour minute part",
    "spoken.clock": "hour minute part",
}

PROMPTS: Mapping[str, frozenset[str]] = {
    **{key: frozenset() for key in _PLAIN.split()},
    **{key: frozenset(names.split()) for key, names in _WITH_VALUES.items()},
}
"""The names that each prompt's text may hold in braces, by the prompt's key."""

COUNTED: Mapping[str, int] = {
    "spoken.numbers": 60,
    "spoken.parts": 4,
    **{f"spoken.{unit}": 2 for unit in ("hour", "minute", "second", "session", "day")},
}
"""Lists whose items are not variants but looked up by place, with how many they need."""
