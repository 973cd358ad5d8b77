"""What was done: as a table, a picture, figures for other programs, and a page for a doctor."""
