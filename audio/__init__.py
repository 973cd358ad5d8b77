"""Sound: devices and files, the live stream, and the rehearsal room that stands in for both."""
