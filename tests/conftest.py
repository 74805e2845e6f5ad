"""What every test shares: how hypothesis searches, and that Ctrl-C is heard.

``ci`` (the default) draws the same examples on every machine and every run, so that a red test
is red for everyone; ``search`` draws new ones, and many, for an evening of looking for trouble:
``HYPOTHESIS_PROFILE=search python -m pytest tests/...``.
"""

import os
import signal

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci",
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=False,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# A shell that starts a job in the background has it ignore Ctrl-C, and so would every process
# that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
