"""Speech models in Vosk's format: the bundled one, those installed, and how they are checked."""
