"""Posts bodies over a few connections at once, as Meta does; how long each took."""

import socket
import threading
import time
from urllib.parse import urlsplit

CONNECTIONS = 4


def post_all(url, bodies, header):
    """(requests per second, [seconds each]); an answer other than 200 raises."""
    requests = [_request(url, body, header(body)) for body in bodies]
    place = urlsplit(url)
    lanes = [requests[lane::CONNECTIONS] for lane in range(CONNECTIONS)]
    took, wrong = [], []
    threads = [
        threading.Thread(
            target=_lane, args=((place.hostname, place.port), lane, took, wrong)
        )
        for lane in lanes
    ]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - started
    if wrong or len(took) != len(bodies):
        raise RuntimeError(f"{url}: {wrong[:3]}")
    return len(bodies) / seconds, took


def _lane(place, requests, took, wrong):
    for request in requests:
        started = time.perf_counter()
        status = _send(place, request)
        took.append(time.perf_counter() - started)
        if b" 200 " not in status:
            wrong.append(status)


def _send(place, request):
    with socket.create_connection(place, timeout=60) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(4096):
            answer += part
    return answer.partition(b"\r\n")[0]


def _request(url, body, signature):
    place = urlsplit(url)
    head = (
        f"POST {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"X-Hub-Signature-256: {signature}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
