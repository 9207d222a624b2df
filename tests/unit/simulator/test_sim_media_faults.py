"""Files that are not what was announced."""

import hashlib

import pytest
import requests
from sim_business import ERIKA, download

DATA = b"%PDF-1.4\n" + bytes(1000)


@pytest.fixture
def media_id(sim):
    return sim.media_of(sim.customer_sends_file(ERIKA, "document", DATA)).id


@pytest.fixture
def look_up(graph, media_id):
    return lambda: graph.call("GET", media_id)


def _download(url):
    return download(url, allow_redirects=False, stream=True)


def _fetch(look_up):
    return _download(look_up().json()["url"])


def test_fault_holds_for_every_download_of_its_look_up(sim, look_up):
    sim.add_fault("media_wrong_length", by=-1)
    url = look_up().json()["url"]
    lengths = [len(_download(url).content) for _again in range(2)]
    assert lengths == [len(DATA) - 1] * 2


def test_wrong_hash_keeps_length_and_beginning(sim, look_up):
    sim.add_fault("media_wrong_hash")
    found = look_up().json()
    content = _download(found["url"]).content
    assert len(content) == len(DATA)
    assert content[:9] == DATA[:9]
    assert hashlib.sha256(content).hexdigest() != found["sha256"]
    assert _fetch(look_up).content == DATA


@pytest.mark.parametrize("by", [-7, 7])
def test_wrong_length_differs_from_what_was_announced(sim, look_up, by):
    sim.add_fault("media_wrong_length", by=by)
    found = look_up().json()
    assert found["file_size"] == str(len(DATA))
    assert len(_download(found["url"]).content) == len(DATA) + by


def test_wrong_type_in_look_up_and_download(sim, look_up):
    sim.add_fault("media_wrong_type", mime_type="text/html")
    found = look_up().json()
    answer = _download(found["url"])
    assert (found["mime_type"], answer.headers["Content-Type"]) == ("text/html",) * 2


def test_foreign_host(sim, look_up):
    sim.add_fault("media_foreign_host", url="https://elsewhere.example/a")
    assert look_up().json()["url"] == "https://elsewhere.example/a"


def test_redirect(sim, look_up):
    sim.add_fault("media_redirect", to="http://169.254.169.254/")
    answer = _fetch(look_up)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "http://169.254.169.254/",
    )


def test_redirect_needs_an_aim(sim):
    with pytest.raises(ValueError, match="to"):
        sim.add_fault("media_redirect")


def test_expired_address_then_a_fresh_one(sim, look_up):
    sim.add_fault("media_expired_url")
    assert _fetch(look_up).status_code == 404
    assert _fetch(look_up).status_code == 200


def test_huge_claim_in_look_up_and_download(sim, look_up):
    sim.add_fault("media_huge_claim")
    found = look_up().json()
    answer = _download(found["url"])
    assert found["file_size"] == answer.headers["Content-Length"] == str(5 * 1024**3)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        _ = answer.content


def test_cut_in_the_middle(sim, look_up):
    sim.add_fault("media_cut")
    answer = _fetch(look_up)
    assert answer.headers["Content-Length"] == str(len(DATA))
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        _ = answer.content


def test_not_found_neither_named_nor_served(sim, look_up, media_id):
    sim.add_fault("media_404")
    assert look_up().status_code == 404
    assert _download(sim.media_url(media_id)).status_code == 404
    assert _fetch(look_up).status_code == 200


def test_fault_can_aim_at_one_file_or_one_person(sim, graph, media_id):
    other = sim.media_of(sim.customer_sends_file("+4915155500002", "image", b"x")).id
    sim.add_fault("media_404", media_id=other)
    sim.add_fault("media_404", recipient=ERIKA, times=0)
    assert graph.call("GET", other).status_code == 404
    assert graph.call("GET", other).status_code == 200
    assert graph.call("GET", media_id).status_code == 404
    assert graph.call("GET", media_id).status_code == 404
