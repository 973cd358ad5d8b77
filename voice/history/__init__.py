"""Shows what was done in the past: `floe history` and `floe report`.

Begin with `history.History`, which reads a journal once; everything else formats it.
`command` prints it or writes it into files: as a table (`table`), as a chart in text (`chart`) or
as a picture (`picture`), as CSV or JSON for other programs (`serialization`). `report` writes the
page for a doctor. `summary` says the same in sentences, and `span` groups long histories by days,
weeks or months.
"""
