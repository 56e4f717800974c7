"""The audit of packages: what it says where it finds something, and where it could not look."""

import importlib.util

import pytest

from tests.conftest import ROOT

SPEC = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
audit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(audit)

GOOD = {"name": "numpy", "version": "2.4.6", "vulns": []}
BAD = {
    "name": "jinja2",
    "version": "2.11.2",
    "vulns": [{"id": "PYSEC-2021-66", "fix_versions": ["2.11.3"], "aliases": []}],
}
UNKNOWN = {"name": "pandas", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("found", "said", "code", "words"),
    [
        ({"dependencies": [GOOD]}, "", 0, "1 of 1 packages audited."),
        ({"dependencies": [GOOD, BAD]}, "", 1, "jinja2 2.11.2: PYSEC-2021-66, mended in 2.11.3"),
        ({"dependencies": [GOOD, UNKNOWN]}, "", 0, "NOT AUDITED: the service does not know pandas"),
        (None, "requests.exceptions.ProxyError: HTTPSConnectionPool", 0, "cannot be reached"),
        (None, "invalid requirements input: x.txt", 1, "invalid requirements input"),
    ],
)
def test_the_outcome_is_said_plainly_and_only_a_finding_fails(found, said, code, words):
    told, exit_code = audit.report(found, said)
    assert words in told
    assert exit_code == code
