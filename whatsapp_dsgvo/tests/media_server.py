"""The file side of the stand-in: look-up, download, upload, delete, over real HTTP."""

import hashlib
import json
import re
from dataclasses import dataclass, field

from tests.simulator import demo
from tests.simulator.errors import GraphError
from tests.simulator.http_types import Answer, json_answer

DOWNLOAD = re.compile(r"/_media/(\d+)")
NODE = re.compile(r"/v[\d.]+/(\d+)")
UPLOAD = re.compile(r"/v[\d.]+/\d+/media")


@dataclass
class File:
    """`fault` is one of the names in `FileServer`'s methods, "" for none."""

    id: str
    data: bytes
    mime_type: str
    fault: str = ""
    options: dict = field(default_factory=dict)
    downloads: int = 0
    look_ups: int = 0
    tokens: list = field(default_factory=list)


class FileServer:
    """Answers before the simulator does; `files` by id, `deleted` ids in order."""

    def __init__(self, sim):
        self.sim = sim
        self.files = {}
        self.deleted = []
        self.uploads = []
        self.refuse_uploads = 0
        self._next = sim.answer
        sim.answer = self.answer

    def add(self, data, mime_type, fault="", **options):
        media_id = str(90_000_000 + len(self.files))
        self.files[media_id] = File(media_id, data, mime_type, fault, options)
        return self.files[media_id]

    def answer(self, request):
        if match := DOWNLOAD.fullmatch(request.path):
            return self._download(self.files[match[1]], request)
        match = NODE.fullmatch(request.path)
        if match and match[1] in self.files:
            return self._node(self.files[match[1]], request)
        if request.method == "POST" and UPLOAD.fullmatch(request.path):
            return self._upload(request)
        return self._next(request)

    def _node(self, file, request):
        if request.method == "DELETE":
            self.deleted.append(file.id)
            return json_answer({"success": True})
        file.look_ups += 1
        if file.fault == "gone" or request.query.get("phone_number_id") != (
            demo.PHONE_NUMBER_ID
        ):
            return _refusal(100, 404)
        size = 5 * 1024**3 if file.fault == "huge_claim" else len(file.data)
        digest = hashlib.sha256(
            b"other" if file.fault == "wrong_hash" else file.data
        ).hexdigest()
        return json_answer(
            {
                "messaging_product": "whatsapp",
                "url": self._url(file),
                "mime_type": file.mime_type,
                "sha256": digest,
                "file_size": str(size),
                "id": file.id,
            }
        )

    def _url(self, file):
        if file.fault == "foreign_host":
            return file.options["url"]
        return f"{self.sim.url}/_media/{file.id}?n={file.look_ups}"

    def _download(self, file, request):
        file.downloads += 1
        file.tokens.append(request.headers.get("authorization"))
        if request.headers.get("authorization") != f"Bearer {demo.ACCESS_TOKEN}":
            return _refusal(190, 401)
        if file.fault == "redirect":
            return Answer(302, headers={"Location": file.options["to"]})
        if file.fault == "cut":
            return Answer(ending="cut")
        # an address is good once: the next attempt has to look it up anew
        if file.fault == "expired" and request.query["n"] == "1":
            return _refusal(100, 404)
        return Answer(200, file.data, file.mime_type)

    def _upload(self, request):
        if self.refuse_uploads:
            self.refuse_uploads -= 1
            return _refusal(131000, 500)
        fields, data = _parts(request)
        file = self.add(data, fields["type"])
        self.uploads.append((file.id, fields, data))
        return json_answer({"id": file.id})


def _parts(request):
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    fields, data = {}, b""
    for part in request.body.split(b"--" + boundary)[1:-1]:
        head, _, body = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]*)"', head)[1].decode()
        body = body.removesuffix(b"\r\n")
        if name == "file":
            data = body
            fields["filename"] = re.search(rb'filename="([^"]*)"', head)[1].decode()
        else:
            fields[name] = body.decode()
    return fields, data


def _refusal(code, http):
    error = GraphError(code, http=http)
    return Answer(http, json.dumps(error.body()).encode())
