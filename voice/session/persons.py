"""Who lies there: several people of a house, each with a journal apart."""

from intents.intent import Intent
from voice.session.acts import Switch
from voice.session.context import Context


class Persons:
    """Turns to somebody else, where no session is going on."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def switch(self, intent: Intent) -> None:
        """ "This is Anna"; an empty name is whom Floe serves when none is given."""
        context = self._context
        name = str(intent.slots.get("name", ""))
        if context.session:
            context.say("person.later")
        elif name.casefold() == context.person.casefold():
            context.say("person.already")
        else:
            context.hush()
            context.pending = None
            context.acts.append(Switch(name))

    def greet(self) -> None:
        """Say hello, by name where there is one."""
        context = self._context
        key = "again" if context.record.sessions else "first"
        if context.person:
            context.say(f"greeting.named_{key}", name=context.person)
        else:
            context.say(f"greeting.{key}")
