"""Inputs out of other inputs: by bytes, by tokens, by lines, and by splicing two of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

_TOKEN = re.compile(rb"\w+|\s+|[^\w\s]")

HOSTILE = (
    *(
        b"\0",
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xf0\x9f\x98\x80",
        b"\r\n",
        b"\r",
    ),
    *("\u202e".encode(), "\u00a0".encode(), "\u2028".encode(), "e\u0301".encode(), "ﬀ".encode()),
    *(b"0", b"-0", b"-1", b"1e999", b"-1e-999", b"nan", b"inf", b".inf", b"NaN", b"Infinity"),
    *(b"9223372036854775808", b"18446744073709551616", b"9" * 400, b"0x" + b"f" * 40, b"1_000"),
    *(b"null", b"~", b"true", b"no", b"yes", b"2025-02-30", b"0000", b"9999-99-99", b"Y-99999999"),
    *(
        b"&a",
        b"*a",
        b"<<: *a",
        b"!!python/object:os.system",
        b"!!binary",
        b"? ",
        b"- ",
        b": ",
        b"|",
    ),
    *(b"---\n", b"...", b"%YAML 1.1", b"{", b"}", b"[", b"]", b"(", b")", b'"', b"'", b"\\", b"#"),
    *(b"[" * 300, b"{" * 300, b"(" * 300, b"- " * 200, b'{"a":' * 200, b"!" * 300, b"-" * 300),
    *(b"<script>", b"</", b"<!--", b"<![CDATA[", b"&#x110000;", b"&amp;", b"<p>" * 100, b"```"),
    *(b"../../../etc/passwd", b"/etc/passwd", b"C:\\", b"file:///", b"a" * 300, b"%s", b"{0}"),
    *(b":-", b".decl ", b"count : {", b"range(0, ", b"//", b"/*", b"*/", b"\\u0000", b"\\ud800"),
)

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]


def mutated(data: bytes, random: Random, others: Sequence[bytes], most: int) -> bytes:
    """The input after a few mutations, no longer than ``most`` bytes."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        data = random.choice(_MUTATIONS)(data, random, others)
    return data[:most]


def _place(data: bytes, random: Random) -> int:
    return random.randrange(len(data) + 1)


def _flip_bit(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]


def _any_byte(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    at = _place(data, random)
    return data[:at] + bytes([random.randrange(256)]) + data[at + random.randrange(2) :]


def _cut(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    at = _place(data, random)
    return data[:at] + data[at + random.randrange(1, 30) :]


def _repeat(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    at = _place(data, random)
    piece = data[at : at + random.randrange(1, 60)]
    return data[:at] + piece * random.choice((2, 2, 3, 50)) + data[at:]


def _hostile(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    at = _place(data, random)
    return data[:at] + random.choice(HOSTILE) + data[at + random.choice((0, 0, 1, 5)) :]


def _hostile_token(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    return _token_replaced(data, random, random.choice(HOSTILE))


def _other_token(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    tokens = _TOKEN.findall(random.choice(others)) or [b""]
    return _token_replaced(data, random, random.choice(tokens))


def _own_token(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    tokens = _TOKEN.findall(data) or [b""]
    return _token_replaced(data, random, random.choice(tokens))


def _token_replaced(data: bytes, random: Random, token: bytes) -> bytes:
    places = [found.span() for found in _TOKEN.finditer(data)] or [(0, 0)]
    start, end = random.choice(places)
    return data[:start] + token + data[random.choice((start, end, end, end)) :]


def _swap_lines(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _indent(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    lines[at] = lines[at][2:] if random.random() < 0.5 else b"  " + lines[at]
    return b"\n".join(lines)


def _splice(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    other = random.choice(others)
    return data[: _place(data, random)] + other[_place(other, random) :]


def _other_lines(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    lines, more = data.split(b"\n"), random.choice(others).split(b"\n")
    at, start = random.randrange(len(lines) + 1), random.randrange(len(more))
    lines[at:at] = more[start : start + random.randrange(1, 6)]
    return b"\n".join(lines)


_MUTATIONS: tuple[Mutation, ...] = (
    *(_flip_bit, _any_byte, _cut, _repeat, _hostile, _splice, _swap_lines, _indent),
    *(_hostile_token, _other_token, _own_token) * 2,
    _other_lines,
)
