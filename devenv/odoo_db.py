"""Odoo databases: a template with everything but our addon, and sites made of it.

The template (wa_base, wa_base_demo) takes a minute and is built once. The addon is
installed into the site's own database, because its key store is bound to that one: a
copy of an installed database is refused, as it should be. Tests that need many sites
copy one, and its keys with it.
"""

import contextlib
import hashlib
import sqlite3

from . import (
    addon,
    checklog,
    config,
    database,
    files,
    odoo_conf,
    odoo_source,
    ports,
    process,
    venv,
)
from .odoo_conf import Site
from .progress import Problem, step

# Installed by name, because skip_auto_install leaves out what would call out
# (partner_autocomplete, sms, snailmail, mail_bot, web_unsplash).
MODULES = (
    "helpdesk_mgmt",
    "base_import",
    "auth_totp",
    "auth_totp_mail",
    "auth_totp_portal",
    "phone_validation",
    "privacy_lookup",
    "rpc",
)
# Odoo's own report to its maker; and IAP, should somebody install such an addon.
_STAY_HOME = f"""
    insert into ir_config_parameter (key, value) values
        ('iap.endpoint', '{config.NOWHERE}')
        on conflict (key) do update set value = excluded.value;
    update ir_cron set active = false where id in (
        select res_id from ir_model_data where module = 'mail'
        and name = 'ir_cron_module_update_notification');
"""
_OWN_UUID = """
    update ir_config_parameter set value = gen_random_uuid()::text
        where key = 'database.uuid'
"""
_OID = "select oid from pg_database where datname = current_database()"


def fresh(site, demo):
    """Replace a site by a new database with our addon, new keys, no old files."""
    base = template(demo)
    with step(f"Installing {config.ADDON} into {site.database}"):
        database.copy(base.database, site.database)
        database.ask(_OWN_UUID, site.database)
        database.ask(_own_address(site), site.database)
        files.copy_site(base, site)
        install(site, [config.ADDON], demo)
    mark_clean(site)


def copied(site):
    """The same, but as a copy of an installation: its notices name that one's address.

    A copy gets no keys by itself, so they are given to it; the next copy as well.
    """
    name = "wa_installed"
    base = Site(name, name, config.DEV / "templates" / name)
    if not is_clean(base):
        fresh(base, demo=True)
    with step(f"Copying the installed {config.ADDON} to {site.database}"):
        database.copy(name, site.database)
        database.ask(_own_address(site), site.database)
        files.copy_site(base, site)
        _give_keys(site)
    mark_clean(site)


def _give_keys(site):
    """As `odoo whatsapp_dsgvo adopt` does, without a start of Odoo."""
    oid = database.ask(_OID, site.database)
    [store] = (site.folder / "keys").glob("*.sqlite")
    with contextlib.closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE store SET database_oid = ?", (int(oid),))


def _own_address(site):
    """Links in texts published at installation, such as the notice, lead there."""
    port = ports.choose(site.name, site.odoo_port)
    return f"""
        update ir_config_parameter set value = 'http://{ports.HOST}:{port}'
            where key = 'web.base.url'
    """


def is_clean(site):
    """True while the database is as the present sources install it."""
    return database.label_of(site.database) == addon.digest()


def mark_clean(site, clean=True):
    """Note that a database fits the sources, or (False) that it may no longer."""
    database.label(site.database, addon.digest() if clean else "in use")


def forget(site):
    """Drop a site's database, files, keys and journal; what there was, as text."""
    found = [f"database {site.database}"] if database.drop(site.database) else []
    folders = [folder for folder in site.private if folder.exists()]
    files.remove(*site.private)
    return found + [str(process.shown(folder)) for folder in folders]


def update(site):
    """Bring our addon in an existing database up to date with the sources."""
    with step(f"Updating {config.ADDON} in {site.database}"):
        _odoo(site, f"Updating {config.ADDON}", "-u", config.ADDON)
    mark_clean(site)


def install(site, modules, demo, *options):
    """Install addons into the site's database, with or without their demo data."""
    names = ",".join(modules)
    flags = ["--with-demo"] if demo else []
    _odoo(site, f"Installing {names}", "-i", names, *flags, *options)


def _odoo(site, what, *options):
    """Run Odoo once; a warning in its log is a failure, like in OCA's checks."""
    odoo_conf.write(site)
    log = config.LOGS / f"install-{site.database}.log"
    log.unlink(missing_ok=True)
    command = odoo_conf.odoo(site, "-d", site.database, *options)
    command += ["--stop-after-init", "--no-http", "--max-cron-threads", "0"]
    env = odoo_conf.environment(site)
    process.run(command, log, f"{what} failed.", env=env)
    found = checklog.complaints(log.read_text(encoding="utf-8"))
    if found:
        lines = "\n".join(f"    {line}" for line in found)
        raise Problem(f"{what}: Odoo complained.\n{lines}")


def template(demo):
    """The site whose database holds everything but our addon; made when missing."""
    name = "wa_base_demo" if demo else "wa_base"
    base = Site(name, name, config.DEV / "templates" / name)
    recipe = _base_recipe(demo)
    if database.label_of(name) != recipe or not base.folder.is_dir():
        with step(f"Building the template {name} (about a minute)"):
            new = Site(f"{name}_new", f"{name}_new", base.folder.with_name("new"))
            files.remove(new.folder)
            database.create(new.database)
            languages = ",".join(config.LANGUAGES)
            install(new, MODULES, demo, "--load-language", languages)
            database.ask(_STAY_HOME, new.database)
            database.rename(new.database, name)
            files.move_site(new, base)
            database.label(name, recipe)
    return base


def _base_recipe(demo):
    helpdesk = venv.locked_entry("odoo-addon-helpdesk-mgmt")
    parts = (odoo_source.version(), helpdesk, MODULES, _STAY_HOME, demo)
    return hashlib.sha256(repr(parts).encode()).hexdigest()
