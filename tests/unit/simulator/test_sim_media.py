"""Files: looked up, downloaded, deleted."""

import time

import requests
from sim_business import ERIKA, PNG, download

from tests.simulator import demo
from tests.simulator.media_store import BLOCK
from tests.simulator.server import Simulator


def test_address_needs_the_token(upload, look_up):
    url = look_up(upload().json()["id"]).json()["url"]
    assert download(url, headers={}).status_code == 401


def test_address_is_good_for_five_minutes(sim, upload, look_up):
    url = look_up(upload().json()["id"]).json()["url"]
    sim.advance(seconds=299)
    assert download(url).status_code == 200
    sim.advance(seconds=1)
    assert download(url).status_code == 404


def test_address_can_not_be_made_up(upload, look_up):
    first, second = (upload().json()["id"] for _time in range(2))
    url = look_up(first).json()["url"]
    assert download(url.replace(first, second)).status_code == 404
    assert download(url.partition("?")[0]).status_code == 404


def test_look_up_for_another_number_is_refused(upload, look_up):
    answer = look_up(upload().json()["id"], phone_id="100000000000009")
    assert "phone_number_id" in answer.json()["error"]["message"]


def test_uploaded_id_is_good_for_thirty_days(sim, upload, look_up):
    media_id = upload().json()["id"]
    sim.advance(days=29)
    assert look_up(media_id).status_code == 200
    sim.advance(days=1)
    assert look_up(media_id).json()["error"]["error_subcode"] == 33


def test_deleted_file_is_gone(graph, upload, look_up):
    media_id = upload().json()["id"]
    url = look_up(media_id).json()["url"]
    assert graph.call("DELETE", media_id).json() == {"success": True}
    assert look_up(media_id).json()["error"]["error_subcode"] == 33
    assert download(url).status_code == 404


def test_files_work_with_a_360dialog_key(sim):
    headers = {"D360-API-KEY": demo.D360_KEY}
    fields = {"messaging_product": "whatsapp"}
    files = {"file": ("a.png", PNG, "image/png")}
    options = {"headers": headers, "timeout": 5}
    answer = requests.post(f"{sim.url}/media", data=fields, files=files, **options)
    media_id = answer.json()["id"]
    found = requests.get(f"{sim.url}/{media_id}", **options).json()
    assert requests.get(found["url"], **options).content == PNG


def test_existing_faults_work_for_files(sim, upload, look_up):
    media_id = upload().json()["id"]
    for endpoint in ("media", "media_lookup", "media_download"):
        sim.add_fault("503", endpoint=endpoint)
    assert upload().status_code == 503
    assert look_up(media_id).status_code == 503
    assert download(sim.media_url(media_id)).status_code == 503
    assert download(sim.media_url(media_id)).status_code == 200


def test_files_survive_a_restart_and_go_with_a_reset(tmp_path):
    with Simulator(state_dir=tmp_path) as sim:
        wamid = sim.customer_sends_file(ERIKA, "image", PNG)
        media_id = sim.media_of(wamid).id
    with Simulator(state_dir=tmp_path) as again:
        assert again.media_bytes(media_id) == PNG
        again.reset()
        assert again.media == []
    assert list((tmp_path / "media").iterdir()) == []


def test_a_file_comes_as_slowly_as_it_is_set(sim, look_up):
    data = PNG + bytes(3 * BLOCK)
    sim.configure(block_ms=50)
    wamid = sim.customer_sends_file(ERIKA, "image", data, mime_type="image/png")
    url = look_up(sim.media_of(wamid).id).json()["url"]
    begun = time.monotonic()
    assert download(url).content == data
    assert time.monotonic() - begun >= 4 * 0.05
