"""What people write in examples who come from another language."""

from __future__ import annotations

from cleanclaim.language.parse.habit import habit

# An earlier one is found before a later one.
HABITS = (
    habit(
        r"\bline\s+(?P<begin>[A-Z0-9]{5}(?:-[A-Z0-9]{2})*)\s*",
        r"(?P<next>-\s*(?P<last>[A-Z0-9]{2})\b)",
        "modifiers stand right behind their code",
        "write `line {begin}-{last}`",
    ),
    habit(
        r"\bline\s+(?P<code>[A-Z0-9]{5})\s+",
        r"(?P<next>[A-Z0-9]{2})\b",
        "a modifier stands behind a dash",
        "write `line {code}-{next}`",
    ),
    habit(
        r"\bline\s+(?P<at>[A-Z0-9]{5}(?:-[A-Z0-9]{2})+)",
        r"(?P<next>[A-Z0-9]+)",
        "`{at}{next}` is not a procedure code with modifiers",
        "a modifier is two characters: `99213-25-59`",
    ),
    habit(r"\bline\b.*\b(?P<at>units)\s+", r"(?P<next>[0-9.]+)", "units are written with an x", "write `x{next}`"),
    habit(
        r"\b(?:fail|pass)\b[^{}]*\{\s*",
        r"(?P<next>[A-Z0-9]{5})\b",
        "a line of an example begins with `line`",
        "write `line {next}`",
    ),
    habit(
        r"\{.*?\b(?P<at>[a-z_]+(?:\.[a-z_]+)*)\s*",
        r"=\s*(?P<next>\S+)",
        "a field of an example is set with `:`",
        "write `{at}: {next}`",
    ),
    habit(
        r"\bline\s+(?P<begin>[A-Z0-9]{5})",
        r"(?P<next>:[A-Z0-9]{2})\b",
        "a modifier stands behind a dash",
        "write `99213-25`",
    ),
    habit(
        r"\bline\b.*\b(?P<at>modifiers?|mods?)\s+",
        r"(?P<next>[A-Z0-9]{2})\b",
        "a modifier stands behind its code and a dash",
        "write `line 99213-{next}`",
    ),
    habit(r"\bline\b.*\b(?P<begin>x)\s+", r"(?P<next>[0-9.]+)", "units are one word with their x", "write `x{next}`"),
    habit(
        r"\bline\s+[A-Z0-9-]{5,}\s+", r"(?P<next>[0-9]+)(?=[\s}])", "units are written with an x", "write `x{next}`"
    ),
    habit(r"\bline\b.*\s", r"(?P<next>[0-9]+\.[0-9]{2})\b", "an amount is written with $", "write `${next}`"),
    habit(
        r"\bon\s+(?P<begin>[0-9-]{10})\s+(?:-\s+)?",
        r"(?P<next>[0-9]{4}-[0-9]{2}-[0-9]{2})",
        "the last day stands behind `to`",
        "write `on {begin} to {next}`",
    ),
    habit(
        r"\bline\b.*\b(?P<at>date|dos|day)\s+",
        r"(?P<next>[0-9]{4}-[0-9]{2}-[0-9]{2})",
        "the day of a line stands behind `on`",
        "write `on {next}`",
    ),
    habit(
        r"\bline\b.*\b(?P<at>pos)\s+",
        r"(?P<next>[0-9]{2})\b",
        "the place of a line stands behind `place`",
        "write `place {next}`",
    ),
    habit(
        r"\b(?P<at>dx|icd|diag|diagnosis)\s+",
        r"(?P<next>[A-Z][0-9][A-Z0-9.]*)",
        "the diagnoses of a claim stand behind `diagnoses`",
        "write `diagnoses {next}`",
    ),
    habit(r"(?P<at>\bdiagnoses)\s*", r":", "`diagnoses` has no colon", "write `diagnoses D51.0, E53.8`"),
    habit(
        r"\b[a-z_.]+\s*:\s*",
        r"(?P<next>[a-z]\w*)",
        "a value is expected here, not a name",
        "codes are written in capitals, texts in quotes",
    ),
    habit(
        r"\bline\s+",
        r"(?P<next>[A-Z0-9.]+)",
        "`{next}` is not a procedure code",
        "five characters, and modifiers behind dashes: `99213-25`",
    ),
    habit(r"\{.*[A-Z0-9]", r",", "what an example holds has no commas between", "write one behind the other"),
)
