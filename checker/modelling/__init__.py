"""Facts proposed by a language model, through any endpoint that speaks OpenAI's chat completions.

A model's answer is data from outside: parsed as the schema and nothing else, held against the
text, and what fails is left out and named.
"""

from checker.modelling.cache import FOLDER, Cache
from checker.modelling.endpoint import Endpoint, Settings
from checker.modelling.reading import Cost, ModelReader

__all__ = ["FOLDER", "Cache", "Cost", "Endpoint", "ModelReader", "Settings"]
