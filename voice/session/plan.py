"""Every number of a session, with where it comes from.

The numbers of listening and speaking are in the modules that use them, such as `voice.attention`.

GUIDE is the guide that the project was created from; CLINIC are clinical leaflets and
studies on ice massage; OURS are choices that neither settles.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbers of a session; times are in seconds unless said otherwise."""

    shortest: float = 8 * 60
    """GUIDE: a massage takes 8 to 10 minutes; this is also the default."""
    longest: float = 10 * 60
    """GUIDE: 8 to 10 minutes; CLINIC: ice on the skin past 10 minutes freezes it."""
    sessions_a_day: int = 5
    """GUIDE: up to 5 a day; a limit, not advice."""
    gap: float = 2 * 3600
    """CLINIC: two hours between sessions are advised."""
    clock_set: float = 15 * 60
    """OURS: a date that was put forward or back by more than this is another date; less may be a
    clock that keeps time badly."""
    most_pain: int = 10
    """OURS: the usual scale, 0 to 10."""
    pain_wait: float = 10
    """OURS: after so much silence the question about pain is skipped."""
    pain_belongs: float = 30 * 60
    """OURS: for so long after a session, a pain that is told still belongs to it."""
    doctor_pain: int = 8
    """OURS: from this pain on a doctor is advised. Serlin et al., Pain 61 (1995) 277 call a pain
    severe from 7 on."""
    doctor_days: int = 3
    """How many days with ice; GUIDE: pain that goes on after a few days is for a doctor."""
    clear_points: float = 2
    """Farrar et al., Pain 94 (2001) 149: a fall of 2 of 11 points matters to patients; upward it
    is OURS. Salaffi et al., Eur J Pain 8 (2004) 283 found 2 for "much better" as well."""
    clear_share: float = 0.3
    """The same: 30 % matter as well, which is less where the pain is mild."""

    reminder_late: float = 2 * 60
    """OURS: from then on it is said that a reminder is late."""
    reminder_lasts: float = 6 * 3600
    """OURS: later than this the day has gone on without it, and it is not said any more."""
    morning: int = 9
    """OURS: the hour of tomorrow's first reminder."""
    course_pause: int = 3
    """OURS: so many days without ice end a course, as many as the guide's "few days"."""

    first_check: float = 4 * 60
    """CLINIC: numbness comes after 6 to 12 minutes and fast, so ask from minute 4 on."""
    check_every: float = 60
    """OURS: the time between check-ins until numbness is near."""
    numb_from: float = 6 * 60
    """CLINIC: the earliest that numbness usually comes."""
    check_often: float = 45
    """OURS: the time between check-ins from `numb_from` on."""
    check_soon: float = 30
    """OURS: the time to the next check-in after numbness, or after one without a clear answer."""
    check_last: float = 25
    """OURS: there is no check-in when less is left, for the end itself takes the ice off."""
    check_wait: float = 10
    """OURS: the time to answer a check-in; it is repeated once, louder; then the massage ends."""

    answer_wait: float = 20
    """OURS: the time to answer any other question."""
    unsaid_wait: float = 8
    """OURS: added to a question's estimated length where word that it was spoken never comes."""
    words_a_second: float = 2
    """OURS: the pace of a slow voice, to estimate the length of a question."""
    say_again: float = 20
    """OURS: what must be heard once is said again after this, if it was cut off: more than it takes
    to say it."""
    miss_gap: float = 30
    """OURS: the least time between two of "I didn't get that"."""

    warm_ask: float = 5 * 60
    """OURS: how often to ask whether numb skin is warm again."""
    least_rest: float = 30
    """OURS: a rest shorter than this is not worth more ice."""
    lapse: float = 5
    """OURS: where more passes between two calls during the massage, Floe was not watching."""
    progress_every: float = 1
    """OURS: how often the seconds of ice are journalled, so what a crash may cut off at least."""
    recover: float = 10 * 60
    """OURS: after a crash, a session goes on if less than this has passed."""
    paused_limit: float = 10 * 60
    """OURS: a pause of this length closes the session; as long as `recover`."""
    warming_limit: float = 30 * 60
    """OURS: skin that takes this long to get warm should be left alone for that session."""
    preparing_limit: float = 30 * 60
    """OURS: after this nobody is preparing any more, and the ice has melted."""

    first_tip: float = 30
    """OURS: when the first tip of a massage comes."""
    tip_every: float = 35
    """OURS: the time between tips, often enough to keep the ice moving."""
    tip_clear: float = 12
    """OURS: seconds kept free of tips around times called out and check-ins."""
    tip_last: float = 20
    """OURS: there are no tips when less is left."""
    time_calls: tuple[float, ...] = (2 * 60, 60)
    """OURS: the times left that are called out, besides the half."""
    last_call: float = 10
    """OURS: the time left that is called out as the last seconds."""
    counted: int = 5
    """OURS: how many of the last seconds are counted aloud."""
    cue_clear: float = 5
    """OURS: seconds to say a cue in before a check-in follows it."""
    coaching_lasts: float = 3
    """OURS: coaching later than this is no longer true."""
    count_lasts: float = 0.08
    """OURS: a second counted later than this is a second counted wrongly."""

    volume: float = 0.8
    volume_step: float = 0.2
    softest: float = 0.2
    loudest: float = 1.0
    """OURS: shares of full scale; never so soft that safety is not heard."""
    rate: int = 160
    rate_step: int = 20
    slowest: int = 100
    fastest: int = 240
    """OURS: words a minute; 160 is an unhurried speaker."""
    history_days: int = 7
    """GUIDE: ice works best over a few days."""

    def clamp(self, seconds: float) -> float:
        """Return the allowed length of a massage nearest to ``seconds``."""
        return min(max(seconds, self.shortest), self.longest)
