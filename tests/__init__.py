"""Tests of the project. A package, so that no other folder called `tests` is found first."""
