"""What an editor is told of fact files, by a real client over standard input and output."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from checker.bulk.stores import Address
from checker.config import Project, Settings
from checker.lsp.facts.corpus import read_corpus
from tests.lsp.editing import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

FACTS = "facts/harbour-tram.yaml"
TESTS = "rules/own.test.yaml"


@pytest.fixture
def text(editor: Editor) -> str:
    return (editor.root / FACTS).read_text(encoding="utf-8")


# --- diagnostics -----------------------------------------------------------------------------


async def test_facts_without_fault_have_no_diagnostics(editor: Editor) -> None:
    assert await editor.diagnostics(FACTS) == []
    assert await editor.diagnostics(TESTS) == []


async def test_faults_of_facts_are_shown_where_they_stand(editor: Editor, text: str) -> None:
    found = await editor.diagnostics(FACTS, text.replace("voice: direct", "voice: dirct"))
    (wrong,) = [each for each in found if each.code == "CHK413"]
    line = text.split("\n").index("    voice: direct")
    assert wrong.range == types.Range(types.Position(line, 11), types.Position(line, 16))


async def test_a_quotation_that_its_document_does_not_have_leads_to_the_nearest(
    editor: Editor, text: str
) -> None:
    broken = text.replace("Every euro is accounted", "Every euro was accounted")
    (found,) = await editor.diagnostics(FACTS, broken)
    assert found.related_information
    assert found.related_information[0].location.uri.endswith("harbour-tram-evening.txt")
    made = await editor.actions(FACTS, broken.replace("Every euro was", "Every|^| euro was"))
    assert made["Quote `Every euro is accounted for`"] == text.replace(
        "span: Every euro is accounted for.", 'span: "Every euro is accounted for"'
    )


async def test_an_id_is_looked_up_in_the_other_files_as_they_are_open(
    editor: Editor, text: str
) -> None:
    more = "checker: 1\nagents:\n  - {id: mayor, name: Ada Bohl, kind: person}\n"
    by_mayor = text.replace("source: bohl", "source: mayor")
    editor.open("facts/more.yaml", more)
    assert await editor.diagnostics(FACTS, by_mayor) == []
    editor.open("facts/more.yaml", more.replace("mayor", "major"))
    found = await editor.diagnostics(FACTS, by_mayor + "\n")
    assert {each.code for each in found} == {"CHK421"}
    assert "did you mean `major`?" in found[0].message
    (broken,) = await editor.diagnostics("facts/more.yaml", "checker: 1\nclaims: [\n")
    assert broken.code == "CHK403"


async def test_tests_of_rules_are_checked_for_their_form(editor: Editor) -> None:
    found, *_ = await editor.diagnostics(TESTS, "- name: x\n  rul: own/x\n  silent: true\n")
    assert found.source == "checker"


async def test_yaml_that_is_no_fact_file_is_left_alone(editor: Editor) -> None:
    assert await editor.diagnostics("other.yaml", "claims: [{id: x}]\nfoo: bar\n") == []


# --- completion ------------------------------------------------------------------------------


async def test_fields_are_offered_by_the_schema(editor: Editor, text: str) -> None:
    labels = await editor.labels(FACTS, "checker: 1\n|^|\n")
    assert {"claims", "agents", "documents"} <= set(labels)
    assert "checker" not in labels
    labels = await editor.labels(FACTS, text + "\nevents:\n  - id: opening\n    |^|\n")
    assert "name" in labels
    assert "id" not in labels


async def test_fields_are_offered_inside_of_braces_and_while_the_file_is_broken(
    editor: Editor, text: str
) -> None:
    labels = await editor.labels(FACTS, text + "\nevents:\n  - {id: opening, na|^|\n")
    assert "name" in labels


async def test_words_of_the_vocabulary_and_ids_are_offered(editor: Editor, text: str) -> None:
    voices = await editor.labels(FACTS, text.replace("voice: direct", "voice: |^|"))
    assert voices == ["direct", "indirect", "narrator"]
    broken = text.replace("    source: bohl\n    kind", "    source: |^|\n    kind")
    assert {"bohl", "transport-office"} <= set(await editor.labels(FACTS, broken))
    listed = text + "\nevents:\n  - {id: opening, name: it, participants: [{agent: |^|\n"
    assert "bohl" in await editor.labels(FACTS, listed)


async def test_a_suppression_is_offered_the_ids_of_rules(editor: Editor, text: str) -> None:
    suppressed = text.replace("    voice: direct", "    suppress: [{rule: |^|}]\n    voice: direct")
    labels = await editor.labels(FACTS, suppressed)
    assert {"own/quotation-without-cue", "numbers/conflict"} <= set(labels)


# --- hover and navigation --------------------------------------------------------------------


async def test_hovers_tell_fields_records_and_quotations_in_context(
    editor: Editor, text: str
) -> None:
    voice = await editor.hover(FACTS, text.replace("voice: direct", "vo|^|ice: direct"))
    assert "Whose words the span is in." in voice
    assert "`narrator`" in voice
    source = await editor.hover(FACTS, text.replace("source: bohl", "source: bo|^|hl"))
    assert "**agent** bohl" in source
    assert "Ada Bohl" in source
    span = await editor.hover(FACTS, text.replace("Every euro is", "Every eu|^|ro is"))
    assert "**Every euro is accounted for.**" in span
    assert "What the harbour tram cost" in span


async def test_a_field_is_told_of_in_a_broken_file(editor: Editor, text: str) -> None:
    broken = text.replace("voice: direct", "vo|^|ice: direct") + "\nevents: [{\n"
    assert "Whose words" in await editor.hover(FACTS, broken)


async def test_ids_lead_to_their_records_and_quotations_to_their_documents(
    editor: Editor, text: str
) -> None:
    place = editor.open(FACTS, text.replace("source: bohl", "source: bo|^|hl", 1))
    (found,) = await editor.client.text_document_definition_async(
        types.DefinitionParams(**editor.at(FACTS, place))
    )
    assert found.range.start.line == text[: text.index("{id: bohl")].count("\n")
    place = editor.open(FACTS, text.replace("Every euro is", "Every eu|^|ro is"))
    (passage,) = await editor.client.text_document_definition_async(
        types.DefinitionParams(**editor.at(FACTS, place))
    )
    assert passage.uri.endswith("harbour-tram-evening.txt")


async def test_an_id_is_renamed_with_all_that_refers_to_it(editor: Editor, text: str) -> None:
    at = text.replace("{id: bohl", "{id: bo|^|hl")
    made = await editor.rename(FACTS, at, "treasurer")
    assert made[FACTS] == text.replace("id: bohl", "id: treasurer").replace(
        "source: bohl", "source: treasurer"
    )
    for name, why in (("transport-office", "already"), ("a b", "no blanks"), ("x#y", "no blanks")):
        with pytest.raises(JsonRpcException, match=why):
            await editor.rename(FACTS, at, name)


async def test_the_outline_shows_records_with_figures_below_claims(
    editor: Editor, text: str
) -> None:
    editor.open(FACTS, text)
    found = await editor.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(types.TextDocumentIdentifier(editor.uri(FACTS)))
    )
    by_name = {each.name: each for each in found}
    assert {"morning", "bohl", "c-accounted"} <= set(by_name)
    assert [each.name for each in by_name["c-cost-morning"].children] == ["q-cost-morning"]
    everywhere = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("bohl"))
    assert "bohl" in {each.name for each in everywhere}


# --- tests beside rules ----------------------------------------------------------------------

CASE = """\
- name: one
  rule: own/quotation-without-cue
  relations:
    claim: [{claim: quoted, voice: direct}]
  silent: true
"""


async def test_cases_are_offered_keys_rules_relations_and_columns(editor: Editor) -> None:
    assert "silent" in await editor.labels(TESTS, "- name: x\n  |^|\n")
    rules = await editor.labels(TESTS, "- name: x\n  rule: |^|\n")
    assert rules == ["own/quotation-without-cue"]
    relations = await editor.labels(TESTS, "- name: x\n  relations:\n    |^|\n")
    assert {"claim", "quotation_without_cue"} <= set(relations)
    columns = await editor.labels(TESTS, "- relations:\n    claim: [{claim: a, |^|\n")
    assert "voice" in columns
    assert "claim" not in columns
    facts = await editor.labels(TESTS, "- facts:\n    claims:\n      - {voice: |^|\n")
    assert facts == ["direct", "indirect", "narrator"]


async def test_cases_lead_to_the_rules_and_relations_that_they_name(editor: Editor) -> None:
    for at, file in (("own/quo|^|tation", "own.dl"), ("cla|^|im: [", "schema.dl")):
        place = editor.open(TESTS, CASE.replace(at.replace("|^|", ""), at, 1))
        (found,) = await editor.client.text_document_definition_async(
            types.DefinitionParams(**editor.at(TESTS, place))
        )
        assert found.uri.endswith(f"/rules/{file}")
        assert ".decl" in await editor.hover(TESTS, CASE.replace(at.replace("|^|", ""), at, 1))


async def test_other_yaml_has_no_answers(editor: Editor) -> None:
    assert await editor.labels("other.yaml", "cla|^|\n") == []
    assert await editor.hover("other.yaml", "cla|^|ims: []\n") == ""


async def test_what_is_on_a_store_is_left_to_audits(tmp_path: Path) -> None:
    file = tmp_path / "pledges.yaml"
    file.write_text("checker: 1\npledges:\n  - {id: p, claim: c, agent: a, goal: count again}\n")
    faults = {
        stores: read_corpus(
            (file,), Project(tmp_path, None, Settings(), (), (), stores=stores), {}, {}
        ).faults
        for stores in ((), (Address("s3a://archive/facts"),))
    }
    assert [[found.code for found in several] for several in faults.values()] == [
        ["CHK421", "CHK421"],
        [],
    ]


async def test_a_kind_that_has_a_table_beside_the_facts_is_left_to_audits(
    editor: Editor, text: str
) -> None:
    by_mayor = text.replace("source: bohl", "source: mayor")
    table = editor.root / "facts" / "agent.csv"
    table.write_text("agent,name,kind\nmayor,Ada Bohl,person\n", encoding="utf-8")
    try:
        assert await editor.diagnostics(FACTS, by_mayor) == []
    finally:
        table.unlink()
    found = await editor.diagnostics(FACTS, by_mayor + "\n")
    assert {each.code for each in found} == {"CHK421"}
