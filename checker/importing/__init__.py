"""Other people's tables made into facts, by a mapping that an analyst writes in YAML."""

from checker.importing.mapping import Mapping, read_mapping
from checker.importing.running import Imported, OutputFormat, import_table

__all__ = ["Imported", "Mapping", "OutputFormat", "import_table", "read_mapping"]
