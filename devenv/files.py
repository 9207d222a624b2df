"""A site's own files (filestore, keys, journal): copied, moved and removed."""

import shutil


def remove(*folders):
    """Remove folders with all they hold; those that do not exist are fine."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def copy_site(source, target):
    """Give `target` a copy of `source`'s files in place of its own."""
    remove(*target.private)
    for old, new in zip(source.private, target.private, strict=True):
        if old.is_dir():
            shutil.copytree(old, new)
    _name_filestore(source, target)


def move_site(source, target):
    """Give `target` the files of `source`, which is gone afterwards."""
    remove(target.folder)
    source.folder.rename(target.folder)
    _name_filestore(source, target)


def _name_filestore(source, target):
    """Odoo keeps a database's files under the database's name."""
    stores = target.data_dir / "filestore"
    if (stores / source.database).is_dir():
        (stores / source.database).rename(stores / target.database)
    remove(target.data_dir / "sessions")
