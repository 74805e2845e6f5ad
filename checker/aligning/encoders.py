"""Models that give a text a vector, so that texts of one meaning lie near each other.

The one that comes with the extra is WordLlama's: an embedding for each token, and a text is the
mean of its tokens. Its files are read out of the installed package; none of its code runs, and
nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from checker.aligning.errors import BAD_MODEL, NOT_INSTALLED
from checker.diagnostics import DiagnosticError, Source, Span
from checker.diagnostics.extras import not_installed

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGE = "wordllama"
_WEIGHTS = "wordllama/weights/l2_supercat_256.safetensors"
_TOKENS = "wordllama/tokenizers/l2_supercat_tokenizer_config.json"
_TABLE = "embedding.weight"

MOST_TOKENS = 256
"""What is read of a text: the length that the model was trained on."""
_MOST_CHARACTERS = 16 * MOST_TOKENS
"""No token of the model has more than 16 code points, so that its first tokens are all in there."""
_AT_ONCE = 1000


class Encoder(Protocol):
    """A model of meaning: one vector for each text, all of one length, as a matrix of rows.

    The same text has to have the same vector each time, whatever it is given with.
    """

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float64]: ...


class WordVectors:
    """The mean of the vectors of a text's first tokens; of none it is zero."""

    def __init__(self, tokenizer: Tokenizer, table: NDArray[np.float16]) -> None:
        self._tokenizer = tokenizer
        self._table = table

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float64]:
        vectors = np.zeros((len(texts), self._table.shape[1]))
        for start in range(0, len(texts), _AT_ONCE):
            given = [_readable(text) for text in texts[start : start + _AT_ONCE]]
            encoded = self._tokenizer.encode_batch(given, add_special_tokens=False)
            for number, tokens in enumerate(encoded, start):
                if tokens.ids:
                    # numbers of half precision add up in double precision without rounding, so
                    # that the mean is the same in whatever order a machine adds
                    rows = self._table[tokens.ids].astype(np.float64)
                    vectors[number] = rows.sum(axis=0) / len(tokens.ids)
        return vectors


def _readable(text: str) -> str:
    """A text's beginning with single spaces, as Unicode that can be encoded."""
    spaced = " ".join(text[: 2 * _MOST_CHARACTERS].split())[:_MOST_CHARACTERS]
    return spaced.encode("utf-8", "replace").decode("utf-8")


def installed_encoder() -> WordVectors:
    """The model of the extra `embeddings`, from its installed package.

    Raises :class:`DiagnosticError` where it is not installed, or its files are others.
    """
    try:
        from safetensors import safe_open
        from tokenizers import Tokenizer

        package = distribution(PACKAGE)
    except (ImportError, PackageNotFoundError):
        said = (
            "claims are compared by meaning with the model in `wordllama`, which is not installed"
        )
        raise not_installed(NOT_INSTALLED, "<align>", said, "embeddings") from None
    weights, tokens = (Path(str(package.locate_file(name))) for name in (_WEIGHTS, _TOKENS))
    for path in (weights, tokens):
        if not path.is_file():
            raise _bad(f"`{path.name}` is missing in `{PACKAGE}` {package.version}")
    try:
        with safe_open(str(weights), framework="numpy") as file:
            table: NDArray[np.float16] = file.get_tensor(_TABLE)
        tokenizer = Tokenizer.from_file(str(tokens))
    except Exception as error:  # both libraries raise this very class for files of another shape
        raise _bad(f"the model in `{PACKAGE}` {package.version} cannot be read: {error}") from None
    if table.ndim != 2 or table.dtype != np.float16 or len(table) < tokenizer.get_vocab_size():
        raise _bad(f"the model in `{PACKAGE}` {package.version} has not a vector for each token")
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    return WordVectors(tokenizer, table)


_NOWHERE = Span(Source("<align>", ""), 0, 0)


def _bad(what: str) -> DiagnosticError:
    mend = "pip install --force-reinstall 'checker[embeddings]'"
    return DiagnosticError([BAD_MODEL.at(_NOWHERE, what, help=mend)])
