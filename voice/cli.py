"""The ``floe`` command."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from floe.errors import FloeError

if TYPE_CHECKING:
    from voice.display.address import Address

_TERMINAL = "-"
"""In the place of a file's name: the terminal, or what stdout is."""

Command = Callable[[argparse.Namespace], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``floe`` and give its exit code: 0 done, 1 a failure said on stderr, 2 wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name that the terminal's encoding lacks is no reason to fail.
        sys.stdout.reconfigure(errors="backslashreplace")
    asked = {"--record": options.record, "--display": options.display, "--web": options.web}
    if options.run is not _listen and (name := next((one for one in asked if asked[one]), None)):
        parser.error(f"{name} is for a session; it goes with no command")
    try:
        code = _run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads on: what is still to be written must not fail again at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _run(options: argparse.Namespace) -> int:
    run: Command = options.run
    try:
        run(options)
    except FloeError as error:
        print(f"floe: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="floe",
        description="Coaches one person through an ice massage of a sore back, by voice, offline. "
        "Without a command: listens and coaches; with no microphone it rehearses.",
    )
    parser.add_argument("--version", action="version", version=f"floe {version('floe')}")
    parser.add_argument(
        "--record",
        action="store_true",
        help="keep the sound and what was decided in a file, for a bug report; said aloud",
    )
    parser.add_argument(
        "--person",
        type=_name,
        metavar="NAME",
        help="whose journal it is, where several people of a house use Floe",
    )
    _add_displays(parser)
    parser.set_defaults(run=_listen)
    commands = parser.add_subparsers(metavar="COMMAND")
    _add_rehearse(commands)
    _add_hear(commands)
    _add_understand(commands)
    _add_history(commands)
    _add_report(commands)
    _add_data(commands)
    check = commands.add_parser(
        "check", help="microphone, loudspeaker, voice, model: each tried for real"
    )
    check.set_defaults(run=_check)
    _add_models(commands)
    return parser


def _name(text: str) -> str:
    from voice.person import validate_name

    try:
        return validate_name(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _add_displays(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--display",
        action="store_true",
        help="show the time and what goes on in large type, in this terminal",
    )
    parser.add_argument(
        "--web",
        nargs="?",
        const="",
        type=_address,
        metavar="ADDRESS",
        help="show the same as a web page with buttons, at PORT or HOST:PORT "
        "(default: 3563, for this computer alone)",
    )


def _address(text: str) -> "Address":
    from voice.display.address import Address

    try:
        return Address.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def _add_rehearse(commands: _Commands) -> None:
    parser = commands.add_parser(
        "rehearse", help="a whole session with a simulated person, room and clock"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "scenario", nargs="?", default="plain", help="a name that --list prints, or a YAML file"
    )
    what.add_argument(
        "--from",
        dest="recording",
        type=Path,
        metavar="FILE",
        help="a session that was recorded with --record: where Floe decides otherwise now",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="where its three files go (default: the user's data folder)",
    )
    what.add_argument("--list", action="store_true", help="name the scenarios that are here")
    parser.set_defaults(run=_rehearse)


def _add_hear(commands: _Commands) -> None:
    parser = commands.add_parser("hear", help="the commands in recordings (WAV, FLAC, Ogg/Opus)")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--all", action="store_true", help="what was turned down too")
    parser.add_argument("--intents", type=Path, metavar="FILE", help="another hassil file")
    parser.add_argument("--model", metavar="NAME", help="another model, by name or folder")
    parser.set_defaults(run=_hear)


def _add_understand(commands: _Commands) -> None:
    parser = commands.add_parser("understand", help="the intent of a text")
    parser.add_argument("text", nargs="+", metavar="TEXT")
    parser.add_argument("--json", action="store_true", help="a JSON object")
    parser.add_argument("--intents", type=Path, metavar="FILE", help="another hassil file")
    parser.set_defaults(run=_understand)


def _add_history(commands: _Commands) -> None:
    parser = commands.add_parser("history", help="what was done")
    form = parser.add_mutually_exclusive_group()
    for name, text in (
        ("plot", "pain and ice drawn into FILE, .svg or .png; without FILE in the terminal"),
        ("csv", "a line for each massage, and for each pain told at another time"),
        ("json", "the same as an object"),
    ):
        form.add_argument(f"--{name}", nargs="?", const=_TERMINAL, metavar="FILE", help=text)
    parser.set_defaults(run=_history)


def _add_report(commands: _Commands) -> None:
    parser = commands.add_parser("report", help="one page for a doctor, to print or to show (HTML)")
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="default: floe-report-DATE.html"
    )
    parser.set_defaults(run=_report)


def _add_data(commands: _Commands) -> None:
    export = commands.add_parser("export", help="all that Floe keeps of you, in one zip file")
    export.add_argument("file", type=Path, metavar="FILE", help="a new one; ends in .zip")
    export.set_defaults(run=_export)
    forget = commands.add_parser("forget", help="erase all that Floe keeps of you")
    forget.add_argument("--yes", action="store_true", help="do not ask; for scripts")
    forget.set_defaults(run=_forget)


def _add_models(commands: _Commands) -> None:
    parser = commands.add_parser("models", help="list, install, remove or use speech models")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="the models that are here, and those to be had")
    listing.set_defaults(run=_models_list)
    install = actions.add_parser(
        "install",
        help="fetch a published one, or take it from a folder or a zip file",
        description="The only command that opens a connection, and only for a published model.",
    )
    install.add_argument(
        "source", metavar="SOURCE", help="a name that `floe models list` prints, a folder, a file"
    )
    install.add_argument("--sha256", metavar="SUM", help="what the zip file's SHA-256 must be")
    install.set_defaults(run=_models_install)
    for name, run, text in (
        ("remove", _models_remove, "delete one that was installed"),
        ("use", _models_use, "choose the one that Floe hears with"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("name", metavar="NAME")
        action.set_defaults(run=run)


# Each command imports its own parts, so that `floe --help` and its like are quick and the
# sound library is loaded only by what needs it.


def _listen(options: argparse.Namespace) -> None:
    from voice.live import listen

    listen(
        record=options.record,
        display=options.display,
        web=options.web,
        person=options.person or "",
    )


def _rehearse(options: argparse.Namespace) -> None:
    from voice.rehearsal.command import list_scenarios, rehearse, rehearse_from

    if options.list:
        list_scenarios()
    elif options.recording:
        rehearse_from(options.recording, options.out)
    else:
        rehearse(options.scenario, options.out)


def _hear(options: argparse.Namespace) -> None:
    from voice.hearing import hear

    hear(options.files, options.intents, options.model, as_json=options.json, all_=options.all)


def _understand(options: argparse.Namespace) -> None:
    from voice.hearing import understand

    understand(" ".join(options.text), options.intents, as_json=options.json)


def _history(options: argparse.Namespace) -> None:
    from voice.config import journal_path
    from voice.history import command
    from voice.history.history import History

    history = History.load(journal_path(options.person), options.person)
    if options.csv:
        command.give_csv(history, _file(options.csv))
    elif options.json:
        command.give_json(history, _file(options.json))
    elif options.plot:
        command.plot(history, _file(options.plot))
    else:
        command.show(history)


def _file(name: str) -> Path | None:
    return None if name == _TERMINAL else Path(name)


def _report(options: argparse.Namespace) -> None:
    from voice.config import journal_path
    from voice.history.history import History
    from voice.history.report import report

    report(History.load(journal_path(options.person), options.person), options.file)


def _export(options: argparse.Namespace) -> None:
    from voice.config import journal_path
    from voice.data.data import Data
    from voice.data.export import export

    export(Data.of(journal_path(options.person)), options.file, options.person)


def _forget(options: argparse.Namespace) -> None:
    from voice.config import journal_path
    from voice.data.data import Data
    from voice.data.forget import forget

    ask = None if options.yes else input
    forget(Data.of(journal_path(options.person)), options.person, ask)


def _check(_: argparse.Namespace) -> None:
    from voice.check import check

    check()


def _models_list(_: argparse.Namespace) -> None:
    from models.catalogue import Catalogue
    from models.command import show
    from models.store import Store

    show(Store(), Catalogue.load())


def _models_install(options: argparse.Namespace) -> None:
    from models.catalogue import Catalogue
    from models.command import install
    from models.store import Store

    install(options.source, options.sha256, Store(), Catalogue.load())


def _models_remove(options: argparse.Namespace) -> None:
    from models.command import remove
    from models.store import Store

    remove(options.name, Store())


def _models_use(options: argparse.Namespace) -> None:
    from models.catalogue import Catalogue
    from models.command import use
    from models.store import Store

    use(options.name, Store(), Catalogue.load())


if __name__ == "__main__":
    sys.exit(main())
