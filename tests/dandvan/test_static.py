"""Static files: production serves hashed names, where a missing file is a broken page."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
STATIC_TAG = re.compile(r"{%\s*static\s+[\"']([^\"'{}]+)[\"']\s*(?:as\s+\w+\s*)?%}")


def test_every_static_file_that_a_template_names_exists():
    named = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in (ROOT / "templates").rglob("*.html")
        for name in STATIC_TAG.findall(path.read_text(encoding="utf-8"))
    }

    missing = [pair for pair in sorted(named) if finders.find(pair[1]) is None]

    assert missing == []


def test_collectstatic_gives_each_file_a_hashed_and_a_compressed_copy(tmp_path):
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DANDVAN_VAR": str(tmp_path),
            "DANDVAN_LOCAL": "1",
            "SECRET_KEY": "x",
        },
        check=True,
    )

    paths = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    hashed = paths["css/tokens.css"]
    assert re.fullmatch(r"css/tokens\.[0-9a-f]{12}\.css", hashed)
    assert (tmp_path / "static" / f"{hashed}.br").exists()
