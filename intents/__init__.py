"""What can be said: hassil files, text to intent, and templates to the recogniser's grammar."""
