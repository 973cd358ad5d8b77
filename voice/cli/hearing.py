"""``floe hear`` and ``floe understand``."""

import argparse
from pathlib import Path

from intents.situation import Situation
from voice.cli import subcommand
from voice.cli.subcommand import Subcommands


def add(commands: Subcommands) -> None:
    """Add the two commands."""
    hear = subcommand.add(commands, "hear", "the commands in recordings (WAV, FLAC, Ogg/Opus)")
    hear.add_argument("files", nargs="+", type=Path, metavar="FILE")
    hear.add_argument("--json", action="store_true", help="one JSON object a line")
    hear.add_argument("--all", action="store_true", help="what was turned down too")
    hear.add_argument("--intents", type=Path, metavar="FILE", help="another hassil file")
    hear.add_argument("--model", metavar="NAME", help="another model, by name or folder")
    _add_phase(hear)
    hear.set_defaults(run=_hear)
    understand = subcommand.add(
        commands, "understand", "the intent of a text, or of each line of a file"
    )
    understand.add_argument(
        "text", nargs="*", metavar="TEXT", help="without it, the lines of standard input"
    )
    understand.add_argument("--json", action="store_true", help="one JSON object a line")
    understand.add_argument("--why", action="store_true", help="how sure that is, and of what else")
    understand.add_argument("--intents", type=Path, metavar="FILE", help="another hassil file")
    _add_phase(understand)
    understand.set_defaults(run=_understand)


def _add_phase(command: argparse.ArgumentParser) -> None:
    phases = [each.value for each in Situation]
    command.add_argument("--phase", type=Situation, metavar="PHASE", help=", ".join(phases))


def _hear(options: argparse.Namespace) -> None:
    from voice.hearing import hear, load_recognizer

    recognizer = load_recognizer(options.model, options.intents)
    hear(options.files, recognizer, options.phase, as_json=options.json, all_=options.all)


def _understand(options: argparse.Namespace) -> None:
    from voice.hearing import standard_input, understand

    texts = [" ".join(options.text)] if options.text else standard_input()
    understand(texts, options.intents, options.phase, as_json=options.json, why=options.why)
