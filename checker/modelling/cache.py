"""Answers that were paid for: kept by what was asked, so that a run that was cut off goes on."""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from checker.dataclasses import dataclass
from checker.files import write_files

FOLDER = Path(".checker_cache") / "model"
"""Below the project's root."""


@dataclass(frozen=True, slots=True)
class Cache:
    """One file an answer, named by the hash of everything that the answer depends on.

    A file that is missing, damaged or cannot be written only costs asking again.
    """

    folder: Path | None

    def get(self, key: str) -> str | None:
        """The text of the answer to a question."""
        if self.folder is None:
            return None
        with suppress(OSError, ValueError):
            entry = json.loads(self._path(self.folder, key).read_text(encoding="utf-8"))
            if isinstance(entry, dict) and entry.get("key") == key:
                answer = entry.get("answer")
                if isinstance(answer, str) and entry.get("sha256") == _hash(answer):
                    return answer
        return None

    def put(self, key: str, answer: str) -> None:
        if self.folder is None:
            return
        entry = {"key": key, "sha256": _hash(answer), "answer": answer}
        files: dict[Path, bytes | Path] = {
            self._path(self.folder, key): json.dumps(entry).encode("utf-8")
        }
        ignored = self.folder / ".gitignore"
        if not ignored.exists():
            files[ignored] = b"*\n"
        with suppress(OSError):
            write_files(files)

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key}.json"


def question_key(*parts: str) -> str:
    """The key of a question that depends on these."""
    return _hash(json.dumps(parts))


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
