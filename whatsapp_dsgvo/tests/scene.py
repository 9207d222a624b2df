"""What all tests of a class start from, kept when the first of them has built it.

Odoo rolls each test back to a savepoint; moved behind the scene, it leaves the scene's
rows to the class's transaction. All that lies outside of it is kept here.
"""

import io
import pickle
import sqlite3
from pathlib import Path

from odoo import api, models
from odoo.sql_db import Savepoint
from odoo.tools import SQL

PLACES = ("journal", "anchors")
# those of this transaction, which has one time for all its rows
FILES = """
    SELECT DISTINCT store_fname FROM ir_attachment
     WHERE store_fname IS NOT NULL
       AND create_date >= date_trunc('second', now() AT TIME ZONE 'UTC')
"""


class Kept:
    """Stand-in, keys, files, the places elsewhere, and what the test calls things."""

    def __init__(self, case, attributes):
        """`attributes`: {name: value}, each test gets copies of its own."""
        file = io.BytesIO()
        _Pickler(file, case).dump(attributes)
        self._attributes = file.getvalue()
        self._stand_in = case.sim.snapshot()
        self._keys = sqlite3.connect(":memory:", check_same_thread=False)
        case.addClassCleanup(self._keys.close)
        with _key_file(case) as connection:
            connection.backup(self._keys)
        self._files = {path: path.read_bytes() for path in _files(case)}
        self._places = {name: _content(case, name) for name in PLACES}

    def bring_back(self, case):
        """The rows are back already: what a test destroyed elsewhere, and the rest."""
        with _key_file(case) as connection:
            self._keys.backup(connection)
        # a day's key of the test before, which the store does not know any more
        case.env["wa.vault"]._vault().inbox_key = (None, None, 0)
        for path, content in self._files.items():
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)
        for name, content in self._places.items():
            if _content(case, name) != content:
                case._second_place(name).write_bytes(content)
        case.sim.restore(self._stand_in)
        file = io.BytesIO(self._attributes)
        vars(case).update(_Unpickler(file, case).load())


def keep(case, before):
    """Everything as it is, for this class; `before`: what `case` had before the scene."""
    nothing = object()
    # what still waits for a commit belongs to it, too
    case.env.cr.flush()
    kept = Kept(
        case, {k: v for k, v in vars(case).items() if before.get(k, nothing) is not v}
    )
    _move_savepoint(case)
    return kept


def _move_savepoint(case):
    cr = case.env.cr
    closers = (getattr(cleanup[0], "__self__", None) for cleanup in case._cleanups)
    name = next(one.name for one in closers if isinstance(one, Savepoint))
    place = SQL.identifier(name)
    cr.execute(SQL("RELEASE SAVEPOINT %s; SAVEPOINT %s", place, place))
    # as after a commit in a request
    cr.clear()
    for callbacks in (cr.prerollback, cr.postrollback, cr.postcommit):
        callbacks.clear()


def _key_file(case):
    return case.env["wa.vault"]._vault().store._file


def _files(case):
    case.env.cr.execute(FILES)
    attachments = case.env["ir.attachment"]
    return [Path(attachments._full_path(name)) for (name,) in case.env.cr.fetchall()]


def _content(case, name):
    path = case._second_place(name)
    return path.read_bytes() if path else b""


class _Pickler(pickle.Pickler):
    """Records are named, as the environments of a test end with it."""

    def __init__(self, file, case):
        super().__init__(file)
        self._case = case

    def persistent_id(self, obj):
        if obj is self._case.sim:
            return "sim"
        if isinstance(obj, models.BaseModel):
            env = obj.env
            return obj._name, obj.ids, env.uid, dict(env.context), env.su
        return None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file, case):
        super().__init__(file)
        self._case = case

    def persistent_load(self, pid):
        if pid == "sim":
            return self._case.sim
        model, ids, *rest = pid
        return api.Environment(self._case.env.cr, *rest)[model].browse(ids)
