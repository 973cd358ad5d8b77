"""What the four packages of Floe share: the root of its errors and its files' format."""
