"""What the deterministic extractor finds of the facts that a person took from the seed.

    python -m bench.handmade

The person's facts split sentences finely and say what they mean; the extractor's say where
somebody is quoted, and where a figure, a date or a word to watch stands. So a claim counts as
covered where one extracted claim holds at least nine tenths of its span, and as attributed where
that one has its voice and its source as well.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.extraction import extract, write
from checker.extraction.patterns import PatternExtractor
from checker.facts import Corpus, load_corpus

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "seeds" / "istanbul-talks.txt"
HANDMADE = ROOT / "facts" / "istanbul-talks"


@dataclass(frozen=True)
class Share:
    """``found`` of ``due`` facts of a kind."""

    kind: str
    found: int
    due: int


@dataclass(frozen=True)
class _Placed:
    start: int
    end: int
    attributes: dict[str, str]


def extracted() -> Corpus:
    """What ``checker extract`` makes of the article, loaded as ``checker audit`` loads it."""
    with TemporaryDirectory(dir=ROOT) as folder:
        facts = Path(folder)
        write(extract([ARTICLE], PatternExtractor(), facts, root=ROOT), replacing=False)
        return load_corpus([facts], root=ROOT)


def shares() -> list[Share]:
    """The share of the handmade facts that is found, by their kind."""
    mine, due = extracted(), load_corpus([HANDMADE], root=ROOT)
    claims = _placed(mine, "claim")
    found = []
    for voice in ("direct", "indirect", "narrator"):
        wanted = [each for each in _placed(due, "claim") if each.attributes["voice"] == voice]
        covered = [(each, _covering(each, claims)) for each in wanted]
        found.append(
            Share(
                f"claims in {voice} voice, covered",
                sum(bool(around) for _, around in covered),
                len(wanted),
            )
        )
        attributed = sum(
            any(_is_attributed(each, other) for other in around) for each, around in covered
        )
        found.append(Share(f"claims in {voice} voice, attributed alike", attributed, len(wanted)))
    return [
        *found,
        _share(mine, due, "quantity", "figures", _same_amount),
        _share(mine, due, "wording", "words to watch, whatever the category", _at_one_place),
        _share(mine, due, "date", "dates", _at_one_place),
    ]


def _placed(corpus: Corpus, kind: str) -> list[_Placed]:
    return [
        _Placed(entity.anchor.start, entity.anchor.end, dict(entity.attributes))
        for (sort, _), entity in corpus.entities.items()
        if sort == kind and entity.anchor is not None
    ]


def _covering(wanted: _Placed, claims: Sequence[_Placed]) -> list[_Placed]:
    return [each for each in claims if _shared(wanted, each) >= 0.9 * (wanted.end - wanted.start)]


def _shared(one: _Placed, other: _Placed) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _is_attributed(wanted: _Placed, found: _Placed) -> bool:
    same_voice = wanted.attributes["voice"] == found.attributes["voice"]
    if wanted.attributes["voice"] == "narrator":
        return same_voice
    one, other = wanted.attributes["source"], found.attributes["source"].split(", in ")[0]
    return same_voice and one.lower() == other.lower()


def _share(
    mine: Corpus,
    due: Corpus,
    kind: str,
    named: str,
    same: Callable[[_Placed, _Placed], bool],
) -> Share:
    wanted, found = _placed(due, kind), _placed(mine, kind)
    count = sum(any(same(each, other) for other in found) for each in wanted)
    return Share(named, count, len(wanted))


def _same_amount(one: _Placed, other: _Placed) -> bool:
    alike = all(one.attributes[name] == other.attributes[name] for name in ("amount", "unit"))
    return _at_one_place(one, other) and alike


def _at_one_place(one: _Placed, other: _Placed) -> bool:
    return _shared(one, other) > 0


def table() -> str:
    """The shares, in Markdown."""
    lines = ["| | found | of |", "|---|---:|---:|"]
    lines += [f"| {share.kind} | {share.found} | {share.due} |" for share in shares()]
    return "\n".join(lines) + "\n"


def findings() -> str:
    """How many findings an audit of the extracted facts has, by rule, in Markdown."""
    with TemporaryDirectory(dir=ROOT) as folder:
        facts = Path(folder)
        write(extract([ARTICLE], PatternExtractor(), facts, root=ROOT), replacing=False)
        ran = subprocess.run(
            [sys.executable, "-m", "checker", "audit", folder, "--format", "json"],
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if ran.returncode not in (0, 1):
        raise SystemExit(ran.stderr)
    counts = Counter(found["rule"] for found in json.loads(ran.stdout)["findings"])
    lines = ["| rule | findings |", "|---|---:|"]
    lines += [f"| {rule} | {count} |" for rule, count in sorted(counts.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    print(table(), end="")


if __name__ == "__main__":
    main()
