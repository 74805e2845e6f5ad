"""Documents and their sentences."""

from __future__ import annotations

from checker.facts.edtf import period
from checker.facts.facts import Facts
from checker.facts.models import vocabulary as v
from checker.facts.numerals import Form, figures, written
from checker.facts.relations.declaration import Rows, Type, section
from checker.facts.words import words_of

DOCUMENTS = section("documents")


@DOCUMENTS.relation(
    "A document whose statements are checked.",
    document=(Type.DOCUMENT, "the document"),
    title=(Type.SYMBOL, "its title"),
    publisher=(Type.AGENT, 'who publishes it; "" where unsaid'),
    kind=(Type.SYMBOL, "what it is", v.DocumentKind),
    language=(Type.SYMBOL, "its language, a BCP 47 tag"),
)
def document(facts: Facts) -> Rows:
    for document in facts.documents:
        yield (
            document.id,
            document.title,
            document.publisher or "",
            document.kind,
            document.language,
        )


@DOCUMENTS.relation(
    "When a document was published, where that is known.",
    document=(Type.DOCUMENT, "the document"),
    first_day=(Type.NUMBER, "the first day that it may have been"),
    last_day=(Type.NUMBER, "the last day that it may have been"),
)
def document_published(facts: Facts) -> Rows:
    for document in facts.documents:
        if document.published is not None:
            yield (document.id, *period(document.published))


@DOCUMENTS.relation(
    "A document comes from another one.",
    document=(Type.DOCUMENT, "the later document"),
    origin=(Type.DOCUMENT, "the one that it comes from"),
    how=(Type.SYMBOL, "in which way", v.Derivation),
)
def derivation(facts: Facts) -> Rows:
    for document in facts.documents:
        for origin in document.derived_from:
            yield document.id, origin.document, origin.how


@DOCUMENTS.relation(
    "A sentence of a document's text.",
    sentence=(Type.SENTENCE, "the sentence"),
    document=(Type.DOCUMENT, "the document that it stands in"),
    ordinal=(Type.NUMBER, "its place in the document, from 1"),
)
def sentence(facts: Facts) -> Rows:
    for sentences in facts.sentences.values():
        for sentence in sentences:
            yield sentence.id, sentence.document, sentence.ordinal


@DOCUMENTS.relation(
    "A figure that stands in a sentence, in numerals or in words; not `a`, `one`, `no`, `both`, "
    "not fractions and ordinals, which seldom count.",
    sentence=(Type.SENTENCE, "the sentence"),
    figure=(Type.SYMBOL, "the number in plain digits: 1200"),
)
def sentence_figure(facts: Facts) -> Rows:
    for sentences in facts.sentences.values():
        for sentence in sentences:
            for figure in figures(sentence.text):
                if figure.form in (Form.NUMERAL, Form.WORD):
                    yield sentence.id, written(figure.readings[0])


@DOCUMENTS.relation(
    'A sentence in lower case, words apart by one space and with one around: " he did not ".',
    sentence=(Type.SENTENCE, "the sentence"),
    words=(Type.SYMBOL, "its words"),
)
def sentence_words(facts: Facts) -> Rows:
    for sentences in facts.sentences.values():
        for sentence in sentences:
            yield sentence.id, words_of(sentence.text)
