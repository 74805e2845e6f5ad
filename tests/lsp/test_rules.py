"""What an editor is told of rule files, by a real client over standard input and output."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.editing import SECONDS, Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

OWN = "rules/own.dl"
HEAD = '.include "schema.dl"\n'
RULE = """\
.include "schema.dl"
/**
 * Something.
 *
 * @id       own/loud
 * @severity warning
 * @message  {c.quote} at {d}
 * @advice   Say it softly.
 */
.decl loud(c: ClaimId, d: DocumentId)
loud(c, d) :- claim(c, d, _, "direct", _).
"""


# --- diagnostics -----------------------------------------------------------------------------


async def test_a_shipped_rule_file_has_no_fault(editor: Editor) -> None:
    assert await editor.diagnostics(OWN) == []


async def test_a_fault_has_its_place_its_code_its_mend_and_a_link(editor: Editor) -> None:
    (found,) = await editor.diagnostics(OWN, RULE.replace("claim(c,", "clam(c,"))
    assert found.code == "CHK207"
    assert found.range == types.Range(types.Position(10, 14), types.Position(10, 18))
    assert "did you mean `claim`?" in found.message
    assert found.severity == types.DiagnosticSeverity.Error
    assert found.code_description is not None
    assert found.code_description.href.endswith("diagnostics.md#chk207-undeclared-relation")


async def test_the_whole_file_is_checked_behind_a_fault(editor: Editor) -> None:
    broken = RULE + "loud(c, d) :- claim(c d, _.\nloud(c, d) :- clam(c, d).\n"
    codes = {each.code for each in await editor.diagnostics(OWN, broken)}
    assert "CHK207" in codes
    assert len(codes) > 1


async def test_a_further_place_is_related_and_what_is_unused_is_faded(editor: Editor) -> None:
    twice = RULE + ".decl loud(x: symbol)\n"
    found = await editor.diagnostics(OWN, twice)
    (again,) = [each for each in found if each.code == "CHK202"]
    assert again.related_information
    assert again.related_information[0].location.uri == editor.uri(OWN)
    (unused,) = await editor.diagnostics(OWN, RULE.replace('_, "direct"', 'who, "direct"'))
    assert list(unused.tags or ()) == [types.DiagnosticTag.Unnecessary]
    old = await editor.diagnostics(OWN, RULE.replace("DocumentId)", "DocumentId) output"))
    assert [list(each.tags or ()) for each in old] == [[types.DiagnosticTag.Deprecated]]


async def test_an_open_text_counts_before_the_file_that_is_included(editor: Editor) -> None:
    includer = '.include "part.dl"\n.decl q(x: symbol)\nq(x) :- part(x).\n.output q\n'
    part = ".decl part(x: symbol)\n.input part\n"
    (editor.root / "rules/part.dl").write_text(part, encoding="utf-8")
    try:
        assert await editor.diagnostics(OWN, includer) == []
        editor.open("rules/part.dl", part.replace("part", "parts"))
        found = await editor.diagnostics(OWN, includer + "\n")
        assert [each.code for each in found] == ["CHK207"]
    finally:
        editor.close()
        (editor.root / "rules/part.dl").unlink()


async def test_a_name_that_a_shipped_pack_has_already_is_a_fault(editor: Editor) -> None:
    taken = RULE.replace("own/loud", "numbers/conflict")
    assert "CHK254" in {each.code for each in await editor.diagnostics(OWN, taken)}


# --- completion ------------------------------------------------------------------------------


async def test_relations_are_offered_with_their_declaration_and_holes(editor: Editor) -> None:
    items = await editor.items(OWN, f"{HEAD}.decl p(c: ClaimId)\np(c) :- cla|^|\n")
    (claim,) = [item for item in items if item.label == "claim"]
    assert claim.detail is not None
    assert claim.detail.startswith("claim(claim: ClaimId, document: DocumentId")
    assert isinstance(claim.text_edit, types.TextEdit)
    assert claim.text_edit.new_text.startswith("claim(${1:claim}, ${2:document}")


async def test_a_relation_of_another_file_brings_its_include(editor: Editor) -> None:
    items = await editor.items(OWN, ".decl p(c: symbol)\np(c) :- quant|^|\n")
    (found,) = [item for item in items if item.label == "quantity"]
    assert found.additional_text_edits
    assert '.include "schema.dl"' in found.additional_text_edits[0].new_text


async def test_an_argument_is_offered_variables_and_the_words_of_its_column(
    editor: Editor,
) -> None:
    text = f"{HEAD}.decl p(c: ClaimId)\np(c) :- wording(w, c, _, _), claim(c, doc, _, |^|\n"
    labels = await editor.labels(OWN, text)
    assert {"voice", '"direct"', '"indirect"', "w", "c", "doc", "_"} <= set(labels)
    assert labels[0] == "voice"


async def test_types_are_offered_where_a_type_stands(editor: Editor) -> None:
    labels = await editor.labels(OWN, f"{HEAD}.decl p(c: |^|\n")
    assert {"ClaimId", "symbol", "number"} <= set(labels)


async def test_directives_tags_severities_columns_and_attributes_are_offered(
    editor: Editor,
) -> None:
    assert ".decl" in await editor.labels(OWN, HEAD + ".|^|\n")
    assert "@severity" in await editor.labels(OWN, RULE.replace("@severity warning", "@s|^|"))
    severity = RULE.replace("@severity warning", "@severity |^|")
    assert await editor.labels(OWN, severity) == ["error", "info", "warning"]
    assert "c" in await editor.labels(OWN, RULE.replace("{c.quote}", "{|^|"))
    assert "quote" in await editor.labels(OWN, RULE.replace("{c.quote}", "{c.|^|}"))
    assert "numbers/" in await editor.labels(OWN, RULE.replace("own/loud", "|^|"))
    assert "cross-source" in await editor.labels(OWN, RULE.replace("@advice  ", "@tags |^|"))


async def test_a_comment_without_an_end_is_still_a_comment(editor: Editor) -> None:
    text = HEAD + "/**\n * One.\n * @|^|\n.decl one(c: ClaimId)\n"
    assert "@id" in await editor.labels(OWN, text)


async def test_an_include_is_offered_files(editor: Editor) -> None:
    labels = await editor.labels(OWN, '.include "|^|"\n')
    assert {"schema.dl", "lib/quantities.dl"} <= set(labels)


async def test_signature_help_follows_the_columns(editor: Editor) -> None:
    place = editor.open(OWN, f"{HEAD}.decl p(c: ClaimId)\np(c) :- claim(c, d, |^|\n")
    params = types.SignatureHelpParams(**editor.at(OWN, place))
    found = await editor.client.text_document_signature_help_async(params)
    assert found is not None
    assert found.active_parameter == 2
    assert found.signatures[0].label.startswith("claim(claim: ClaimId")


# --- hover and navigation --------------------------------------------------------------------


async def test_hovers_tell_declaration_documentation_and_types(editor: Editor) -> None:
    relation = await editor.hover(OWN, RULE.replace("- claim(", "- cl|^|aim("))
    assert ".decl claim(claim: ClaimId" in relation
    assert "- `voice`:" in relation
    variable = await editor.hover(OWN, RULE.replace("claim(c, d,", "claim(c|^|, d,"))
    assert "c: ClaimId" in variable
    assert "`claim.claim`" in variable
    assert "identifies" not in await editor.hover(OWN, RULE.replace("ClaimId,", "Claim|^|Id,"))
    assert "*@entity* claim" in await editor.hover(OWN, RULE.replace("ClaimId,", "Claim|^|Id,"))
    functor = f'{HEAD}.decl p(x: symbol)\np(x) :- x = c|^|at("a", "b").\n'
    assert "cat(symbol, symbol, ...): symbol" in await editor.hover(OWN, functor)
    assert "How much" in await editor.hover(OWN, RULE.replace("@severity", "@sev|^|erity"))


async def test_a_name_leads_to_its_declaration_in_another_file(editor: Editor) -> None:
    place = editor.open(OWN, RULE.replace("- claim(", "- cl|^|aim("))
    params = types.DefinitionParams(**editor.at(OWN, place))
    (found,) = await editor.client.text_document_definition_async(params)
    assert found.uri.endswith("/rules/schema.dl")
    place = editor.open(OWN, RULE.replace("schema.dl", "sch|^|ema.dl"))
    (file,) = await editor.client.text_document_definition_async(
        types.DefinitionParams(**editor.at(OWN, place))
    )
    assert file.uri == found.uri


async def test_references_are_found_in_every_file_that_includes(editor: Editor) -> None:
    (editor.root / "rules/user.dl").write_text(
        '.include "own.dl"\n.decl twice(c: ClaimId)\ntwice(c) :- loud(c, _).\n.output twice\n',
        encoding="utf-8",
    )
    try:
        place = editor.open(OWN, RULE.replace("decl loud", "decl lo|^|ud"))
        params = types.ReferenceParams(
            context=types.ReferenceContext(include_declaration=True), **editor.at(OWN, place)
        )
        found = await editor.client.text_document_references_async(params)
        files = [each.uri.rpartition("/")[2] for each in found]
        assert sorted(files) == ["own.dl", "own.dl", "user.dl"]
        made = await editor.rename(OWN, RULE.replace("decl loud", "decl lo|^|ud"), "noisy")
        assert set(made) == {"rules/own.dl", "rules/user.dl"}
        assert made["rules/own.dl"] == RULE.replace("decl loud", "decl noisy").replace(
            "loud(c, d) :-", "noisy(c, d) :-"
        )
        assert "noisy(c, _)" in made["rules/user.dl"]
    finally:
        (editor.root / "rules/user.dl").unlink()


async def test_variables_columns_and_ids_are_renamed_where_they_mean_the_same(
    editor: Editor,
) -> None:
    variable = await editor.rename(OWN, RULE.replace("claim(c, d", "claim(c|^|, d"), "quoted")
    assert 'loud(quoted, d) :- claim(quoted, d, _, "direct", _).' in variable[OWN]
    column = await editor.rename(OWN, RULE.replace("decl loud(c", "decl loud(c|^|"), "claim")
    assert "{claim.quote} at {d}" in column[OWN]
    assert ".decl loud(claim: ClaimId" in column[OWN]
    rule = await editor.rename(OWN, RULE.replace("own/loud", "own/lo|^|ud"), "own/noisy")
    assert "own/noisy" in rule[OWN]


async def test_tests_beside_rules_follow_a_renaming(editor: Editor) -> None:
    text = (editor.root / OWN).read_text(encoding="utf-8")
    tests = (editor.root / "rules/own.test.yaml").read_text(encoding="utf-8")
    old, new = "own/quotation-without-cue", "own/nobody-speaks"
    made = await editor.rename(OWN, text.replace(old, f"{old}|^|"), new)
    assert made == {OWN: text.replace(old, new), "rules/own.test.yaml": tests.replace(old, new)}


@pytest.mark.parametrize(
    ("at", "name", "why"),
    [
        ("decl lo|^|ud", "9lives", "a name is of ASCII"),
        ("decl lo|^|ud", "count", "a word of the language"),
        ("decl lo|^|ud", "claim", "has a meaning already"),
        ("decl loud(c|^|", "d", "has a meaning already"),
        ("own/lo|^|ud", "loud", "an id is"),
        ("- cl|^|aim(", "statement", "relation of the schema"),
    ],
)
async def test_names_that_cannot_be_are_refused(
    editor: Editor, at: str, name: str, why: str
) -> None:
    text = RULE.replace(at.replace("|^|", ""), at)
    assert "|^|" in text
    with pytest.raises(JsonRpcException, match=why):
        await editor.rename(OWN, text, name)


async def test_symbols_of_a_file_and_of_the_project(editor: Editor) -> None:
    editor.open(OWN, RULE)
    document = types.TextDocumentIdentifier(editor.uri(OWN))
    (found,) = await editor.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(document)
    )
    assert found.name == "loud"
    assert [child.name for child in found.children] == ["c", "d"]
    everywhere = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("conflict"))
    assert {"numbers/conflict", "conflicting_amounts"} <= {each.name for each in everywhere}


# --- edits -----------------------------------------------------------------------------------


async def test_plain_faults_have_mends(editor: Editor) -> None:
    near = await editor.actions(OWN, RULE.replace("- claim(c,", "- cl|^|am(c,"))
    assert near["Change to `claim`"] == RULE
    unused = RULE.replace('_, "direct"', 'w|^|ho, "direct"')
    assert (await editor.actions(OWN, unused))["Write `_`"] == RULE
    stop = await editor.actions(OWN, RULE.replace('"direct", _).', '"direct", _)|^|'))
    assert stop["Insert `.`"] == RULE
    include = await editor.actions(OWN, RULE.replace(HEAD, "").replace("- cl", "- c|^|l"))
    assert include["Include `schema.dl`"].startswith('.include "schema.dl"\n')
    declare = await editor.actions(OWN, RULE + "noi|^|sy(c) :- loud(c, _).\n")
    assert "\n.decl noisy(c: ClaimId)\nnoisy(c)" in declare["Declare `noisy(c: ClaimId)`"]


async def test_a_file_is_formatted_as_the_command_does(editor: Editor) -> None:
    editor.open(OWN, RULE.replace("loud(c, d) :- ", "loud( c,d ):-"))
    params = types.DocumentFormattingParams(
        types.TextDocumentIdentifier(editor.uri(OWN)), types.FormattingOptions(4, True)
    )
    (edit,) = await editor.client.text_document_formatting_async(params)
    made = editor.applied(
        types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(editor.uri(OWN)), [edit]
                )
            ]
        )
    )
    assert made[OWN] == RULE
    editor.open(OWN, RULE + "loud(")
    assert not await editor.client.text_document_formatting_async(params)


async def test_counts_of_rows_stand_beside_relations_rules_and_literals(editor: Editor) -> None:
    editor.open(OWN, RULE)
    labels = await counts(editor, RULE, 3)
    assert labels == {(9, "1"), (10, "1")}
    tooltips = {hint.tooltip for hint in await hints(editor, RULE)}
    assert "1 row of `loud` by this rule" in tooltips
    assert "1 row of `claim` agree with this literal alone" in tooltips


async def test_counts_stay_with_their_rule_while_lines_move(editor: Editor) -> None:
    editor.open(OWN, RULE)
    await counts(editor, RULE, 3)
    moved = "\n\n" + RULE
    editor.open(OWN, moved)
    assert {(hint.position.line, hint.label) for hint in await hints(editor, moved)} == {
        (11, "1"),
        (12, "1"),
    }


async def hints(editor: Editor, text: str) -> list[types.InlayHint]:
    whole = types.Range(types.Position(0, 0), types.Position(text.count("\n") + 1, 0))
    document = types.TextDocumentIdentifier(editor.uri(OWN))
    found = await editor.client.text_document_inlay_hint_async(
        types.InlayHintParams(document, whole)
    )
    return list(found or ())


async def counts(editor: Editor, text: str, wanted: int) -> set[tuple[int, str]]:
    """The counts, once they are there."""
    for _ in range(int(SECONDS / 0.05)):
        found = await hints(editor, text)
        if len(found) == wanted:
            return {(hint.position.line, str(hint.label)) for hint in found}
        await asyncio.sleep(0.05)
    raise AssertionError(f"not counted: {found}")
