"""What proves the project. `tests.claimgen` makes claims of any number."""
