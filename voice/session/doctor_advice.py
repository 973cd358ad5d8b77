"""The advice to see a doctor, given at a fitting moment and at most once a day."""

from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.judgement import RULES, Findings, Rule
from voice.session.prompt import Prompt, prompt


class DoctorAdvice:
    """Says what the rules of judgement advise, but for emergencies: those are answered at once."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def advise(self) -> None:
        """Say the gravest advice there is, unless some was given today."""
        context = self._context
        now = context.now.date
        advised = context.record.advised
        findings = Findings.of(context.record, now)
        if findings.emergency or (advised and advised.date() == now.date()):
            return
        for rule in RULES:
            if not rule.always and rule.applies(context.plan, findings):
                context.say(self._words(rule, findings))
                context.save(EventKind.ADVISED, rule=rule.name)
                return

    def _words(self, rule: Rule, findings: Findings) -> Prompt:
        number = self._context.script.number
        first, last = number(findings.first or 0.0), number(findings.today or 0.0)
        match rule.prompt:
            case "judge.growing":
                return prompt(rule.prompt, first=first, last=last)
            case "judge.lasting":
                return prompt(rule.prompt, days=number(findings.days), first=first, last=last)
            case _:
                return prompt(rule.prompt)
