"""An endpoint that speaks OpenAI's chat completions: hosted, or llama.cpp, vLLM or Ollama at home.

The client retries what may pass (timeouts, broken connections, 408, 409, 429 and 5xx) with
growing pauses, or those that the server asks for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.diagnostics.extras import not_installed
from checker.modelling.errors import NOT_INSTALLED, NOT_REACHED
from checker.modelling.prompt import INSTRUCTIONS, schema

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat.completion_create_params import ResponseFormat

NO_KEY = "none"
"""What an endpoint that asks for no key is given: the client does not go without."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which model to ask, where, and how.

    ``key`` is never shown, logged or written. ``timeout`` is in seconds and for one try,
    ``temperature`` None for the endpoint's own.
    """

    model: str
    base_url: str | None = None
    key: str | None = field(default=None, repr=False)
    temperature: float | None = None
    timeout: float = 300.0
    retries: int = 4


class Usage(BaseModel):
    """Tokens, as the endpoint counts them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. ``fault`` says why ``text`` is no whole answer, empty where it is one."""

    text: str
    fault: str
    usage: Usage


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice]
    usage: Usage | None = None


class _Mode(StrEnum):
    """How an endpoint is made to answer in JSON, the strictest first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"


class Endpoint:
    """May be asked from several threads at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._client = _client(settings)
        self._mode = _Mode.SCHEMA
        self._lock = Lock()

    def ask(self, text: str) -> Reply:
        """The model's answer for a part of a document.

        Raises :class:`DiagnosticError` where the endpoint cannot be used, tries included.
        """
        import openai

        mode = self._mode
        try:
            return self._ask(text, mode)
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            if mode is _Mode.OBJECT:
                raise self._refused(error) from None
        except openai.OpenAIError as error:
            raise self._refused(error) from None
        # Servers refuse a format that they do not know in many words, so the words are not read:
        # if it was something else, the plainer request is refused as well, and that is reported.
        try:
            reply = self._ask(text, _Mode.OBJECT)
        except openai.OpenAIError as error:
            raise self._refused(error) from None
        with self._lock:
            self._mode = _Mode.OBJECT
        return reply

    def close(self) -> None:
        self._client.close()

    def _ask(self, text: str, mode: _Mode) -> Reply:
        """The document's part is a message of its own: nothing of it is put among instructions."""
        from openai import omit

        temperature = self.settings.temperature
        response = self._client.chat.completions.with_raw_response.create(
            model=self.settings.model,
            messages=[
                {"role": "system", "content": _instructions(mode)},
                {"role": "user", "content": text},
            ],
            response_format=_format(mode),
            temperature=omit if temperature is None else temperature,
        )
        return _reply(response.text)

    def _refused(self, error: Exception) -> DiagnosticError:
        return DiagnosticError([_not_reached(error, self.settings)])


def _client(settings: Settings) -> OpenAI:
    try:
        from openai import OpenAI
    except ImportError:
        said = "`--model` needs the `openai` client, which is not installed"
        raise not_installed(NOT_INSTALLED, _name(settings), said, "model") from None
    return OpenAI(
        api_key=settings.key or NO_KEY,
        base_url=settings.base_url,
        timeout=settings.timeout,
        max_retries=settings.retries,
    )


def _instructions(mode: _Mode) -> str:
    import json

    if mode is _Mode.SCHEMA:
        return INSTRUCTIONS
    return f"{INSTRUCTIONS}\n\nThe schema:\n{json.dumps(schema())}"


def _format(mode: _Mode) -> ResponseFormat:
    if mode is _Mode.OBJECT:
        return {"type": "json_object"}
    asked: dict[str, object] = dict(schema())
    return {
        "type": "json_schema",
        "json_schema": {"name": "facts", "strict": True, "schema": asked},
    }


def _reply(body: str) -> Reply:
    try:
        completion = _Completion.model_validate_json(body)
    except ValidationError:
        return Reply("", "the endpoint's response is no chat completion", Usage())
    usage = completion.usage or Usage()
    if not completion.choices:
        return Reply("", "the endpoint's response has no answer in it", usage)
    choice = completion.choices[0]
    if choice.message.refusal:
        return Reply("", "the model refuses to answer", usage)
    if choice.finish_reason == "length":
        return Reply("", "the answer was cut off at the model's limit", usage)
    if choice.finish_reason == "content_filter":
        return Reply("", "the answer was filtered", usage)
    text = choice.message.content or ""
    return Reply(text, "" if text.strip() else "the answer is empty", usage)


# --- refusals ------------------------------------------------------------------------------------

_MOST_SHOWN = 200
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\U0010ffff]+")


def _not_reached(error: Exception, settings: Settings) -> Diagnostic:
    import openai

    helps: tuple[tuple[type[Exception], str], ...] = (
        (openai.AuthenticationError, "set the key's variable, and name it by --api-key-env"),
        (openai.PermissionDeniedError, "the key may not use this model"),
        (openai.NotFoundError, "check the names given to --model and --base-url"),
        (
            openai.BadRequestError,
            "check that the endpoint serves this model, with these settings",
        ),
        (openai.RateLimitError, "ask with fewer --jobs, or later: what was answered is kept"),
        (openai.APITimeoutError, "allow more by --request-timeout; what was answered is kept"),
        (openai.APIConnectionError, "check that a server listens at --base-url"),
    )
    mend = next((text for kind, text in helps if isinstance(error, kind)), "ask again later")
    return NOT_REACHED.at(
        _at(settings), f"{settings.model} cannot be asked: {_shown(error, settings)}", help=mend
    )


def _shown(error: Exception, settings: Settings) -> str:
    """What the endpoint says, without control characters, and without the key if it repeats it."""
    said = _UNPRINTABLE.sub(" ", str(error)).strip()
    if settings.key:
        said = said.replace(settings.key, "***")
    return said[:_MOST_SHOWN] or type(error).__name__


def _at(settings: Settings) -> Span:
    return Span(Source(_name(settings), ""), 0, 0)


def _name(settings: Settings) -> str:
    return settings.base_url or "<the client's default endpoint>"
