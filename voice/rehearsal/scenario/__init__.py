"""Scenarios of rehearsals: what a simulated person says and when, and what must come of it.

Begin reading with `voice.rehearsal.scenario.scenario`, which describes the format of the files.
"""
