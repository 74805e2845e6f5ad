"""What an audit gives away: the report, its findings and their evidence, as typed values.

These models are the JSON format of ``checker audit --format json`` (docs/report.md is written
from them). Checker builds them with ``model_construct`` from values that it has checked already;
``Report.model_validate_json`` reads a stored report back and checks every field.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from checker.analysis.program import Severity, Value

SCHEMA_VERSION = "1.0"
"""Major and minor version of the format.

A new field raises the minor version, and readers pass over fields that they do not know; a field
that goes or changes its meaning raises the major version.
"""


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        ser_json_inf_nan="strings",
        # A run that prints text never needs a validator: pydantic builds it on first use.
        defer_build=True,
    )


class Passage(_Model):
    """A quoted place in a document: W3C Web Annotation's text quote and text position in one."""

    start: int = Field(
        description="Offset of the quote's first Unicode code point in the document's text, which "
        "begins after the file's front matter.",
    )
    end: int = Field(description="Offset after the quote's last code point.")
    line: int = Field(description="Line of the document's file, from 1.")
    column: int = Field(description="Column in that line, in code points from 1.")
    end_line: int = Field(description="Line on which the quote ends.")
    end_column: int = Field(description="Column after the quote's last code point.")
    exact: str = Field(description="The quote, to the letter.")
    prefix: str = Field(description="What stands before it, at most 32 code points.")
    suffix: str = Field(description="What stands after it, at most 32 code points.")
    lines: tuple[str, ...] = Field(
        description="The whole lines of the file on which the quote stands, `line` to `end_line`."
    )


class Evidence(_Model):
    """One thing that a finding rests on: what a column of the rule holds, followed to its span."""

    role: str = Field(description="The rule's column that holds it.")
    kind: str = Field(
        description="What it is: claim, quantity, wording, date, pledge, quotation, sentence, "
        "event, agent or document."
    )
    id: str = Field(description="Its id in the fact files.")
    label: str = Field(
        description="What a person would call it: the quote, the amount, the name or the title."
    )
    source: str = Field(description="Who says it, by name; empty for what nobody says.")
    voice: str = Field(
        description="How the text gives it: narrator, direct or indirect; empty when unknown."
    )
    cue: str = Field(description="The word that attributes it (`said`); empty where there is none.")
    document: str | None = Field(description="Id of the document in which it stands, if any.")
    title: str | None = Field(description="That document's title.")
    path: str | None = Field(description="That document's file, as the run names it.")
    passage: Passage | None = Field(description="Where it stands; null for what has no one place.")


class Finding(_Model):
    """Statements that cannot both stand, or that stand without support."""

    fingerprint: str = Field(
        description="Names the finding across runs: 16 hexadecimal digits of a hash of the "
        "rule's id and of what the evidence says and who says it. Ids, offsets, file names and "
        "order do not enter it.",
    )
    rule: str = Field(description="Id of the rule, `family/name`.")
    severity: Severity = Field(description="error, warning or info, as the rule declares it.")
    message: str = Field(description="What is the matter, in one line.")
    summary: str = Field(description="What the rule holds in general.")
    advice: str = Field(description="What a desk can do about it; may be empty.")
    tags: tuple[str, ...] = Field(description="The rule's tags.")
    document: str | None = Field(
        description="Id of the document under which the finding is listed: that of the first "
        "evidence, in the order of the rule's columns, that stands in one."
    )
    row: Mapping[str, Value] = Field(
        description="The row that the rule derived: column to value, in the rule's order. A float "
        "that JSON cannot write stands as `Infinity` or `-Infinity` in a string."
    )
    evidence: tuple[Evidence, ...] = Field(
        description="The entities of the row, in the order of the rule's columns."
    )


class RuleSummary(_Model):
    """A rule that ran, whether or not it found anything."""

    id: str = Field(description="`family/name`.")
    severity: Severity = Field(description="error, warning or info.")
    summary: str = Field(description="The first sentence of the rule's documentation.")
    description: str = Field(description="The rest of the rule's documentation; may be empty.")
    advice: str = Field(description="What a desk can do about a finding; may be empty.")
    tags: tuple[str, ...] = Field(description="Words to select the rule by.")
    path: str = Field(description="The rule's file.")
    line: int = Field(description="The line of the rule's declaration.")
    findings: int = Field(description="How many findings it has in this report.")


class DocumentSummary(_Model):
    """A document of the audited corpus, whether or not it has findings."""

    id: str = Field(description="Its id in the fact files.")
    title: str = Field(description="Its title.")
    path: str = Field(description="Its file, as the run names it.")
    findings: int = Field(description="How many findings are listed under it.")


class Counts(_Model):
    """Findings by severity."""

    error: int = Field(description="Findings of severity error.")
    warning: int = Field(description="Findings of severity warning.")
    info: int = Field(description="Findings of severity info.")

    @property
    def total(self) -> int:
        return self.error + self.warning + self.info


class Notice(_Model):
    """A diagnostic that did not stop the run: a warning about a rule file."""

    code: str = Field(description="Its stable code, as `CHK203`.")
    level: str = Field(description="warning or note.")
    message: str = Field(description="What is the matter.")
    path: str = Field(description="The file.")
    line: int = Field(description="The line, from 1.")
    column: int = Field(description="The column, in code points from 1.")
    note: str = Field(description="Why it matters; may be empty.")
    help: str = Field(description="How to mend it; may be empty.")


class Timing(_Model):
    """What one step of the audit cost."""

    step: str = Field(description="The step: `facts`, `rules`, the relations derived, `findings`.")
    seconds: float = Field(description="Wall time in seconds.")
    rows: int = Field(description="Rows that the step gave.")
    rounds: int = Field(description="Rounds that a recursion took; 1 for other steps.")


class Statistics(_Model):
    """How much went in and how much came out."""

    facts: int = Field(description="Rows that the fact files give.")
    derived: int = Field(description="Rows that the rules derive from them.")
    timings: tuple[Timing, ...] = Field(
        description="Wall times, in the order of the steps; empty unless they were asked for, so "
        "that a report of the same files is the same to the last byte."
    )


class Report(_Model):
    """The whole result of one audit."""

    schema_version: str = Field(
        description="Version of this format, major and minor.", pattern=r"^1\.[0-9]+$"
    )
    engine: str = Field(description="The engine that evaluated the rules.")
    counts: Counts = Field(description="Findings by severity.")
    documents: tuple[DocumentSummary, ...] = Field(
        description="The documents of the corpus, by path and id."
    )
    rules: tuple[RuleSummary, ...] = Field(description="The rules that ran, by id.")
    findings: tuple[Finding, ...] = Field(
        description="Every finding: by document, by place in it, worst first at one place. Those "
        "that stand in no document come last."
    )
    notices: tuple[Notice, ...] = Field(description="Warnings about the files, by file and place.")
    statistics: Statistics = Field(description="How much went in and came out.")

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of this severity and of worse ones."""
        worst_first = tuple(Severity)
        failing = worst_first[: worst_first.index(severity) + 1]
        return tuple(finding for finding in self.findings if finding.severity in failing)
