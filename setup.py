"""Builds a wheel that Odoo 19 finds without an addons path.

Odoo itself is not on PyPI, so it is not among the requirements; neither is
helpdesk_mgmt, whose wheel asks for it.
"""

import ast
from pathlib import Path

from setuptools import find_packages, setup

NAME = "whatsapp_dsgvo"
ADDON = Path(__file__).parent / NAME
PACKAGE = f"odoo.addons.{NAME}"
CODE = {".py", ".pyc"}

manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text(encoding="utf-8"))
packages = [PACKAGE, *(f"{PACKAGE}.{name}" for name in find_packages(NAME))]
data = [
    str(path.relative_to(ADDON))
    for path in sorted(ADDON.rglob("*"))
    if path.is_file() and path.suffix not in CODE
]

setup(
    name=f"odoo-addon-{NAME}",
    version=manifest["version"],
    description=manifest["summary"],
    author=manifest["author"],
    license="AGPL-3.0-only",
    license_files=["LICENSE"],
    packages=packages,
    package_dir={PACKAGE: NAME},
    package_data={PACKAGE: data},
    python_requires=">=3.10",
    # Odoo pins cryptography 42.0.8 on Python 3.12 and 3.4.8 below.
    install_requires=[
        "clamd",
        "cryptography>=3.4.8",
        "filetype",
        "holidays",
        "phonenumbers",
        "requests",
        "vobject",
    ],
    extras_require={"test": ["pytest-odoo"]},
    zip_safe=False,
    classifiers=[
        "Framework :: Odoo",
        "Framework :: Odoo :: 19.0",
        "Programming Language :: Python :: 3",
    ],
)
