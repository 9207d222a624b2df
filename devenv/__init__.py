"""Sets up and runs the development environment; standard library only."""
