"""A document read by a model: in parts, some at once, each asked for once and kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TypeAlias

from checker.diagnostics import Diagnostic, Source, Span
from checker.facts.tree import Value
from checker.modelling.cache import Cache, question_key
from checker.modelling.chunks import Chunk, chunks
from checker.modelling.drafting import Drafting, NoAnswerError, check
from checker.modelling.endpoint import Endpoint, Reply
from checker.modelling.errors import UNUSABLE
from checker.modelling.prompt import schema, version
from checker.proposing import Draft, Held

TRIES = 2
"""How often an answer is asked for that cannot be used."""

Step: TypeAlias = Callable[[int, int, str], None]
"""Called with the number of parts that are done, their count, and what is done."""


@dataclass(slots=True)
class Cost:
    """What reading took: parts, those that were answered before, requests, and tokens."""

    parts: int = 0
    cached: int = 0
    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def count(self, reply: Reply) -> None:
        self.requests += 1
        self.prompt_tokens += reply.usage.prompt_tokens
        self.completion_tokens += reply.usage.completion_tokens

    def __str__(self) -> str:
        return (
            f"{self.parts:,} part{'s' * (self.parts != 1)}, {self.cached:,} answered before,"
            f" {self.requests:,} request{'s' * (self.requests != 1)},"
            f" {self.prompt_tokens:,} tokens read, {self.completion_tokens:,} written"
        )


@dataclass(slots=True)
class ModelReader:
    """Reads documents by one model. ``jobs`` requests run at once; ``part_size`` is in code points.

    ``cost`` grows with every document.
    """

    endpoint: Endpoint
    cache: Cache
    jobs: int = 4
    part_size: int = 6_000
    step: Step | None = None
    cost: Cost = field(default_factory=Cost)

    @property
    def by(self) -> dict[str, Value]:
        """What facts say they were extracted by."""
        return {"by": self.endpoint.settings.model, "tool": f"checker model {version()}"}

    def read(self, document: str, name: str, text: str) -> Held:
        """The facts of a text that stand in it; ``name`` is how faults call the document.

        ``sections`` of what is held has the document itself, with its text as content. Raises
        :class:`DiagnosticError` where the endpoint cannot be used; answers so far are kept.
        """
        parts = chunks(text, self.part_size)
        answers = self._answers(parts, name)
        drafting = Drafting(document, self.by, Draft())
        drafting.draft.add(
            "documents",
            {"id": document, "title": name or document, "content": text},
            Span(Source(name, text), 0, 0),
        )
        source = Source(name, text)
        for number, (part, answer) in enumerate(zip(parts, answers, strict=True), start=1):
            if isinstance(answer, _Unusable):
                drafting.faults.append(_unusable(answer, part, source, number, len(parts)))
            else:
                drafting.add(part, answer, f"<answer {number} for {name}>")
        return drafting.held()

    def _answers(self, parts: list[Chunk], name: str) -> list[str | _Unusable]:
        """The answers, in the order of the parts."""
        found: dict[int, str | _Unusable] = {}
        self.cost.parts += len(parts)
        for number, part in enumerate(parts):
            known = self.cache.get(self._key(part))
            if known is not None and _is_usable(known):
                found[number] = known
        self.cost.cached += len(found)
        missing = [number for number in range(len(parts)) if number not in found]
        executor = ThreadPoolExecutor(max_workers=self.jobs, thread_name_prefix="model")
        try:
            waiting: dict[Future[_Asked], int] = {
                executor.submit(self._ask, parts[number]): number for number in missing
            }
            while waiting:
                self._show(len(found), len(parts), name)
                done, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in done:
                    asked = future.result()
                    found[waiting.pop(future)] = asked.answer
                    for reply in asked.replies:
                        self.cost.count(reply)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
        return [found[number] for number in range(len(parts))]

    def _ask(self, part: Chunk) -> _Asked:
        replies: list[Reply] = []
        for _ in range(TRIES):
            reply = self.endpoint.ask(part.text)
            replies.append(reply)
            fault = reply.fault or _fault(reply.text)
            if not fault:
                self.cache.put(self._key(part), reply.text)
                return _Asked(reply.text, tuple(replies))
        return _Asked(_Unusable(fault), tuple(replies))

    def _key(self, part: Chunk) -> str:
        """Everything that an answer depends on."""
        settings = self.endpoint.settings
        return question_key(
            version(),
            json.dumps(schema(), sort_keys=True),
            settings.base_url or "",
            settings.model,
            str(settings.temperature),
            part.text,
        )

    def _show(self, done: int, count: int, name: str) -> None:
        if self.step is not None:
            tokens = self.cost.prompt_tokens + self.cost.completion_tokens
            self.step(min(done, count - 1), count, f"{name}: {tokens:,} tokens")


@dataclass(frozen=True, slots=True)
class _Unusable:
    reason: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """The answer, and everything that came back on the way to it."""

    answer: str | _Unusable
    replies: tuple[Reply, ...]


def _fault(text: str) -> str:
    try:
        check(text)
    except NoAnswerError as error:
        return str(error)
    return ""


def _is_usable(text: str) -> bool:
    return not _fault(text)


def _unusable(
    answer: _Unusable, part: Chunk, source: Source, number: int, count: int
) -> Diagnostic:
    start = source.position(part.start).line
    end = source.position(part.start + len(part.text)).line
    lines = f"line {start}" if start == end else f"lines {start} to {end}"
    return UNUSABLE.at(
        Span(source, part.start, part.start),
        f"part {number} of {count} ({lines}) is left out: {answer.reason}",
        help="ask for smaller parts by --part-size, or another model",
    )
