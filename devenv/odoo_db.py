"""Odoo databases built step by step, each step a template for the next.

    wa_base   Odoo and helpdesk_mgmt, German and English
    wa_ready  the same with our addon; development and tests start as copies of it

Each exists with and without demo data. A step is built under another name and renamed
at its end, and it carries a label that says what it was built from.
"""

import hashlib

from . import (
    addon,
    checklog,
    config,
    database,
    files,
    odoo_conf,
    odoo_source,
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


def ensure_ready(demo):
    """The database with our addon freshly installed; a copy of it is a fresh site."""
    ready = _template("wa_ready", demo)
    recipe = f"{_base_recipe(demo)} {addon.digest()}"
    if not _is_built(ready, recipe):
        base = _ensure_base(demo)
        with step(f"Installing {config.ADDON} into {ready.database}"):
            new = _copy(base, _under_construction(ready))
            install(new, [config.ADDON], demo)
            _finish(new, ready, recipe)
    return ready


def fresh(site, demo):
    """Replace a site by a copy of the installed addon, keys and files included."""
    _copy(ensure_ready(demo), site)
    database.label(site.database, addon.digest())


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
    database.label(site.database, addon.digest())


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


def _ensure_base(demo):
    base = _template("wa_base", demo)
    recipe = _base_recipe(demo)
    if not _is_built(base, recipe):
        with step(f"Building the template {base.database} (about a minute)"):
            new = _under_construction(base)
            files.remove(*new.private)
            database.create(new.database)
            languages = ",".join(config.LANGUAGES)
            install(new, MODULES, demo, "--load-language", languages)
            database.ask(_STAY_HOME, new.database)
            _finish(new, base, recipe)
    return base


def _template(name, demo):
    name = f"{name}_demo" if demo else name
    return Site(name, name, config.DEV / "templates" / name)


def _under_construction(site):
    name = f"{site.name}_new"
    return Site(name, name, site.folder.with_name(name))


def _base_recipe(demo):
    parts = (odoo_source.version(), venv.locked(), MODULES, _STAY_HOME, demo)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _is_built(site, recipe):
    return database.label_of(site.database) == recipe and site.folder.is_dir()


def _copy(source, target):
    database.copy(source.database, target.database)
    files.copy_site(source, target)
    return target


def _finish(new, final, recipe):
    database.rename(new.database, final.database)
    files.move_site(new, final)
    database.label(final.database, recipe)
