"""A bundle that uses every field: nothing of it is lost, and every reference in it is checked."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from checker.described import descriptions
from checker.diagnostics import Source
from checker.facts import Corpus, load_corpus
from checker.facts.entities import ATTRIBUTES
from checker.facts.models import Bundle, Model
from checker.facts.relations import SECTIONS, Type
from checker.facts.schema import json_schema
from checker.facts.tree import Route
from checker.facts.yaml_reader import read_yaml
from tests.facts.support import file_faults

HERE = Path(__file__).parent
PATH = HERE / "complete.yaml"
TEXT = PATH.read_text(encoding="utf-8")

Json = object


@pytest.fixture(scope="module")
def complete() -> Corpus:
    return load_corpus([PATH], root=HERE)


def bundle() -> Bundle:
    value, _ = read_yaml(Source("complete.yaml", TEXT))
    return Bundle.model_validate(value)


def models(part: object) -> Iterator[Model]:
    """A model and all models in it."""
    if isinstance(part, Model):
        yield part
        for name in type(part).model_fields:
            yield from models(getattr(part, name))
    elif isinstance(part, tuple):
        for item in part:
            yield from models(item)


def test_every_field_of_every_model_is_used() -> None:
    used: dict[type[Model], set[str]] = {}
    for model in models(bundle()):
        used.setdefault(type(model), set()).update(model.model_fields_set)
    assert set(Model.__subclasses__()) == set(used)
    unused = {
        f"{model.__name__}.{name}"
        for model, names in used.items()
        for name in model.model_fields
        if name not in names
    }
    assert unused == set()


def test_every_field_has_a_description() -> None:
    for model in Model.__subclasses__():
        assert model.__doc__
        assert set(descriptions(model)) == set(model.model_fields), model.__name__


def test_every_relation_has_a_row_of_its_columns_types(complete: Corpus) -> None:
    python = {Type.NUMBER: int, Type.FLOAT: float}
    assert set(complete.relations) == {r.name for s in SECTIONS for r in s.relations}
    for section in SECTIONS:
        for relation in section.relations:
            rows = complete.relations[relation.name]
            assert rows, relation.name
            assert list(rows) == sorted(set(rows))
            for row in rows:
                assert len(row) == len(relation.columns)
                for value, column in zip(row, relation.columns, strict=True):
                    assert type(value) is python.get(column.type, str), (relation.name, row)
                    if column.words:
                        assert value in column.words


def test_every_id_in_a_column_of_an_entity_type_is_an_entity(complete: Corpus) -> None:
    kinds = {type_: type_.removesuffix("Id").lower() for type_ in Type if type_.endswith("Id")}
    for section in SECTIONS:
        for relation in section.relations:
            for row in complete.relations[relation.name]:
                for value, column in zip(row, relation.columns, strict=True):
                    if column.type in kinds and value:
                        assert (kinds[column.type], value) in complete.entities


def test_every_kind_of_entity_has_all_its_attributes(complete: Corpus) -> None:
    assert {kind for kind, _ in complete.entities} == set(ATTRIBUTES)
    for (kind, name), entity in complete.entities.items():
        assert (entity.kind, entity.id) == (kind, name)
        assert tuple(entity.attributes) == ATTRIBUTES[kind]
        assert all(isinstance(value, str) for value in entity.attributes.values())


# --- references ------------------------------------------------------------------------------

SCHEMA = json.loads(json_schema())
PLAIN = bundle().model_dump(mode="json", by_alias=True, exclude_unset=True)


def references(schema: Json, value: Json, route: Route) -> Iterator[Route]:
    """The places in a value where its JSON Schema says that an id refers to a record."""
    assert isinstance(schema, dict)
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    for choice in schema.get("anyOf", ()):
        yield from references(choice, value, route)
    if "x-refers-to" in schema and isinstance(value, str):
        yield route
    if isinstance(value, dict):
        for name, part in value.items():
            if name in schema.get("properties", {}):
                yield from references(schema["properties"][name], part, (*route, name))
    elif isinstance(value, list) and "items" in schema:
        for at, part in enumerate(value):
            yield from references(schema["items"], part, (*route, at))


REFERENCES = list(dict.fromkeys(references(SCHEMA, PLAIN, ())))


@pytest.mark.parametrize("route", REFERENCES, ids=[".".join(map(str, r)) for r in REFERENCES])
def test_a_reference_that_leads_nowhere_is_shown_at_its_place(tmp_path: Path, route: Route) -> None:
    changed = copy.deepcopy(PLAIN)
    part = changed
    for step in route[:-1]:
        part = part[step]
    part[route[-1]] = "nowhere"
    changed["documents"][1] = {"id": "wire-note", "title": "A note", "content": "Nothing."}
    path = tmp_path / "f.json"
    path.write_text(json.dumps(changed, indent=1), encoding="utf-8")
    found = [fault for fault in file_faults(path, root=tmp_path) if fault.code == "CHK421"]
    assert [fault.primary.span.text for fault in found] == ['"nowhere"']
    assert "there is no" in found[0].message


def test_the_json_schema_accepts_it_and_refuses_what_is_malformed() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    validator.validate(PLAIN)
    for broken in (
        PLAIN | {"checker": 2},
        PLAIN | {"claim": []},
        PLAIN | {"agents": [{"id": "a b", "name": "A", "kind": "person"}]},
        PLAIN | {"agents": [{"id": "a", "name": "A", "kind": "persn"}]},
        PLAIN | {"events": [{"id": "a", "name": "A", "series": "s", "ordinal": 0}]},
    ):
        assert not validator.is_valid(broken)


def test_a_bundle_that_is_dumped_and_loaded_gives_the_same_corpus(
    tmp_path: Path, complete: Corpus
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "wire.txt").write_bytes((HERE / "texts" / "wire.txt").read_bytes())
    path = tmp_path / "complete.json"
    path.write_text(bundle().model_dump_json(by_alias=True), encoding="utf-8")
    assert load_corpus([path], root=tmp_path).relations == complete.relations
