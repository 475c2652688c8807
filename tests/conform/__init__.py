"""Equality with pyx12: the same files, broken in every way, read by both; what each says is compared."""
