"""Names code that nothing uses; `make check` runs it. Tests do not count as use.

vulture reads Python only. Templates mention properties, and Django takes many names as strings (`method="by_year"`,
`"accounts.adapter.AccountAdapter"`), so whatever a template or a string names counts as used.
"""

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = sys.argv[1:]
NAME = re.compile(r"[A-Za-z_]\w*")
TEMPLATE_CODE = re.compile(r"{[{%].*?[%}]}", re.DOTALL)
NAMES_IN_A_STRING = re.compile(r"-?[A-Za-z_][\w.]*(?: \| None)?")

#: What Django and its companions call by name.
CALLED_BY_NAME = [
    "*Config", "Command", "add_arguments", "handle",  # apps, commands of manage.py
    "*Admin", "has_*_permission", "get_search_results",  # the service section
    "label_from_instance", "get_row_result_class", "filter_queryset",  # forms, resources, filters
    "natural_key", "get_by_natural_key", "create_superuser",  # fixtures, createsuperuser
    "as_sqlite", "as_postgresql", "value_to_string",  # functions and fields of the database
    "__call__",  # protocols of functions
    "process_view", "process_exception", "is_open_for_signup", "create_compressor",  # middleware, allauth, whitenoise
    "pre_authenticate", "authentication_failed", "confirm_email", "_delete_login_attempts_cached_email",  # allauth
    "get_reauthentication_methods",
    "generate_authenticator_name", "get_public_key_credential_rp_entity", "get_help_text",  # allauth, validators
    "MaskedLogger", "atoms",  # gunicorn
    "CacheEntry",  # the table of the shared cache, which Django reads and writes by its name
    "to_python", "to_url",  # converters of addresses
    "bound_data", "has_changed", "_save",  # fields of forms, storages
]  # fmt: skip
#: methods that a library calls by the name of a field or a column; a function of such a name is called by ours
CALLED_BY_FIELD = ("clean_*", "dehydrate_*", "render_*", "order_*")  # forms, resources, tables
REGISTERED = ["@register.*", "@receiver*", "@admin.*"]
#: Class attributes and attributes of foreign objects (`ordering`, `freeze_panes`) are read by those who own the names.
NOT_JUDGED = {"variable", "attribute"}


def python_files() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)


def names_in_templates() -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.*"))
    return {name for text in texts for code in TEMPLATE_CODE.findall(text) for name in NAME.findall(code)}


def names_in_strings() -> set[str]:
    nodes = (node for path in python_files() for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    strings = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    words = (word for text in strings if NAMES_IN_A_STRING.fullmatch(text) for word in NAME.findall(text))
    return {part for word in words for part in (word, *word.split("__"))}


def is_called_by_field(item: Item) -> bool:
    return item.typ == "method" and any(fnmatch(item.name, pattern) for pattern in CALLED_BY_FIELD)


def main() -> int:
    vulture = Vulture(ignore_names=CALLED_BY_NAME, ignore_decorators=REGISTERED)
    vulture.scavenge([str(path) for path in python_files()])
    mentioned = names_in_templates() | names_in_strings()
    unused = [
        item
        for item in vulture.get_unused_code(min_confidence=60)
        if item.typ not in NOT_JUDGED and item.name not in mentioned and not is_called_by_field(item)
    ]
    for item in unused:
        print(f"{item.filename.relative_to(ROOT)}:{item.first_lineno}: unused {item.typ} {item.name}")  # noqa: T201
    return 1 if unused else 0


if __name__ == "__main__":
    sys.exit(main())
