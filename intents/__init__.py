"""What can be said to Floe: from text to intent, and from templates to the recogniser's grammar.

Begin reading with `intents.library`, whose `Intents` reads a hassil file (Floe's own are in ``en``
beside it) and matches text; an `intents.intent.Intent` comes out. A file goes through `validation`
and `templates`, becomes a network of words in `nfa` and a minimal acceptor in `dfa`, which
`grammar` hands to the recogniser. All public names may be imported from outside. Of Floe, the
package itself imports nothing but `floe`.
"""
