"""Imports go one way, the clock has one door, templates stay free of inline code.

Every file is read as text or with `ast`; nothing of the project is imported.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("models_registry", "awards")

# Layers of an app, left to right: each may import what stands to its left, and its own layer.
LAYERS = (
    ("enums",),
    ("domain",),
    ("models",),
    ("queries",),
    ("documents",),
    ("services",),
    ("reports", "forms", "filters"),
    ("views", "admin", "management", "checks", "templatetags"),
    ("urls",),
    ("apps",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

# What a domain module may import beside the standard library and its own domain package.
PURE_LIBRARY = frozenset({"flow", "roles", "errors", "vietnamese"})
# What awards may use of the registry: never its forms, views or admin.
REGISTRY_FOR_AWARDS = frozenset({"enums", "domain", "models", "queries", "documents", "services"})
DOMAIN_ACROSS = {"models_registry": frozenset(), "awards": frozenset({"models_registry.enums"})}

# Modules that may ask the real clock, each with its reason.
REAL_TIME = {
    "dandvan/clock.py": "the one door",
    "dandvan/sessions.py": "sessions live in real time, not on the demo's working date",
    "dandvan/form_tokens.py": "one-time form tokens live in real time",
}
# A receiver or an app's start may look to the right, because it runs after all is loaded.
LATE_IMPORTS_ALLOWED = frozenset({"apps"})


@dataclass(frozen=True)
class Import:
    """One imported name: where it stands, and whether the module runs it when it is loaded."""

    path: str
    line: int
    target: str
    at_module_level: bool


def python_files() -> list[Path]:
    folders = [ROOT / name for name in ("dandvan", *APPS)]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def files_of(folder: str, *endings: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in endings)


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def walk_imports(node: ast.AST, path: str, inside: bool = False) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if is_type_checking(child):
            otherwise = ast.Module(body=child.orelse, type_ignores=[])
            yield from walk_imports(otherwise, path, inside)
        elif isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(path, child.lineno, alias.name, not inside)
        elif isinstance(child, ast.ImportFrom):
            for alias in child.names:
                yield Import(path, child.lineno, f"{child.module}.{alias.name}", not inside)
        else:
            is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from walk_imports(child, path, inside or is_function)


def imports_of(source: str, path: str) -> list[Import]:
    return list(walk_imports(ast.parse(source), path))


def layer_of(path: str) -> str:
    """Second part of a path or dotted name: models_registry/services/x.py -> services.

    A layer may be several files that begin with its name: queries_law.py -> queries.
    """
    parts = re.split(r"[/.]", path.removesuffix(".py"))
    second = parts[1] if len(parts) > 1 else ""
    first_word = second.partition("_")[0]
    return first_word if second not in RANK and first_word in RANK else second


def refusal(item: Import) -> str | None:
    """Why this import is against the one-way rule; None when it is fine."""
    app = item.path.split("/")[0]
    target_app, layer, target_layer = item.target.split(".")[0], layer_of(item.path), ""
    if target_app in ("dandvan", *APPS):
        target_layer = layer_of(item.target)
    if target_app == "weasyprint" and item.at_module_level:
        return "weasyprint is imported inside the function that renders"
    if layer == "domain" and app in APPS:
        return domain_refusal(app, item.target)
    if app == "dandvan":
        if target_app in APPS and item.path != "dandvan/urls.py":
            return "the library knows no app"
        return None
    if layer == "migrations" or target_app == "dandvan" or target_app not in APPS:
        return None
    if app == "models_registry" and target_app == "awards":
        return "the registry never looks at awards"
    if app == "awards" and target_app == "models_registry":
        allowed = target_layer in REGISTRY_FOR_AWARDS
        return None if allowed else f"awards may not use models_registry.{target_layer}"
    return layer_refusal(layer, target_layer)


def layer_refusal(layer: str, target: str) -> str | None:
    if layer not in RANK:
        return None if layer in ("__init__", "") else f"unknown layer “{layer}”"
    if target not in RANK:
        return f"unknown layer “{target}”"
    if RANK[target] > RANK[layer] and layer not in LATE_IMPORTS_ALLOWED:
        return f"{layer} may not import {target}, which stands to its right"
    return None


def domain_refusal(app: str, target: str) -> str | None:
    top, layer = target.split(".")[0], layer_of(target)
    own = top == app and layer in ("domain", "enums")
    library = top == "dandvan" and layer in PURE_LIBRARY
    across = ".".join(target.split(".")[:2]) in DOMAIN_ACROSS[app]
    if top in sys.stdlib_module_names or own or library or across:
        return None
    return f"domain is pure and may not import {target}"


def lines_matching(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_imports_go_one_way():
    wrong = []
    for path in python_files():
        name = str(path.relative_to(ROOT))
        for item in imports_of(path.read_text(encoding="utf-8"), name):
            if reason := refusal(item):
                wrong.append(f"{item.path}:{item.line}: {item.target}: {reason}")

    assert wrong == []


@pytest.mark.parametrize(
    ("path", "source", "reason"),
    [
        ("dandvan/views.py", "import awards.models", "the library knows no app"),
        ("dandvan/urls.py", "from awards import urls", None),
        (
            "models_registry/services/a.py",
            "from awards.models import Dossier",
            "the registry never looks at awards",
        ),
        (
            "models_registry/queries.py",
            "from models_registry.forms import X",
            "queries may not import forms, which stands to its right",
        ),
        ("models_registry/forms.py", "from models_registry.queries import X", None),
        ("models_registry/forms.py", "from models_registry import queries", None),
        (
            "awards/views/a.py",
            "from models_registry.views import X",
            "awards may not use models_registry.views",
        ),
        ("awards/views/a.py", "from models_registry.services import X", None),
        (
            "awards/domain/flow.py",
            "from django.db import models",
            "domain is pure and may not import django.db.models",
        ),
        ("awards/domain/flow.py", "from models_registry.enums import X", None),
        (
            "models_registry/domain/flow.py",
            "from dandvan.clock import today",
            "domain is pure and may not import dandvan.clock.today",
        ),
        (
            "models_registry/helpers/x.py",
            "from models_registry.enums import X",
            "unknown layer “helpers”",
        ),
        (
            "dandvan/documents/pdf.py",
            "import weasyprint",
            "weasyprint is imported inside the function that renders",
        ),
        ("dandvan/documents/pdf.py", "def pdf():\n    import weasyprint", None),
    ],
)
def test_import_rule_refuses_only_what_is_against_it(path, source, reason):
    (item,) = imports_of(source, path)

    assert refusal(item) == reason


def test_imports_for_type_checking_are_exempt():
    source = "if TYPE_CHECKING:\n    import awards\nelse:\n    import json"

    assert [item.target for item in imports_of(source, "dandvan/x.py")] == ["json"]


CLOCK_CALLS = re.compile(
    r"timezone\.now\b|timezone\.local(time|date)\(\)|datetime\.(now|utcnow|today)\(|\bdate\.today\("
    r"|\btime\.time\(|\bNow\(\)|\bauto_now(_add)?="
)


def test_real_time_is_read_only_where_a_reason_is_given():
    # Migrations only repeat what a model says; the stock account's date_joined is among it.
    paths = [
        path
        for path in python_files()
        if str(path.relative_to(ROOT)) not in REAL_TIME and path.parent.name != "migrations"
    ]

    assert lines_matching(paths, CLOCK_CALLS) == []


def test_templates_never_switch_off_escaping():
    unsafe = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|\{%\s*autoescape\s+off")

    assert lines_matching(files_of("templates", ".html", ".txt", ".svg"), unsafe) == []


def page_templates() -> list[Path]:
    """Templates of web pages; those of papers carry their own style sheet."""
    papers = ROOT / "templates" / "documents"
    return [path for path in files_of("templates", ".html") if papers not in path.parents]


def test_pages_have_no_inline_style_or_script():
    inline = re.compile(
        r"\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:",
        re.IGNORECASE,
    )

    assert lines_matching(page_templates(), inline) == []


def test_pages_and_style_sheets_ask_no_other_host():
    other_host = re.compile(
        r"(?:src|srcset|href|action|poster)\s*=\s*[\"']?(?:https?:)?//"
        r"|url\(\s*[\"']?(?:https?:)?//|@import\s+[\"'](?:https?:)?//",
        re.IGNORECASE,
    )
    paths = files_of("templates", ".html", ".txt", ".svg") + files_of("static", ".css", ".js")

    assert lines_matching(paths, other_host) == []


def test_state_is_written_only_by_move():
    paths = [path for path in python_files() if path != ROOT / "dandvan" / "transition.py"]

    assert lines_matching(paths, re.compile(r"\w\.state\s*=[^=]|\bupdate\(.*\bstate=")) == []


def test_no_signals_but_the_one_that_makes_the_role_names():
    signal = re.compile(r"@receiver\b|\b(?!post_migrate\b)\w+\.connect\(")

    assert lines_matching(python_files(), signal) == []
