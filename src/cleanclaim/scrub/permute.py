"""Keyed permutations of words of one shape: no two words become the same, and none needs to be remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from math import isqrt, prod
from string import ascii_lowercase, ascii_uppercase, digits

LONGEST = 24  # characters that are permuted together
_ROUNDS = 6
_STEPS = 2_000  # a character that is rarer than this is not kept
_ALPHABETS = {**{letter: alphabet for alphabet in (ascii_uppercase, ascii_lowercase, digits) for letter in alphabet}}


class Permutation:
    """Replaces letters by letters of the same case and digits by digits; everything else stays.

    A Feistel network over the words of one shape, walked until the word has the character that the
    original has (unless hardly any word has it): a permutation of the words that share shape and character.
    """

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.blake2b(key, digest_size=32).digest()

    def number(self, purpose: str, below: int) -> int:
        """A number from 0 that depends on the key and the purpose alone."""
        return self._hash(purpose.encode()) % below

    def word(self, word: str, character: Callable[[str], Hashable]) -> str:
        """The pseudonym of an ASCII word."""
        if len(word) > LONGEST:
            return self.word(word[:LONGEST], character) + self.word(word[LONGEST:], character)
        alphabets = [_ALPHABETS.get(letter, letter) for letter in word]
        size = prod(map(len, alphabets))
        shape = "".join(alphabet[0] for alphabet in alphabets).encode()
        wanted, found = character(word), _index(word, alphabets)
        for _ in range(_STEPS):
            found = self._step(found, size, shape)
            said = _spell(found, alphabets)
            if character(said) == wanted:
                break
        return said

    def _step(self, value: int, size: int, shape: bytes) -> int:
        """One keyed permutation of the numbers below `size`."""
        left_size = isqrt(size - 1) + 1
        right_size = -(-size // left_size)
        while True:
            left, right = divmod(value, right_size)
            for number in range(_ROUNDS):
                left = (left + self._hash(b"%b|%d|l|%d" % (shape, number, right))) % left_size
                right = (right + self._hash(b"%b|%d|r|%d" % (shape, number, left))) % right_size
            value = left * right_size + right
            if value < size:
                return value

    def _hash(self, text: bytes) -> int:
        return int.from_bytes(hashlib.blake2b(text, key=self._key, digest_size=16).digest(), "big")


def _index(word: str, alphabets: list[str]) -> int:
    found = 0
    for letter, alphabet in zip(word, alphabets, strict=True):
        found = found * len(alphabet) + alphabet.index(letter)
    return found


def _spell(index: int, alphabets: list[str]) -> str:
    letters = []
    for alphabet in reversed(alphabets):
        index, at = divmod(index, len(alphabet))
        letters.append(alphabet[at])
    return "".join(reversed(letters))
