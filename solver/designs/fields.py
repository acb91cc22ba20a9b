"""Finite fields GF(q), q a prime power, small enough for tables.

An element is a number from 0 to q - 1 whose digits to the base p are the coefficients of a polynomial, the
constant first; arithmetic is that of polynomials over GF(p) modulo an irreducible one of degree k.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product

__all__ = ["Field", "field", "prime_power"]


@dataclass(frozen=True)
class Field:
    """GF(q): the sum of any two elements as a table, and the powers of a primitive element.

    `powers[i]` is g to the i, 0 <= i < q - 1; `logs` is its inverse (no entry for 0).
    """

    order: int
    sums: tuple[tuple[int, ...], ...]
    powers: tuple[int, ...]
    logs: dict[int, int]

    def power(self, exponent: int) -> int:
        """The primitive element to that power, any whole number."""
        return self.powers[exponent % (self.order - 1)]


def prime_power(q: int) -> tuple[int, int] | None:
    """(p, k) where q = p^k, p prime; None where q is no prime power."""
    if q < 2:  # noqa: PLR2004 - the smallest prime
        return None
    p = next((d for d in range(2, int(q**0.5) + 1) if q % d == 0), q)
    k = 0
    while q % p == 0:
        q, k = q // p, k + 1
    return (p, k) if q == 1 else None


@cache
def field(q: int) -> Field:
    """GF(q); raises ValueError where q is no prime power."""
    found = prime_power(q)
    if found is None:
        raise ValueError(f"{q} is no prime power")
    p, k = found
    digits = tuple(tuple(reversed(t)) for t in product(range(p), repeat=k))
    sums = tuple(tuple(_number(((x + y) % p for x, y in zip(a, b, strict=True)), p) for b in digits) for a in digits)
    for modulus in digits:  # the lower coefficients of a monic polynomial of degree k
        for generator in range(1, q):
            powers = _cycle(digits[generator], modulus, p)
            if len(powers) == q - 1:
                return Field(q, sums, powers, {x: i for i, x in enumerate(powers)})
    raise AssertionError("every finite field has a primitive element")


def _number(coefficients: Iterable[int], p: int) -> int:
    return sum(c * p**i for i, c in enumerate(coefficients))


def _cycle(generator: tuple[int, ...], modulus: tuple[int, ...], p: int) -> tuple[int, ...]:
    """The powers of `generator` up to where they come back to 1, or to where they cannot any more."""
    one = (1,) + (0,) * (len(modulus) - 1)
    powers, element = [], one
    while True:
        powers.append(_number(element, p))
        element = _times(element, generator, modulus, p)
        if element == one:
            return tuple(powers)
        if len(powers) == p ** len(modulus) or not any(element):
            return ()


def _times(a: tuple[int, ...], b: tuple[int, ...], modulus: tuple[int, ...], p: int) -> tuple[int, ...]:
    """The product of two polynomials modulo x^k + modulus, by Horner's rule."""
    result = (0,) * len(modulus)
    for digit in reversed(b):
        top, shifted = result[-1], (0, *result[:-1])
        result = tuple((s - top * m + digit * x) % p for s, m, x in zip(shifted, modulus, a, strict=True))
    return result
