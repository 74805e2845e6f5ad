"""What an audit gives away: the report, its findings and their evidence, as typed values.

These models are the JSON format of ``checker audit --format json`` (docs/report.md is written
from them). Checker builds them with ``model_construct`` from values that it has checked already;
``Report.model_validate_json`` reads a stored report back and checks every field.

Annotations are values here, not texts: pydantic would compile and evaluate each text anew. The
docstring under a field is its description.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field

from checker.analysis.program import Severity, Value
from checker.described import DescribedModel
from checker.findings.proof import ProofRecord

if TYPE_CHECKING:
    import pandas
    import pyarrow

SCHEMA_VERSION = "1.4"
"""Major and minor version of the format.

A new field raises the minor version, and readers pass over fields that they do not know; a field
that goes or changes its meaning raises the major version.
"""


class _Model(DescribedModel):
    model_config = ConfigDict(
        frozen=True,
        ser_json_inf_nan="strings",
        # A run that prints text never needs a validator: pydantic builds it on first use.
        defer_build=True,
    )


class Passage(_Model):
    """A quoted place in a document: W3C Web Annotation's text quote and text position in one."""

    start: int
    """Offset of the quote's first Unicode code point in the document's text, which begins after the
    file's front matter."""
    end: int
    """Offset after the quote's last code point."""
    line: int
    """Line of the document's file, from 1."""
    column: int
    """Column in that line, in code points from 1."""
    end_line: int
    """Line on which the quote ends."""
    end_column: int
    """Column after the quote's last code point."""
    exact: str
    """The quote, to the letter."""
    prefix: str
    """What stands before it, at most 32 code points."""
    suffix: str
    """What stands after it, at most 32 code points."""
    lines: tuple[str, ...]
    """The whole lines of the file on which the quote stands, `line` to `end_line`."""


class Evidence(_Model):
    """One thing that a finding rests on: what a column of the rule holds, followed to its span."""

    role: str
    """The rule's column that holds it."""
    kind: str
    """What it is: claim, quantity, wording, date, pledge, quotation, sentence, event, agent or
    document."""
    id: str
    """Its id in the fact files."""
    label: str
    """What a person would call it: the quote, the amount, the name or the title."""
    source: str
    """Who says it, by name; empty for what nobody says."""
    voice: str
    """How the text gives it: narrator, direct or indirect; empty when unknown."""
    cue: str
    """The word that attributes it (`said`); empty where there is none."""
    document: str | None
    """Id of the document in which it stands, if any."""
    title: str | None
    """That document's title."""
    path: str | None
    """That document's file, as the run names it."""
    passage: Passage | None
    """Where it stands; null for what has no one place."""


class BaselineState(StrEnum):
    """How a finding stands to the findings that a baseline lists."""

    NEW = "new"
    UNCHANGED = "unchanged"


class Suppression(_Model):
    """Why a finding does not count."""

    reason: str
    """Why, in the words of who wrote the suppression."""
    expires: str | None
    """The last day on which it holds, as `2026-01-31`; null for ever."""
    path: str
    """The file in which it is written."""
    line: int
    """The line in that file, from 1."""


class Finding(_Model):
    """Statements that cannot both stand, or that stand without support."""

    fingerprint: str
    """Names the finding across runs: 16 hexadecimal digits of a hash of the rule's id and of what
    the evidence says and who says it. Ids, offsets, file names and order do not enter it."""
    rule: str
    """Id of the rule, `family/name`."""
    severity: Severity
    """error, warning or info, as the rule declares it."""
    message: str
    """What is the matter, in one line."""
    summary: str
    """What the rule holds in general."""
    advice: str
    """What a desk can do about it; may be empty."""
    tags: tuple[str, ...]
    """The rule's tags."""
    document: str | None
    """Id of the document under which the finding is listed: that of the first evidence, in the
    order of the rule's columns, that stands in one."""
    row: Mapping[str, Value]
    """The row that the rule derived: column to value, in the rule's order. A float that JSON cannot
    write stands as `Infinity` or `-Infinity` in a string."""
    evidence: tuple[Evidence, ...]
    """The entities of the row, in the order of the rule's columns."""
    baseline: BaselineState | None = None
    """new or unchanged against the baseline; null where none was given."""
    suppression: Suppression | None = None
    """What keeps it from counting; null where nothing does."""
    proof: ProofRecord | None = None
    """Why it holds, folded below twenty rules; null beyond the 2,000 worst findings, where the
    search took too long, and in reports before version 1.2."""

    @property
    def counts(self) -> bool:
        """Whether it asks for attention: it is neither suppressed nor in the baseline."""
        return self.suppression is None and self.baseline is not BaselineState.UNCHANGED


class RuleSummary(_Model):
    """A rule that ran, whether or not it found anything."""

    id: str
    """`family/name`."""
    severity: Severity
    """error, warning or info."""
    summary: str
    """The first sentence of the rule's documentation."""
    description: str
    """The rest of the rule's documentation; may be empty."""
    advice: str
    """What a desk can do about a finding; may be empty."""
    tags: tuple[str, ...]
    """Words to select the rule by."""
    path: str
    """The rule's file."""
    line: int
    """The line of the rule's declaration."""
    findings: int
    """How many findings it has in this report, suppressed ones left out."""


class DocumentSummary(_Model):
    """A document of the audited corpus, whether or not it has findings."""

    id: str
    """Its id in the fact files."""
    title: str
    """Its title."""
    path: str
    """Its file, as the run names it."""
    findings: int
    """How many findings are listed under it, suppressed ones left out."""
    offset: int | None = None
    """Code points of the file before the document's text begins; null in reports before version
    1.1."""


class Counts(_Model):
    """Findings by severity, suppressed ones left out."""

    error: int
    """Findings of severity error."""
    warning: int
    """Findings of severity warning."""
    info: int
    """Findings of severity info."""
    suppressed: int = 0
    """Findings of any severity that are suppressed."""

    @property
    def total(self) -> int:
        return self.error + self.warning + self.info


class Absent(_Model):
    """A finding that the baseline lists and that is no longer there."""

    fingerprint: str
    """The fingerprint that the finding had."""
    rule: str
    """Id of the rule."""
    message: str
    """What was the matter when the baseline was written."""


class Baseline(_Model):
    """The findings of a run against those accepted before."""

    path: str
    """The file that lists the accepted ones."""
    new: int
    """Findings that it does not list, suppressed ones left out."""
    unchanged: int
    """Findings that it lists."""
    absent: tuple[Absent, ...]
    """What it lists and the run did not find, by rule and fingerprint; empty where the run looked
    at chosen rules or facts only."""


class Notice(_Model):
    """A diagnostic that did not stop the run: a warning about a rule file or a suppression."""

    code: str
    """Its stable code, as `CHK203`, or `checker/suppression-unused` and
    `checker/suppression-expired`."""
    level: str
    """warning or note."""
    message: str
    """What is the matter."""
    path: str
    """The file."""
    line: int
    """The line, from 1."""
    column: int
    """The column, in code points from 1."""
    note: str
    """Why it matters; may be empty."""
    help: str
    """How to mend it; may be empty."""


class Timing(_Model):
    """What one step of the audit cost."""

    step: str
    """The step: `facts`, `rules`, the relations derived, `findings`."""
    seconds: float
    """Wall time in seconds."""
    rows: int
    """Rows that the step gave."""
    rounds: int
    """Rounds that a recursion took; 1 for other steps."""


class Statistics(_Model):
    """How much went in and how much came out."""

    facts: int
    """Rows that the fact files give."""
    derived: int
    """Rows that the rules derive from them."""
    timings: tuple[Timing, ...]
    """Wall times, in the order of the steps; empty unless they were asked for, so that a report of
    the same files is the same to the last byte."""


class EngineChoice(_Model):
    """What `auto` took the engine by."""

    rows: int
    """Rows of facts that the rules read."""
    tables: bool
    """Whether some of them stand in tables: DuckDB reads these."""
    stores: bool = False
    """Whether these lie on a store: Spark reads them. False in reports before version 1.4."""
    threshold: int
    """Rows from which on DuckDB is taken."""


class Report(_Model):
    """The whole result of one audit."""

    schema_version: str = Field(pattern=r"^1\.[0-9]+$")
    """Version of this format, major and minor."""
    engine: str
    """The engine that evaluated the rules."""
    engine_choice: EngineChoice | None = None
    """Why it was this one; null where it was named."""
    counts: Counts
    """Findings by severity."""
    documents: tuple[DocumentSummary, ...]
    """The documents of the corpus, by path and id."""
    rules: tuple[RuleSummary, ...]
    """The rules that ran, by id."""
    findings: tuple[Finding, ...]
    """Every finding: by document, by place in it, worst first at one place. Those that stand in no
    document come last."""
    notices: tuple[Notice, ...]
    """Warnings about the files, by file and place."""
    statistics: Statistics
    """How much went in and came out."""
    audit_day: str | None = None
    """The day of the audit that the fact files give, as `2026-01-31`, if they do."""
    day: str | None = None
    """The day by which suppressions expire: that of the audit, or else that of the clock; null
    where there is no suppression."""
    baseline: Baseline | None = None
    """How the findings stand to a baseline; null without one."""

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of this severity and of worse ones."""
        worst_first = tuple(Severity)
        failing = worst_first[: worst_first.index(severity) + 1]
        return tuple(finding for finding in self.findings if finding.severity in failing)

    def failing(self, severity: Severity) -> tuple[Finding, ...]:
        """Those of :meth:`at_least` that count: no suppressed ones, and with a baseline new ones
        alone."""
        return tuple(finding for finding in self.at_least(severity) if finding.counts)

    def to_arrow(self) -> "pyarrow.Table":
        """The findings as an Arrow table, one row each (docs/formats/tables.md has the columns).

        Raises :class:`ModuleNotFoundError`, which says what to install, without pyarrow.
        """
        from checker.findings.tables import to_arrow

        return to_arrow(self)

    def to_pandas(self) -> "pandas.DataFrame":
        """The findings as a data frame, one row each, with the columns of :meth:`to_arrow`.

        Raises :class:`ModuleNotFoundError`, which says what to install, without pandas.
        """
        from checker.findings.tables import to_pandas

        return to_pandas(self)
