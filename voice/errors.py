"""What can go wrong in the assistant itself, as one tree.

FloeError
 |   Telling what happens
 +-- SubscriberLost        a subscriber failed or was too slow, and is told nothing any more
 |   Listening
 +-- GrammarWordsMissing   the speech model does not know words that the intents use
 +-- GraphError            the recogniser's graph cannot be written
 +-- RecognizerError       libvosk cannot load the model, or failed while listening
 +-- RecordingsFailed      some of the recordings given could not be heard
 |   Speaking
 +-- UnknownVoice          the speech engine has no voice of the wanted name
 +-- VoiceLost             nothing can be said: the speech engine fails however often restarted
 |    +-- EngineMissing    no speech engine is installed
 |   The journal
 +-- JournalBusy           another Floe uses the journal
 +-- JournalCorrupt        the journal's file is damaged, or is no journal
 +-- JournalIncomplete     some of the journal's events cannot be read
 +-- JournalNewer          the journal was written by a newer Floe
 +-- JournalUnreadable     the journal's file is there but cannot be opened
 +-- JournalWriteError     an event could not be written to the journal
 |   Looking back
 +-- HistoryEmpty          no massage was ever begun: there is nothing to draw or to report
 +-- FormatUnknown         the name of a file asks for a format that cannot be written
 +-- FileUnwritable        a file cannot be written where it should go
 |   A person's data
 +-- NothingKept           nothing is kept of this person
 +-- ExportUnwritable      the export cannot be written, or its file is there already
 +-- NotConfirmed          nothing was erased because that was not confirmed
 +-- EraseFailed           some files could not be erased
 |   The page
 +-- AddressUnusable       the web page cannot be served at the address that was asked for
 |    +-- PortTaken        another program listens there
 |    +-- AddressLost      the computer has lost the address while the page was served there
 +-- PageLost              the page's server has failed; nobody is shown anything there any more
 |   Recordings for bug reports
 +-- RecordingError        a recording cannot be made or used
 |    +-- RecordingUnwritable   it cannot be begun, or not be written any further
 |    +-- RecordingFull         it is as long as a recording may get
 |    +-- RecordingUnreadable   there is no such file, or it cannot be opened
 |    +-- NotRecording          the file is no recording of Floe's, or its start is damaged
 |    +-- RecordingNewer        a newer Floe wrote it, in a form that this one does not know
 |    +-- RecordingEmpty        it ended before any sound was in it
 |   Rehearsals and checks
 +-- PersonSpeechless      a rehearsal's simulated person has no voice, or it fails
 +-- OutputUnwritable      a rehearsal's files cannot be written
 +-- NoSuchScenario        there is no scenario of the wanted name, nor a file
 +-- RehearsalFailed       what a scenario expects has not happened
 +-- CheckFailed           `floe check` found a part that does not work
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from floe.errors import FloeError

if TYPE_CHECKING:
    # Looking back at what was done needs these errors, but not the parser of templates.
    from intents.nfa import TemplateSource


class SubscriberLost(FloeError):
    """A subscriber failed, or was too slow, and is told nothing any more."""


class GrammarWordsMissing(FloeError):
    """The speech model does not know words that the intents use."""

    def __init__(self, missing: "Mapping[str, TemplateSource]") -> None:
        """Take the missing words, each with the place in the intents' file that uses it."""
        places = ", ".join(
            f'"{word}" ({source.file}:{source.line})' for word, source in sorted(missing.items())
        )
        super().__init__(
            f"the speech model does not know {places}; "
            "say it in other words there, or use a larger model"
        )
        self.words = sorted(missing)


class GraphError(FloeError):
    """The recogniser's graph cannot be written."""


class RecognizerError(FloeError):
    """The speech model cannot be loaded, or the recogniser failed while it listened."""


class RecordingsFailed(FloeError):
    """Some recordings could not be heard; each was named as it failed."""


class UnknownVoice(FloeError):
    """The speech engine has no voice of the wanted name."""


class VoiceLost(FloeError):
    """Nothing can be said: the speech engine fails, however often it is restarted."""


class EngineMissing(VoiceLost):
    """No speech engine is installed."""


class JournalBusy(FloeError):
    """Another Floe uses the journal."""


class JournalCorrupt(FloeError):
    """The journal's file is damaged, or is no journal; it is left as it is."""


class JournalIncomplete(FloeError):
    """Some of the journal's events cannot be read; all others are there."""


class JournalNewer(FloeError):
    """The journal was written by a newer Floe, in a form that this one does not know."""


class JournalUnreadable(FloeError):
    """The journal's file is there but cannot be opened."""


class JournalWriteError(FloeError):
    """Events could not be written to the journal; it keeps them in memory and tries again."""


class HistoryEmpty(FloeError):
    """No massage was ever begun: there is nothing to draw or to report."""


class FormatUnknown(FloeError):
    """The name of a file asks for a format that cannot be written."""


class FileUnwritable(FloeError):
    """A file cannot be written where it should go."""


class NothingKept(FloeError):
    """Nothing is kept of this person."""


class ExportUnwritable(FloeError):
    """The export cannot be written, or its file is there already; no part of it was left."""


class NotConfirmed(FloeError):
    """Nothing was erased because that was not confirmed."""


class EraseFailed(FloeError):
    """Some files could not be erased; each is named, and all others are gone."""


class PersonSpeechless(FloeError):
    """A rehearsal's simulated person has no such voice, or its program fails."""


class OutputUnwritable(FloeError):
    """A rehearsal's files cannot be written where they should go."""


class NoSuchScenario(FloeError):
    """No scenario of that name comes with Floe, and there is no file of that name."""


class RehearsalFailed(FloeError):
    """What a scenario expects has not happened; the message has a line for each thing."""


class CheckFailed(FloeError):
    """A part of Floe does not work; each was named as it was tried."""


class AddressUnusable(FloeError):
    """The web page cannot be served there: no such address here, or it is not allowed."""


class PortTaken(AddressUnusable):
    """Another program listens there already."""


class AddressLost(AddressUnusable):
    """The computer has lost the address at which the page is served; it may come back."""


class PageLost(FloeError):
    """The page's server has failed: it shows nothing and takes no press any more."""


class RecordingError(FloeError):
    """A recording cannot be made or used."""


class RecordingUnwritable(RecordingError):
    """A recording cannot be begun, or not be written any further; what is there is kept."""


class RecordingFull(RecordingError):
    """A recording is as long as one may get; it is whole, and ends here."""


class RecordingUnreadable(RecordingError):
    """There is no such file, or it cannot be opened."""


class NotRecording(RecordingError):
    """The file is no recording of Floe's, or its start is damaged."""


class RecordingNewer(RecordingError):
    """A newer Floe wrote it, in a form that this one does not know."""


class RecordingEmpty(RecordingError):
    """It ended before any sound was in it."""
