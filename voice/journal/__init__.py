"""The journal: every event of every session, in an SQLite file on the disk. Begin with `journal`.

What writes to the disk, and when:

- `journal.Journal.append` writes each event in a transaction of its own, as soon as the session
  reports it, and returns once the disk has confirmed it (SQLite's write-ahead log, synchronous).
  So a power cut or a crash loses nothing but the event in hand.
- Where that fails, as on a full disk, the events stay in memory, and every later `append` or
  `flush` tries again. `household.Household.open` flushes before it turns to another person.
- `journal.Journal` itself, when it opens a file, makes it or brings its tables up to date
  (`schema`). `lock.Lock` creates an empty lock file beside it.
- `journal.read`, `journal.recall` and `journal.snapshot` only read.
"""
