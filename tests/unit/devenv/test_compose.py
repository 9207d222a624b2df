import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "docker-compose.yml"
COMPOSE = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
ODOO = SERVICES["odoo"]


def mounts(service):
    return [volume.split(":") for volume in SERVICES[service].get("volumes", [])]


def test_file_follows_the_compose_specification():
    command = [sys.executable, "-m", "check_jsonschema"]
    command += ["--builtin-schema", "vendor.compose-spec", str(FILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("service", SERVICES)
def test_ports_are_bound_to_this_machine(service):
    ports = SERVICES[service].get("ports", [])
    assert all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("service", SERVICES)
def test_no_password_stands_in_the_file(service):
    environment = SERVICES[service].get("environment", {})
    secret = {key: text for key, text in environment.items() if "PASSWORD" in key}
    assert all(key.endswith("_FILE") for key in secret)
    assert all(text.startswith("/run/secrets/") for text in secret.values())


def test_secrets_come_from_files_git_does_not_take():
    files = [secret["file"] for secret in COMPOSE["secrets"].values()]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert files
    assert "/secrets/" in ignored
    assert all(file.startswith("./secrets/") for file in files)


@pytest.mark.parametrize("service", SERVICES)
def test_files_of_the_checkout_are_mounted_read_only(service):
    bound = [mount for mount in mounts(service) if mount[0].startswith(".")]
    assert all(mount[2] == "ro" for mount in bound)
    assert all((ROOT / mount[0]).exists() for mount in bound)


def test_keys_and_journal_have_volumes_of_their_own_outside_odoos_data():
    volumes = {mount[0]: mount[1] for mount in mounts("odoo")}
    folders = [volumes[name] for name in ("keys", "master", "journal")]
    assert not any(folder.startswith(volumes["odoo"]) for folder in folders)
    environment = ODOO["environment"]
    assert environment["WHATSAPP_DSGVO_KEY_DIR"] == volumes["keys"]
    assert environment["WHATSAPP_DSGVO_JOURNAL_DIR"] == volumes["journal"]
    master = environment["WHATSAPP_DSGVO_MASTER_KEY_FILE"]
    assert master.startswith(f"{volumes['master']}/")


def test_image_prepares_the_folders_the_volumes_are_mounted_on():
    image = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
    own = [mount[1] for mount in mounts("odoo") if "whatsapp-" in mount[1]]
    assert own
    assert all(folder in image for folder in own)


def test_stand_in_starts_in_the_demo_profile_only():
    assert SERVICES["simulator"]["profiles"] == ["demo"]
    assert not any("profiles" in SERVICES[name] for name in ("db", "odoo"))


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_reports_its_health(service):
    assert SERVICES[service]["healthcheck"]["test"]


def test_database_manager_is_off():
    conf = (ROOT / "docker" / "odoo.conf").read_text(encoding="utf-8")
    assert "list_db = False" in conf.splitlines()
    assert "--no-database-list" in ODOO["command"]
    assert "filter" not in ODOO["command"]
