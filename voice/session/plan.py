"""Every number of a session, with where it comes from.

GUIDE is the guide that the project was created from; CLINIC are clinical leaflets and
studies on ice massage; OURS are choices that neither settles.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbers; times in seconds unless said otherwise."""

    shortest: float = 8 * 60
    """GUIDE: massage for 8 to 10 minutes; also the default."""
    longest: float = 10 * 60
    """GUIDE: 8 to 10 minutes; CLINIC: ice on the skin past 10 minutes freezes it."""
    sessions_a_day: int = 5
    """GUIDE: up to 5 a day; a limit, not advice."""
    gap: float = 2 * 3600
    """CLINIC: two hours between sessions are advised."""
    most_pain: int = 10
    """OURS: the usual scale, 0 to 10."""
    pain_wait: float = 10
    """OURS: silence to the question about pain, from where it was spoken: it is skipped."""
    doctor_pain: int = 8
    """OURS: well within severe, from 7 on by Serlin et al., Pain 61 (1995) 277; for a doctor."""
    doctor_days: int = 3
    """Days with ice; GUIDE: pain that goes on after a few days is for a doctor."""
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
    """Days without ice that end a course; OURS: the guide's "few days", once over."""

    first_check: float = 4 * 60
    """CLINIC: numbness comes after 6 to 12 minutes and fast; ask from minute 4 on."""
    check_every: float = 60
    """OURS: until numbness is near."""
    numb_from: float = 6 * 60
    """CLINIC: the earliest numbness usually comes."""
    check_often: float = 45
    """OURS: from `numb_from` on."""
    check_soon: float = 30
    """OURS: after a numb stop, or where a check-in was met by something else than an answer."""
    check_last: float = 25
    """OURS: no new check-in when less is left: the end itself takes the ice off."""
    check_wait: float = 10
    """OURS: to answer a check-in, from where it was spoken; then once louder, then it is over."""

    answer_wait: float = 20
    """OURS: to answer any other question."""
    unsaid_wait: float = 8
    """OURS: over the estimated length, when word that a question was spoken never comes."""
    words_a_second: float = 2
    """OURS: a slow voice, to estimate a question's length."""
    miss_gap: float = 30
    """OURS: the least time between two of "I didn't get that"."""

    warm_ask: float = 5 * 60
    """OURS: how often to ask whether numb skin is warm again."""
    least_rest: float = 30
    """OURS: a rest shorter than this is not worth more ice."""
    lapse: float = 5
    """OURS: longer between two calls during the massage and Floe was not watching."""
    recover: float = 10 * 60
    """Issue 2: after a crash, go on if ten minutes have not passed."""
    paused_limit: float = 10 * 60
    """As `recover`: a pause longer than this closes the session."""
    warming_limit: float = 30 * 60
    """OURS: skin that takes longer should be left alone for that session."""
    preparing_limit: float = 30 * 60
    """OURS: nobody is preparing any more, and the ice has melted."""

    first_tip: float = 30
    """OURS: when the first piece of coaching after the opening comes."""
    tip_every: float = 35
    """OURS: often enough to keep the ice moving."""
    tip_clear: float = 12
    """OURS: seconds kept free of tips around times called out and check-ins."""
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
    """OURS: as a share of full scale; never so soft that safety is not heard."""
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
