"""Descriptions of fields come from the docstrings under them."""

from __future__ import annotations

from pydantic import Field

from checker.described import DescribedModel, descriptions


class Outer(DescribedModel):
    """Something."""

    first: int
    """What comes
    first."""
    second: str = Field(default="", alias="in")
    """Where it is."""
    bare: int = 0
    third: Inner | None = None
    """What is inside."""

    def method(self) -> int:
        """No field's."""
        return self.first


class Inner(DescribedModel):
    """Something else."""

    only: int
    """The one."""


class Extended(Inner):
    """With one more."""

    more: int
    """What comes on top."""


def test_docstrings_under_fields_describe_them() -> None:
    assert descriptions(Outer) == {
        "first": "What comes first.",
        "second": "Where it is.",
        "third": "What is inside.",
    }


def test_a_model_has_the_descriptions_of_what_it_extends() -> None:
    assert descriptions(Extended) == {"only": "The one.", "more": "What comes on top."}


def test_the_json_schema_has_them_under_the_fields_aliases() -> None:
    schema = Outer.model_json_schema()
    described = {name: field.get("description") for name, field in schema["properties"].items()}
    assert described == {
        "first": "What comes first.",
        "in": "Where it is.",
        "bare": None,
        "third": "What is inside.",
    }
    assert schema["$defs"]["Inner"]["properties"]["only"]["description"] == "The one."
