"""The documentation as a site: the pages of `docs/`, those that are made from the code, built strictly."""
