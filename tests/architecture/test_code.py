"""How the code is cut and what each part may touch, read from the sources."""

from __future__ import annotations

import ast

import pytest

from tests.fixtures.sources import Function, Module, modules, told

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "managers", "base"}
FLASK_HOMES = {
    "civic/cli.py",
    "civic/slices.py",
    "civic/kernel/faults.py",
    "civic/kernel/files.py",
    "civic/kernel/haste.py",
    "civic/kernel/limits.py",
    "civic/kernel/uploads.py",
    "civic/kernel/web.py",
    "civic/kernel/writing.py",
    "civic/kernel/access.py",
    "civic/kernel/pages.py",
}
#: Each extension has one importer; these may name Flask's own types besides.
EXTENSION_HOMES = {
    "flask_sqlalchemy": {"civic/kernel/db.py"},
    "flask_migrate": {"civic/kernel/db.py", "civic/upkeep.py"},
    "flask_mail": {"civic/kernel/delivery.py"},
    "flask_babel": {"civic/kernel/words.py"},
    "huey": {"civic/kernel/queue.py", "civic/jobs.py"},
}
#: Where one finished transaction may be ended, with the reason.
COMMITS = {
    "civic/kernel/db.py": "the unit of work",
}

#: Who may touch the environment, with the reason.
ENVIRONMENT = {
    "civic/config.py": "reads every setting once",
    "civic/serving.py": "hands --port on to the commands that it runs first",
}

#: Where HTML is made of something else than a literal, with the reason why that is safe.
HTML_HOMES = {
    "civic/kernel/markup.py": "the one place where text becomes HTML, behind two cleaners",
    "civic/kernel/pages.py": "icons out of our own file",
    "civic/discussions/mine.py": "templates of ours, which escape, put into a fragment of ours",
}


def is_page(module: Module) -> bool:
    """Whether the module belongs to the pages of a slice, or to its commands on the terminal."""
    parts = module.path.with_suffix("").parts
    return bool({"views", "forms", "console"} & set(parts))


def own_length(function: Function) -> int:
    """Lines of a function without its decorators."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_modules_are_short() -> None:
    faults = [
        f"{module.place}: {len(module.text.splitlines())} lines"
        for module in modules()
        if len(module.text.splitlines()) > LONGEST_MODULE
    ]
    assert not faults, told(faults, f"Split by noun what is longer than {LONGEST_MODULE} lines:")


def test_functions_are_short() -> None:
    faults = [
        f"{module.at(function)} {function.name}: {own_length(function)} lines"
        for module in modules()
        for function in module.functions()
        if own_length(function) > LONGEST_FUNCTION
    ]
    assert not faults, told(faults, f"Split functions longer than {LONGEST_FUNCTION} lines by what they do:")


def test_modules_say_what_they_are_for() -> None:
    faults = [module.place for module in modules() if not ast.get_docstring(module.tree)]
    assert not faults, told(faults, "Open the module with one sentence of purpose:")


def test_names_say_what_is_inside() -> None:
    faults = [module.place for module in modules() if FORBIDDEN_NAMES & set(module.name.split("."))]
    assert not faults, told(faults, "Name the module by the noun or the question it answers:")


def test_imports_stand_at_the_top() -> None:
    faults = [
        module.at(node)
        for module in modules()
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not faults, told(
        faults,
        "An import inside a function means the slices are cut wrongly; what must load late is named "
        "„module:function” in the registry of formats, jobs or commands:",
    )


def test_flask_stays_at_the_edge() -> None:
    homes = FLASK_HOMES | {place for places in EXTENSION_HOMES.values() for place in places}
    faults = [
        f"{module.at(node)} imports {name}"
        for module in modules()
        if module.place not in homes and not is_page(module)
        for node, name in module.imports()
        if name.split(".")[0] in {"flask", "flask_login", "flask_wtf"}
        and not only_typed(module, node)
        # The models of accounts are what Flask-Login signs in.
        and not (name == "flask_login.UserMixin" and module.place == "civic/accounts/models.py")
    ]
    assert not faults, told(
        faults, "Commands, queries and all below know no request; hand the value in from the view:"
    )


def only_typed(module: Module, node: ast.stmt) -> bool:
    """Whether an import is read by the type checker alone."""
    return any(
        isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING" and node in block.body
        for block in ast.walk(module.tree)
    )


@pytest.mark.parametrize("extension", sorted(EXTENSION_HOMES))
def test_each_extension_has_one_importer(extension: str) -> None:
    faults = [
        f"{module.at(node)} imports {name}"
        for module in modules()
        for node, name in module.imports()
        if name.split(".")[0] == extension and module.place not in EXTENSION_HOMES[extension]
    ]
    homes = " or ".join(sorted(EXTENSION_HOMES[extension]))
    assert not faults, told(faults, f"Use what {homes} offers instead of {extension}:")


def test_only_the_unit_of_work_commits() -> None:
    faults = [
        f"{module.at(node)} {ast.unparse(node.func)}()"
        for module in modules()
        if module.place not in COMMITS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    ]
    assert not faults, told(
        faults, "One commit, at the edge: leave it to unit_of_work(), or use kernel.db.aside():"
    )


def test_only_the_clock_knows_the_time() -> None:
    asking = {
        *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.localtime"),
        *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today"),
    }
    faults = [
        f"{module.at(node)} {name}"
        for module in modules()
        if module.place != "civic/kernel/clock.py"
        for node, name in module.dotted_names()
        if name in asking
    ]
    assert not faults, told(faults, "Ask kernel.clock, or take `now` as an argument:")


def test_only_the_configuration_reads_the_environment() -> None:
    faults = [
        f"{module.at(node)} {name}"
        for module in modules()
        if module.place not in ENVIRONMENT
        for node, name in module.dotted_names()
        if name in {"os.environ", "os.getenv", "os.putenv"}
    ]
    assert not faults, told(faults, "Make it a setting of civic/config.py:")


def test_translations_have_one_home() -> None:
    faults = [
        f"{module.at(node)} {name}"
        for module in modules()
        for node, name in module.imports()
        if name.split(".")[0] in {"gettext", "babel"} and module.place != "civic/kernel/words.py"
    ]
    assert not faults, told(faults, "Take words from civic.kernel.words:")


def test_only_markup_makes_html_of_text() -> None:
    faults = [
        f"{module.at(node)} {ast.unparse(node)[:60]}"
        for module in modules()
        if module.place not in HTML_HOMES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"Markup", "markupsafe.Markup"}
        and node.args
        and not isinstance(node.args[0], ast.Constant)
    ]
    assert not faults, told(
        faults, 'Use markup.render(), or Markup("a literal with {}").format(...), which escapes:'
    )
