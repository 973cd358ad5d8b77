"""Speech recognition: sound goes in, and the commands that were spoken come out.

Begin with `command_recognizer.CommandRecognizer`. It asks `recognizer.Recognizer` for the words,
and `rejection.choose_interpretation` whether they are a command for Floe. On the way:
`vad` lets only speech through, `partial_result_decider` says when a partial result may be acted
on before the speaker has finished, and `graph` and `overlay` give libvosk the grammar.

Each word here means one thing:

- *Partial result*: the words recognised so far of speech that is still going on.
- *Utterance*: one finished stretch of speech, from a silence to the next silence or to the moment
  at which a partial result was decided.
- *Hypothesis*: one wording of an utterance that the recogniser considers possible, with a score.
- *Command*: a whole sentence of the intents' grammar. Anything shorter or longer is no command.
- *Intent*: what a command means: a name and slots, see `intents.intent.Intent`.
- *Interpretation*: one intent that an utterance may have, and how strong the evidence for it is.
"""
