"""Whom Floe serves: several people of a house, each with a journal of their own."""

from intents.intent import Intent
from voice.session.acts import Switch
from voice.session.context import Context
from voice.session.prompt import prompt


class Persons:
    """Turns to somebody else, unless a session is going on."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def switch(self, intent: Intent) -> None:
        """Answer "this is Anna"; an empty name is the person who is served when none is given."""
        context = self._context
        name = str(intent.slots.get("name", ""))
        if context.session:
            context.say(prompt("person.later"))
        elif name.casefold() == context.person.casefold():
            context.say(prompt("person.already"))
        else:
            context.hush()
            context.drop_question()
            context.acts.append(Switch(name))

    def greet(self) -> None:
        """Say hello, by name where there is one."""
        context = self._context
        again = bool(context.record.sessions)
        if context.person:
            named = prompt(
                "greeting.named_again" if again else "greeting.named_first", name=context.person
            )
            context.say(named)
        else:
            context.say(prompt("greeting.again" if again else "greeting.first"))
