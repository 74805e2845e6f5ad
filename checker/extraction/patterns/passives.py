"""Attributions in the passive: was accused of, was told by, is believed to have, it was reported.

Where the text names nobody who says it, the attribution has no source. Where it leaves open what
belongs to whom (accused of a report by a bank), there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Grammar, Reporting, Speakers, Verb, lexicon, words
from checker.extraction.patterns.cues import Cue
from checker.extraction.patterns.passages import extent, inner, trimmed
from checker.extraction.patterns.phrases import after_verb, before_verb, is_finite_verb
from checker.extraction.patterns.reading import Extent, Token
from checker.extraction.patterns.shapes import Attribution, Outer, Shape

_BE = frozenset(("is", "are", "was", "were", "been"))
_PERFECT = frozenset(("has", "have", "had"))
_JOINTS = frozenset(("and", "but", "while", "whereas", "yet"))
_MOST_BETWEEN = 10
"""Tokens between a participle and the ``that`` of its content."""
_DEEDS = ("tion", "sion", "ment", "ing", "ed", "en")
_DEED_NOUNS = frozenset(("attack", "attacks", "raid", "raids", "strike", "strikes", "war", "work"))


@dataclass(frozen=True, slots=True)
class _Passive:
    """A verb group in the passive: ``tokens[start:end]``, its participle at ``head``."""

    start: int
    head: int
    end: int


class Passives:
    """The passives of one sentence. ``cues`` are its verbs in the active voice, ``end_of`` is
    where a content ends that begins at a token."""

    def __init__(
        self,
        sentence: int,
        tokens: Sequence[Token],
        cues: Sequence[Cue],
        end_of: Callable[[int], int],
    ) -> None:
        self._sentence = sentence
        self._tokens = tokens
        self._end_of = end_of
        self._active = frozenset(at for cue in cues for at in range(cue.start, cue.end))
        self._groups = list(_passives(tokens))

    def find(self) -> Iterator[Attribution]:
        for group in self._groups:
            found = self._of(group) or self._reduced(group)
            if found is not None:
                yield found

    def _of(self, group: _Passive) -> Attribution | None:
        if group.start == group.head:
            return None
        lower = self._tokens[group.head].lower
        if lower in ("quoted", "cited"):
            return self._quoted(group)
        if self._lower(group.start - 1) == "it":
            return self._impersonal(group)
        if lower in _impersonal() and (to := self._to(group.end)) is not None:
            return self._raised(group, to, _impersonal()[lower])
        verb = _participles().get(lower)
        if verb is None:
            return None
        if "person" in verb.frames:
            return self._told(group, verb)
        if verb.aimed:
            return self._accused(group, verb)
        return self._by(group, verb)

    # --- nobody in particular ----------------------------------------------------------------

    def _impersonal(self, group: _Passive) -> Attribution | None:
        """``It was reported on Monday that``, ``it is alleged by prosecutors that``."""
        before = group.start - 2
        if before >= 0 and self._lower(before) not in _JOINTS | {",", ";", "—", "–"}:
            return None
        lower = self._tokens[group.head].lower
        verb = _impersonal().get(lower) or _participles().get(lower)
        that = self._that(group.end)
        if verb is None or that is None:
            return None
        agent = self._agent(group.end, that)
        if agent is None and (lower not in _impersonal() or self._has_by(group.end, that)):
            return None
        piece = self._content(that + 1)
        return piece and self._made(agent, group, (piece,), verb, Shape.IMPERSONAL)

    def _to(self, at: int) -> int | None:
        """The ``to`` of ``said to have``, of ``said by police to have``."""
        if self._lower(at) == "to":
            return at
        ahead = range(at + 1, min(at + _MOST_BETWEEN, len(self._tokens)))
        return next(
            (to for to in ahead if self._lower(at) == "by" and self._lower(to) == "to"), None
        )

    def _raised(self, group: _Passive, to: int, verb: Verb) -> Attribution | None:
        """``Two are believed to have died``: of two pieces, with the cue between them."""
        agent = self._agent(group.end, to)
        subject = self._clause_subject(group.start)
        piece = self._content(to)
        if subject is None or piece is None or (agent is None and to != group.end):
            return None
        shape = Shape.IMPERSONAL if agent is None else Shape.PASSIVE
        return self._made(agent, group, (subject, piece), verb, shape)

    def _reduced(self, group: _Passive) -> Attribution | None:
        """``339 children alleged to have been taken``."""
        head = group.head
        verb = _impersonal().get(self._tokens[head].lower)
        if verb is None or group.start != head or head == 0:
            return None
        if [self._lower(head + 1), self._lower(head + 2)] not in (["to", "have"], ["to", "be"]):
            return None
        start = head
        while start > 0 and self._is_of_the_noun(start - 1):
            start -= 1
            if self._begins_noun(start):
                break
        piece = self._content(head + 1)
        if start == head or piece is None or self._goes_on(head + 3):
            return None
        subject = extent(self._tokens, Extent(start, head))
        return self._made(None, group, (subject, piece), verb, Shape.IMPERSONAL)

    def _goes_on(self, start: int) -> bool:
        """Whether the sentence's own verb may follow: ``men believed to be armed came``."""
        for at in range(start + 1, self._end_of(start)):
            if self._lower(at) in words(lexicon(Grammar).subordinators) | {","}:
                return False
            if self._lower(at) != "been" and is_finite_verb(self._tokens, at):
                return True
        return False

    def _is_of_the_noun(self, at: int) -> bool:
        token = self._tokens[at]
        grammar = lexicon(Grammar)
        apart = words(grammar.prepositions) | words(grammar.subordinators)
        if not token.is_word or token.is_inside or token.lower in apart | {"and", "or"}:
            return False
        return at not in self._active and not is_finite_verb(self._tokens, at)

    def _begins_noun(self, at: int) -> bool:
        token = self._tokens[at]
        return token.lower in words(lexicon(Grammar).determiners) or token.text[0].isdigit()

    # --- an agent ----------------------------------------------------------------------------

    def _told(self, group: _Passive, verb: Verb) -> Attribution | None:
        """``She was told by police on Monday that``."""
        that = self._that(group.end)
        if that is None:
            return None
        agent = self._agent(group.end, that)
        if agent is None and self._has_by(group.end, that):
            return None
        piece = self._content(that + 1)
        return piece and self._made(agent, group, (piece,), verb, Shape.PASSIVE)

    def _accused(self, group: _Passive, verb: Verb) -> Attribution | None:
        """``He was accused by rivals of fraud``, ``of fraud by rivals``, ``of fraud``."""
        whom = self._clause_subject(group.start)
        of = self._of_what(group.end)
        if whom is None or of is None:
            return None
        agent = self._agent(group.end, of)
        if agent is None and of != group.end:
            return None
        end = self._end_of(of + 1)
        by = [at for at in range(of + 1, end) if self._lower(at) == "by"]
        if agent is None and by:
            agent = self._agent(by[-1], end) if self._is_free(by[-1]) and len(by) == 1 else None
            if agent is None:
                return None
            end = by[-1]
        what = trimmed(self._tokens, of, end)
        return what and self._made(agent, group, (whom, what), verb, Shape.PASSIVE)

    def _of_what(self, start: int) -> int | None:
        """The ``of`` or ``for`` that what somebody is accused of stands behind."""
        end = self._end_of(start + 1)
        places = [at for at in range(start, end) if self._lower(at) in ("of", "for")]
        if start in places:
            return start
        if self._lower(start) != "by" or not places:
            return None
        doing = [at for at in places if self._lower(at + 1).endswith("ing")]
        return doing[0] if doing else places[0]

    def _is_free(self, by: int) -> bool:
        """Whether the word before ``by`` is nothing that somebody does, who would follow then."""
        before = self._tokens[by - 1].lower
        is_deed = before.endswith(_DEEDS) or before in _DEED_NOUNS
        is_work = before in words(lexicon(Speakers).papers) | words(lexicon(Grammar).verbs)
        return self._tokens[by - 1].is_word and not is_deed and not is_work

    def _by(self, group: _Passive, verb: Verb) -> Attribution | None:
        """``The claim was denied by the firm``, ``was described by the firm as false``."""
        if self._lower(group.end) != "by":
            return None
        describes = self._tokens[group.head].lower == "described"
        end = self._end_of(group.end + 1)
        as_ = next((at for at in range(group.end, end) if self._lower(at) == "as"), None)
        agent = self._agent(group.end, end if as_ is None else as_)
        subject = self._clause_subject(group.start)
        if agent is None or subject is None:
            return None
        if describes:
            what = None if as_ is None else trimmed(self._tokens, as_, end)
            return what and self._made(agent, group, (subject, what), verb, Shape.PASSIVE)
        takes_noun = "noun" in verb.frames or "wish" in verb.frames
        if not takes_noun or verb.forms[0] in lexicon(Reporting).no_passive:
            return None
        return self._made(agent, group, (subject,), verb, Shape.PASSIVE)

    def _quoted(self, group: _Passive) -> Attribution | None:
        """``He was quoted by the Herald as saying``: the Herald's word for his."""
        as_ = next(
            (
                at
                for at in range(group.end, min(group.end + _MOST_BETWEEN, len(self._tokens) - 2))
                if self._lower(at) == "as" and self._lower(at + 1) in _saying()
            ),
            None,
        )
        subject = before_verb(self._tokens, group.start, 0)
        if as_ is None or subject is None:
            return None
        agent = self._agent(group.end, as_)
        if agent is None and self._has_by(group.end, as_):
            return None
        start = as_ + 2
        if self._tokens[start].text in (",", ":"):
            start += 1
        if self._lower(start) == "that":
            start += 1
        is_direct = start < len(self._tokens) and self._tokens[start].is_quote
        piece = inner(self._tokens[start]) if is_direct else self._content(start)
        if piece is None:
            return None
        whole = Extent(self._tokens[group.start].start, self._tokens[as_ + 1].end)
        outer = () if agent is None else (Outer(agent, self._words(group)),)
        return Attribution(
            self._sentence,
            extent(self._tokens, subject),
            whole if agent is None else extent(self._tokens, Extent(as_ + 1, as_ + 2)),
            (piece,),
            _saying()[self._lower(as_ + 1)],
            Shape.QUOTED_BY,
            is_direct,
            outer,
        )

    # --- passages ----------------------------------------------------------------------------

    def _lower(self, at: int) -> str:
        return self._tokens[at].lower if 0 <= at < len(self._tokens) else ""

    def _that(self, at: int) -> int | None:
        for ahead in range(at, min(at + _MOST_BETWEEN, len(self._tokens) - 1)):
            if self._tokens[ahead].is_quote or self._tokens[ahead].text in ";:":
                return None
            if self._lower(ahead) == "that":
                return ahead
        return None

    def _has_by(self, start: int, end: int) -> bool:
        return any(self._lower(at) == "by" for at in range(start, end))

    def _agent(self, by: int, end: int) -> Extent | None:
        """Who follows a ``by``, up to a token."""
        if self._lower(by) != "by":
            return None
        found = after_verb(self._tokens[:end], by + 1)
        if found is None or self._lower(found.start).endswith("ing"):
            return None
        named = found.end + 1
        if self._lower(found.end) == "," and named < end and self._tokens[named].is_capital:
            while named < end and self._tokens[named].is_capital:
                named += 1
            if named - found.end <= 4 and not self._tokens[found.end - 1].is_capital:
                found = Extent(found.start, named)  # by the governor, Tor Velde
        return extent(self._tokens, found)

    def _clause_subject(self, end: int) -> Extent | None:
        """What stands before a verb in its clause: anything, not only who speaks."""
        start = end
        while start > 0 and not self._begins_clause(start):
            start -= 1
        phrase = before_verb(self._tokens, end, start)
        if phrase is not None:
            return extent(self._tokens, phrase)
        if any(is_finite_verb(self._tokens, at) for at in range(start, end)):
            return None
        first = self._lower(start)
        if first in words(lexicon(Grammar).no_speakers) or first in ("which", "who", "it"):
            return None
        return trimmed(self._tokens, start, end)

    def _begins_clause(self, start: int) -> bool:
        """Whether a clause begins at a token, as far as the tokens before it tell."""
        before = self._tokens[start - 1]
        if before.text in (";", ":", "—", "–") or before.is_quote or start - 1 in self._active:
            return True
        return before.lower in _JOINTS - {"and"} | {"that"} or (
            before.lower == "and" and self._lower(start - 2) == ","
        )

    def _content(self, start: int) -> Extent | None:
        if start >= len(self._tokens):
            return None
        end = max(start + 1, self._end_of(start))
        for group in self._groups:
            it = group.start - 1
            if start < it < end and self._lower(it) == "it" and self._lower(it - 1) in _JOINTS:
                end = it - 1  # , and it was claimed that
        return trimmed(self._tokens, start, end)

    def _words(self, group: _Passive) -> Extent:
        return extent(self._tokens, Extent(group.start, group.end))

    def _made(
        self,
        source: Extent | None,
        group: _Passive,
        content: tuple[Extent, ...],
        verb: Verb,
        shape: Shape,
    ) -> Attribution:
        return Attribution(
            self._sentence, source, self._words(group), content, verb, shape, is_direct=False
        )


def _passives(tokens: Sequence[Token]) -> Iterator[_Passive]:
    """Participles with a form of ``be`` that asserts, and those without any verb before them."""
    for head, token in enumerate(tokens):
        if token.is_quote or token.is_inside or token.lower not in _any_participle():
            continue
        start = head
        while start > 0 and tokens[start - 1].lower in _before_participle():
            start -= 1
        while start < head and tokens[start].lower in _adverbs():
            start += 1
        seen = {each.lower for each in tokens[start:head]}
        if start == head or (seen & _BE and not seen & _not_asserted()):
            yield _Passive(start, head, head + 1)


# --- the lexicon, by what is looked for in it ------------------------------------------------


@cache
def _impersonal() -> Mapping[str, Verb]:
    return {form: verb for verb in lexicon(Reporting).impersonal for form in verb.forms}


@cache
def _participles() -> Mapping[str, Verb]:
    """Forms of the past of verbs of one word: of regular ones they are participles as well."""
    return {
        form: verb
        for verb in lexicon(Reporting).verbs
        for form in verb.forms[2:]
        if " " not in form and not form.endswith("ing")
    }


@cache
def _saying() -> Mapping[str, Verb]:
    return {
        verb.forms[-1]: verb
        for verb in lexicon(Reporting).verbs
        if "quote" in verb.frames and " " not in verb.forms[-1] and verb.forms[-1].endswith("ing")
    }


@cache
def _any_participle() -> frozenset[str]:
    return frozenset((*_impersonal(), *_participles(), "quoted", "cited"))


@cache
def _adverbs() -> frozenset[str]:
    return words(lexicon(Reporting).adverbs)


@cache
def _not_asserted() -> frozenset[str]:
    return frozenset((*lexicon(Reporting).auxiliaries.other, "not", "never", "to")) - _BE


@cache
def _before_participle() -> frozenset[str]:
    auxiliaries = lexicon(Reporting).auxiliaries
    return frozenset((*auxiliaries.perfect, *auxiliaries.other, *_adverbs(), "not", "never", "to"))
