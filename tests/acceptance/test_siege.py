"""Everything against Floe at once: a slow disk, a stopped terminal, a flooded page, a busy core."""

from tests.acceptance.siege import siege
from tests.acceptance.user import User
from tests.soundcard import sound_card

_TRIES = 4
"""As often "stop" is said at the most: on a busy machine the sound of one may be torn."""


def test_stop_over_a_prompt_is_acted_on_under_siege(user: User) -> None:
    user.screened()
    with sound_card() as card:
        card.echo(percent=60)
        with siege(card, user, besieged=True) as floe:
            decided = [floe.stop() for _ in range(_TRIES)]
    assert any(seconds is not None for seconds in decided), "it was never heard"
