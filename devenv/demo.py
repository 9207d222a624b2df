"""The development site: its database, its two servers, its links."""

from urllib.parse import quote

from . import config, database, lock, odoo_db, process, services
from .odoo_conf import DEV
from .server import Server, prepare


def start():
    """Everything needed, created, up to date and running."""
    ensure_database()
    return Server(DEV).start()


def ensure_database():
    """The development database, updated when the addon's sources have changed."""
    prepare()
    with lock.held("setup"):
        built_from = database.label_of(DEV.database)
        if not built_from:
            process.stop(DEV.name)
            services.choose_port(DEV)
            odoo_db.fresh(DEV, demo=True)
            Server(DEV).forget_simulator()
        elif not odoo_db.is_clean(DEV):
            process.stop(DEV.name)
            odoo_db.update(DEV)


def links(running):
    """What to click, for the person who started the demo."""
    tour = config.TOUR_PATH.format(odoo=quote(running.odoo_url, safe=":/"))
    phone = config.PHONE_PAGE.format(number=quote(config.DEMO_CUSTOMER))
    return f"""
  Odoo               {running.odoo_url}/odoo
                     log in as {", ".join(config.ROLES)} (password = login)
  Customer's phone   {running.simulator_url}{phone}
  Tour               {running.simulator_url}{tour}

  Ctrl-C ends everything; the data stays for the next start."""
