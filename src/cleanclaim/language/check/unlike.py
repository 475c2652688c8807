"""Texts that no code of a system holds, so that a test for them would sleep for ever."""

from __future__ import annotations

import re

from cleanclaim.language import syntax as s
from cleanclaim.language.check.faults import CODE, KIND, Refused
from cleanclaim.language.systems import system_of
from cleanclaim.language.types import Type

# How many characters a code has, as claims hold it; of other systems nothing is said.
_SIZES = {
    "procedure": (5, 5), "modifier": (2, 2), "diagnosis": (3, 7), "place_of_service": (2, 2), "ndc": (11, 11),
    "state": (2, 2), "country": (2, 2), "taxonomy": (10, 10), "frequency": (1, 1),
}  # fmt: skip
# Elements that are kept as they are sent, be it a code or none: a rule can ask for what is no code, for its signs or
# for its shape alone. A shape of fewer signs is the beginning of a code that somebody means.
_AS_SENT = {"procedure", "ndc", "taxonomy"}
_SIGNS = {"contains": "[^A-Za-z0-9]+", "like": "(?:[9AX]|[^A-Za-z0-9]){4,}"}
# A shape holds none of these: an element with `*`, `^`, `|` or `~` is parted there in nearly every file, and brackets
# and the backslash stand in no identifier. `?`, `%`, `$` and `+` stand in texts, though not at the end of a word.
_PATTERNS = {"like": r"[][*^|~{}\\]|\.\+|(?<=[A-Za-z)])[?%$+]$|^%", "contains": r"\.[*+]|^[*%](?=\w)|(?<=\w)\*$"}


def check_text_test(node: s.TextTest, asked: str, type_: Type) -> None:
    """Raises `Refused` for `contains` and `like` with a text that no value of the type can hold."""
    text = node.text.text
    if not text:
        raise Refused(node.text.at, KIND, "an empty text is in every text")
    check_letters(text, node.text.at)
    if node.word == "like" and re.search("[ax]", text) and not re.search("[B-WYZb-wyz]", text):
        help_ = f'the signs of a shape are capitals: `like "{text.upper()}"`'
        raise Refused(node.text.at, KIND, "a small letter of a shape stands for itself", help_)
    least, most = _sizes(type_)
    if not most or (type_.system in _AS_SENT and re.fullmatch(_SIGNS[node.word], text)):
        _check_pattern(node, asked, type_)
        return
    about = system_of(type_.system)
    strange = "[^A-Z0-9]" if node.word == "like" else "[^A-Za-z0-9]"  # `contains` minds no capitals
    if re.search(strange, text) or len(text) > most or (node.word == "like" and len(text) < least):
        message = f"no {about.noun} code {'is like' if node.word == 'like' else 'contains'} `{text}`"
        raise Refused(node.text.at, CODE, message, _help(asked, text, type_))


def _check_pattern(node: s.TextTest, asked: str, type_: Type) -> None:
    """Raises `Refused` for a text with signs of regular expressions or wildcards, which here stand for themselves."""
    found = re.search(_PATTERNS[node.word], node.text.text)
    if found is None:
        return
    message = f"`{found[0]}` is no {'sign of a shape' if node.word == 'like' else 'wildcard here'}"
    help_ = "`contains` finds its text anywhere: write it without wildcards"
    if node.word == "like":
        help_ = 'a shape has a sign for each character: 9 a digit, A a letter, X either, as `like "AAA999999999"`'
        beginning = re.fullmatch("([A-Z0-9]+)[*%]", node.text.text)
        if beginning and type_.base == "code":
            help_ = f"write `{asked} is {beginning[1]}*` for codes that begin so"
    raise Refused(node.text.at, KIND, message, help_)


def check_letters(text: str, at: s.Place) -> None:
    """Raises `Refused` for a text with signs that X12 does not have: an element with one is at fault and not read."""
    strange = next((sign for sign in text if not " " <= sign <= "~"), "")
    if strange:
        help_ = "an element with it is a finding by itself, and no rule reads it: ask for a part without it"
        shown = strange if strange.isprintable() else f"U+{ord(strange):04X}"
        raise Refused(at, KIND, f"no text of a claim has `{shown}`", help_)


def _sizes(type_: Type) -> tuple[int, int]:
    """The fewest and the most characters of a value; 0 where nothing is known of it."""
    if type_.base != "code":
        return 0, 0
    listed = [len(code) for code in system_of(type_.system).values]
    return (min(listed), max(listed)) if listed else _SIZES.get(type_.system, (0, 0))


def _help(asked: str, text: str, type_: Type) -> str:
    """The wildcard that is meant by the beginning of a code, else what a code is."""
    if re.fullmatch("[A-Z0-9.]+", text) and len(text.replace(".", "")) < _sizes(type_)[1]:
        if type_.system == "diagnosis" and not text[0].isalpha():
            return f"diagnoses are held without their dot: `{text.replace('.', '')}`"
        return f"write `{asked} is {text}*` for codes that begin so"
    return f"a code is {system_of(type_.system).expected}"
