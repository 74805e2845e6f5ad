"""The options of ``checker extract`` for a language model, and the extractor that they ask for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from checker.dataclasses import dataclass

if TYPE_CHECKING:
    from checker.engines.base import Progress
    from checker.modelling.extractor import ModelExtractor

Model: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Ask this language model, by the name that its endpoint has for it, instead of going"
        " by patterns. Needs the extra `model`.",
    ),
]
BaseUrl: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        metavar="URL",
        help="Where the model is: any endpoint that speaks OpenAI's chat completions, as"
        " http://localhost:11434/v1 for Ollama; OpenAI's own if left out.",
    ),
]
ApiKeyEnv: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--api-key-env",
        metavar="VARIABLE",
        help="The environment variable that holds the endpoint's key: OPENAI_API_KEY where there is"
        " no --base-url, else none.",
    ),
]
Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option("--jobs", metavar="N", min=1, max=64, help="Requests at once; 4 by default."),
]
PartSize: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--part-size",
        metavar="N",
        min=200,
        help="Characters of a document to ask about at once, in whole paragraphs; 6000 by default.",
    ),
]
Temperature: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--temperature",
        metavar="T",
        min=0,
        max=2,
        help="How freely the model chooses its words; the endpoint's own default if left out.",
    ),
]
RequestTimeout: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--request-timeout",
        metavar="SECONDS",
        min=0.1,
        help="How long one try of a request may take; 300 by default.",
    ),
]
NoCache: TypeAlias = Annotated[
    bool,
    typer.Option("--no-cache", help="Ask again what was answered before, and keep no answer."),
]


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """What the command line says of a model; None where it is silent."""

    model: str | None
    base_url: str | None
    api_key_env: str | None
    jobs: int | None
    part_size: int | None
    temperature: float | None
    request_timeout: float | None
    no_cache: bool

    def extractor(self, root: Path, step: Progress | None) -> ModelExtractor | None:
        """The extractor by the model that is named; None where there is none.

        A usage error where options stand there for nothing. Raises :class:`DiagnosticError`
        where the key is not set or the client not installed.
        """
        if self.model is None:
            self._refuse_idle()
            return None
        if not self.model.strip():
            raise typer.BadParameter("name a model", param_hint="--model")
        from checker.modelling import FOLDER, Cache, Endpoint, ModelReader, Settings
        from checker.modelling.extractor import ModelExtractor

        settings = Settings(
            self.model,
            self.base_url,
            self._key(),
            self.temperature,
            timeout=self.request_timeout or 300.0,
        )
        reader = ModelReader(
            Endpoint(settings),
            Cache(None if self.no_cache else root / FOLDER),
            jobs=self.jobs or 4,
            part_size=self.part_size or 6_000,
            step=step,
        )
        return ModelExtractor(reader)

    def _refuse_idle(self) -> None:
        given = {
            "--base-url": self.base_url,
            "--api-key-env": self.api_key_env,
            "--jobs": self.jobs,
            "--part-size": self.part_size,
            "--temperature": self.temperature,
            "--request-timeout": self.request_timeout,
            "--no-cache": self.no_cache or None,
        }
        for name, value in given.items():
            if value is not None:
                raise typer.BadParameter(
                    f"{name} says how to ask a model: name one with --model", param_hint=name
                )

    def _key(self) -> str | None:
        """The key is read here and given to the client alone."""
        from checker.diagnostics import DiagnosticError, Source, Span
        from checker.modelling.errors import NO_KEY

        variable = self.api_key_env or (None if self.base_url else "OPENAI_API_KEY")
        if variable is None:
            return None
        if key := os.environ.get(variable):
            return key
        raise DiagnosticError(
            [
                NO_KEY.at(
                    Span(Source("<environment>", ""), 0, 0),
                    f"the environment has no key in `{variable}`",
                    help=f"set {variable}, or name another variable with --api-key-env; for an"
                    " endpoint of your own give --base-url",
                )
            ]
        )
