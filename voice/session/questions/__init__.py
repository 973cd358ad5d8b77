"""The questions that Floe asks: a file for each, which says all there is to say about it.

A question is an object. ``context.ask(SkinQuestion(...))`` says its words; from then on, until it
is answered or dropped, it is ``context.pending``, and everything that may answer it is handed to
it: what is said (`Question.hear`), what could not be made out (`Question.miss`), and silence
(`Question.silence`). Nobody else needs to know which question it is. ``context.drop_question()``
ends the waiting. Only one question waits at a time.

To add one, for instance "does the ice drip?":

1. Write ``drip.py`` in this folder: a subclass of `Question` with a ``name``, and with the methods
   ``yes`` and ``no``. Nobody else drops the question when it is answered: both call
   ``context.drop_question()`` themselves, unless what they call does, such as `Massage.resume`.
   Everything else has a default, described at `Question`: override what differs.
2. Write its words into ``voice/prompts/en.yaml``, and their keys into
   ``voice/session/prompt.py``.
3. Ask it where it is to be asked: ``context.ask(DripQuestion(context))``. Mind that while any
   question waits, nobody is asked whether the skin is fine (``Massage._check``): during the massage
   a question must not wait for long.

``tests/voice/session/test_questions.py`` tries such a question. Its texts are not among Floe's
prompts, so it makes each `Prompt` by hand where a real question calls ``prompt("drip.ask")``.
"""
