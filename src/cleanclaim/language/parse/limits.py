"""How large a rule may be: an error long before Python's own limits."""

DEPTH = 64  # of nested expressions
NODES = 1000  # of one rule, its examples aside
