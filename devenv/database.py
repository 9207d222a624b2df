"""Creating, copying and asking databases with PostgreSQL's own programs."""

from .pg_client import ask


def exists(name):
    """True when the server has this database."""
    return ask(f"select 1 from pg_database where datname = '{name}'", "postgres") == "1"


def drop(name):
    """Remove a database, whoever is connected; True when there was one."""
    there = exists(name)
    ask(f'drop database if exists "{name}" with (force)', "postgres")
    return there


def copy(template, name):
    """Make `name` a copy of `template`, replacing what was there."""
    drop(name)
    ask(f'create database "{name}" template "{template}"', "postgres")


def create(name):
    """An empty database, as Odoo creates them."""
    drop(name)
    options = "encoding 'unicode' lc_collate 'C' template template0"
    ask(f'create database "{name}" {options}', "postgres")


def rename(old, new):
    """Give a database its final name: the last step of building it."""
    drop(new)
    ask(f'alter database "{old}" rename to "{new}"', "postgres")


def label(name, text):
    """Keep a note with the database: what it was built from."""
    ask(f"comment on database \"{name}\" is '{text}'", "postgres")


def label_of(name):
    """The note of `label`, empty for none and for no such database."""
    return ask(
        "select shobj_description(oid, 'pg_database') from pg_database "
        f"where datname = '{name}'",
        "postgres",
    )
