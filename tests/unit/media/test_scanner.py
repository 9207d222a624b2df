import contextlib
import io
import socket
import threading
from itertools import count
from time import monotonic

import pytest

from whatsapp_dsgvo.lib.media import scanner


@pytest.fixture
def clamd():
    """A socket that answers every command with what the test has put down."""
    listener = socket.create_server(("127.0.0.1", 0))
    answers = []

    def serve():
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            # who waits no longer hangs up
            with connection, contextlib.suppress(OSError):
                connection.recv(4096)
                connection.sendall(answers[0])
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(4096):
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"tcp://127.0.0.1:{listener.getsockname()[1]}", answers
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [(b"stream: OK\n", "clean"), (b"stream: Win.Test FOUND\n", "found")],
)
def test_the_verdict(clamd, answer, verdict):
    address, answers = clamd
    answers.append(answer)
    assert scanner.scan(address, io.BytesIO(b"x"), 5, monotonic) == verdict


@pytest.mark.parametrize(
    "answer", [b"", b"nonsense\n", b"stream: Can't allocate memory ERROR\n"]
)
def test_an_answer_that_is_no_verdict_is_never_clean(clamd, answer):
    address, answers = clamd
    answers.append(answer)
    with pytest.raises(scanner.ScannerAway):
        scanner.scan(address, io.BytesIO(b"x"), 5, monotonic)


def test_too_long_for_the_scanner(clamd):
    address, answers = clamd
    answers.append(b"INSTREAM size limit exceeded. ERROR\n")
    with pytest.raises(scanner.TooLargeToScan):
        scanner.scan(address, io.BytesIO(b"x"), 5, monotonic)


def test_ping(clamd):
    address, answers = clamd
    answers.append(b"PONG\n")
    assert scanner.is_there(address, 5, monotonic)
    assert not scanner.is_there("unix:/nowhere/clamd.ctl", 5, monotonic)


@pytest.mark.parametrize("address", ["", "none", "tcp://host", "http://x:1", "unix:x"])
def test_addresses_no_scanner_can_have(address):
    with pytest.raises(scanner.BadAddress):
        scanner.check_address(address)
    with pytest.raises(scanner.ScannerAway):
        scanner.scan(address, io.BytesIO(b"x"), 5, monotonic)


def test_all_waits_together_have_an_end(clamd):
    """Each of them is short: it takes a block every second, and has many to take."""
    address, answers = clamd
    answers.append(b"stream: OK\n")
    seconds = count()
    file = io.BytesIO(bytes(50 * 1024))
    with pytest.raises(scanner.ScannerAway):
        scanner.scan(address, file, 40, lambda: next(seconds))
    assert 0 < file.tell() < 50 * 1024


def test_a_scanner_that_never_answers_is_left():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(scanner.ScannerAway):
            scanner.scan(address, io.BytesIO(b"x"), 0.1, monotonic)
        assert not scanner.is_there(address, 0.1, monotonic)
