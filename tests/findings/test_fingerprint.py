"""A fingerprint names a finding across runs: what is said counts, not where it is kept."""

from __future__ import annotations

from re import fullmatch

from checker.analysis.program import Severity
from checker.findings import collect
from checker.findings.fingerprint import content, fingerprint, normal
from tests.findings.hand_made import Corpus, Document, claim, corpus, document, program, rule

PAIR = rule("x/pair", "a: ClaimId, b: ClaimId, n: number", "{a} against {b}")


def test_it_is_sixteen_hexadecimal_digits() -> None:
    assert fullmatch("[0-9a-f]{16}", fingerprint(("x/y",), 0))


def test_it_stays_the_same_from_version_to_version() -> None:
    assert (
        fingerprint(("numbers/conflict", "claim\x1fKyiv\x1f3 died\x1f3 died"), 0)
        == "2157d51f9948a0e3"
    )


def test_ids_offsets_and_file_names_do_not_enter_it() -> None:
    before = _prints(_pair(document("d1", "One says 3. Two says 5."), "a1", "b1"), ("a1", "b1", 1))
    moved = document("d2", "New first line.\n\nOne says 3.\nTwo says 5.", path="elsewhere/new.txt")
    assert _prints(_pair(moved, "x", "w"), ("x", "w", 1)) == before


def test_it_does_not_matter_which_of_two_like_things_comes_first() -> None:
    page = document("d", "One says 3. Two says 5.")
    assert _prints(_pair(page, "a", "b"), ("a", "b", 1)) == _prints(
        _pair(page, "a", "b"), ("b", "a", 1)
    )


def test_the_rule_the_words_the_speaker_and_the_values_enter_it() -> None:
    page = document("d", "One says 3. Two says 5.")
    base = _prints(_pair(page, "a", "b"), ("a", "b", 1))
    other_value = _prints(_pair(page, "a", "b"), ("a", "b", 2))
    other_words = _prints(_pair(document("d", "One says 4. Two says 5."), "a", "b"), ("a", "b", 1))
    other_speaker = _prints(
        corpus(
            page,
            claim("a", page, "One says 3", source="X", voice="direct"),
            claim("b", page, "Two says 5"),
        ),
        ("a", "b", 1),
    )
    assert len({*base, *other_value, *other_words, *other_speaker}) == 4


def test_the_severity_and_the_message_of_a_rule_may_change() -> None:
    page = document("d", "One says 3. Two says 5.")
    facts, rows = _pair(page, "a", "b"), {"x_pair": [("a", "b", 1)]}
    sharper = rule(
        "x/pair", "a: ClaimId, b: ClaimId, n: number", "New words", severity=Severity.ERROR
    )
    (old,) = collect(program(PAIR), rows, facts)  # type: ignore[arg-type]
    (new,) = collect(program(sharper), rows, facts)  # type: ignore[arg-type]
    assert old.fingerprint == new.fingerprint


def test_findings_of_equal_content_are_told_apart_by_their_order_in_the_document() -> None:
    page = document("d", "He spoke. He spoke. He spoke.")
    spoken = rule("x/y", "c: ClaimId", "m")
    three = [claim(f"c{at}", page, "He spoke") for at in range(3)]
    found = collect(
        program(spoken),
        {"x_y": [(one.id,) for one in three]},
        corpus(page, *three),  # type: ignore[arg-type]
    )
    prints = [one.fingerprint for one in found]
    assert len(set(prints)) == 3
    fewer = collect(
        program(spoken),
        {"x_y": [("c0",), ("c1",)]},
        corpus(page, *three),  # type: ignore[arg-type]
    )
    assert [one.fingerprint for one in fewer] == prints[:2]


def test_typography_and_line_breaks_are_looked_through() -> None:
    assert normal("“Don’t\n  go” – she  said") == normal('"Don\'t go" - she said')
    assert normal("Zürich") == normal("Zu\u0308rich")


def test_parts_cannot_run_into_one_another() -> None:
    assert fingerprint(("ab", "c"), 0) != fingerprint(("a", "bc"), 0)
    assert fingerprint(("a",), 11) != fingerprint(("a", "1"), 1)


def test_a_whole_number_and_a_float_are_two_values() -> None:
    assert content("r", (), (1,)) != content("r", (), (1.0,))


def test_a_lone_surrogate_can_be_hashed() -> None:
    assert len(fingerprint(("\ud800",), 0)) == 16


def _pair(page: Document, a: str, b: str) -> Corpus:
    return corpus(
        page,
        claim(a, page, "One says " + page.text[page.text.index("One says ") + 9]),
        claim(b, page, "Two says 5", source="Two"),
    )


def _prints(facts: Corpus, row: tuple[str, str, int]) -> set[str]:
    found = collect(program(PAIR), {"x_pair": [row]}, facts)  # type: ignore[arg-type]
    return {one.fingerprint for one in found}
