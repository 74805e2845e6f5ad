"""Facts extracted from documents: read, checked against the documents, turned into relations."""

from checker.facts.corpus import Corpus, corpus_from_bundle, load_corpus
from checker.facts.documents import Anchor, Document
from checker.facts.entities import Entity
from checker.facts.schema import relation_names

__all__ = [
    "Anchor",
    "Corpus",
    "Document",
    "Entity",
    "corpus_from_bundle",
    "load_corpus",
    "relation_names",
]
