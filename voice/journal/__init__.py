"""The journal: every event of every session, in an SQLite file on the disk. Begin with `journal`.

What writes to the disk, and when:

- `writer.JournalWriter` is what a session uses: it hands each event to the journal on a thread of
  its own, and knows what the disk has confirmed. On a healthy disk that takes milliseconds.
- `journal.Journal.append` writes what it is handed in one transaction, and returns once the disk
  has confirmed it (SQLite's write-ahead log, synchronous). So a power cut or a crash loses nothing
  but the events in hand.
- Where that fails, as on a full disk, the events stay in memory, and the writer tries again each
  second. When Floe ends, it tries for some seconds more, and says what is lost.
- `journal.Journal` itself, when it opens a file, makes it or brings its tables up to date
  (`schema`). `lock.Lock` creates an empty lock file beside it, or, where the file system has no
  locks, `claim.Claim` one that says whose it is.
- `mending.open_mended` sets a damaged journal aside, and writes a new one with all of it that
  `salvage` can read.
- `journal.read`, `journal.recall` and `journal.snapshot` only read.
"""
