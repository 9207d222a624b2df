"""Odoo databases: a template with everything but our addon, and copies of it."""

import hashlib
import shutil

from . import checklog, config, database, odoo_conf, odoo_source, process, venv
from .odoo_conf import BASE
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


def ensure_base(demo):
    """The template database; built when it is missing or its parts have changed."""
    name = "wa_base_demo" if demo else "wa_base"
    recipe = _recipe(demo)
    if database.label_of(name) == recipe:
        return name
    with step(f"Building the template database {name} (about a minute)"):
        new = f"{name}_new"
        database.create(new)
        odoo_conf.write(BASE)
        load = ",".join(config.LANGUAGES)
        install(BASE, new, MODULES, demo, "--load-language", load)
        database.ask(_STAY_HOME, new)
        database.rename(new, name)
        _keep_files(new, name)
        database.label(name, recipe)
    return name


def copy_base(site, demo):
    """A fresh database for a site, without our addon; its old files are removed."""
    template = ensure_base(demo)
    database.copy(template, site.database)
    for folder in site.private:
        shutil.rmtree(folder, ignore_errors=True)
    odoo_conf.write(site)
    source = _filestore(BASE, template)
    if source.is_dir():
        shutil.copytree(source, _filestore(site, site.database))


def install(site, name, modules, demo, *options):
    """Install addons; a warning in Odoo's log is a failure, like in OCA's checks."""
    log = config.LOGS / f"install-{name}.log"
    log.unlink(missing_ok=True)
    command = odoo_conf.odoo(site, "-d", name, "-i", ",".join(modules), *options)
    command += ["--stop-after-init", "--no-http", "--max-cron-threads", "0"]
    command += ["--with-demo"] if demo else []
    what = ", ".join(modules)
    process.run(
        command,
        log,
        f"Installing {what} failed.",
        env=odoo_conf.environment(site),
    )
    found = checklog.complaints(log.read_text(encoding="utf-8"))
    if found:
        lines = "\n".join(f"    {line}" for line in found)
        raise Problem(f"Odoo complained while installing {what}:\n{lines}")


def _recipe(demo):
    parts = (odoo_source.version(), venv.locked(), MODULES, _STAY_HOME, demo)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _filestore(site, name):
    return site.data_dir / "filestore" / name


def _keep_files(old, new):
    shutil.rmtree(_filestore(BASE, new), ignore_errors=True)
    if _filestore(BASE, old).is_dir():
        _filestore(BASE, old).rename(_filestore(BASE, new))
