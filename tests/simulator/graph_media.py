"""Files in Graph: upload, look-up, download, delete (page reference/media)."""

from . import faults, media_faults, media_files, media_types
from .entities import MediaFile
from .errors import GraphError, missing_object
from .http_types import Answer
from .multipart import FilePart, Form
from .world import World


def upload(world: World, call) -> dict:
    """`POST /<PHONE>/media` as multipart; the id is good for 30 days."""
    file = _file_of(call.request.form)
    mime_type = media_types.bare(file.mime_type)
    _check_size(mime_type, file)
    row = media_files.add(
        world,
        file.data,
        call.node,
        mime_type,
        media_files.UPLOADED_LASTS,
        filename=file.filename,
    )
    return {"id": row.id}


def look_up(world: World, call) -> dict:
    """`GET /<MEDIA-ID>`: the address and what is known of the file."""
    row = _find(world, call)
    quirk = _new_quirk(world, row)
    if quirk.get("kind") == "media_404":
        raise _gone(row.id)
    found = {
        "messaging_product": "whatsapp",
        "url": media_files.url(world, row.id, call.request.base_url),
        "mime_type": row.mime_type,
        "sha256": row.sha256,
        "file_size": str(row.size),
        "id": row.id,
    }
    return found | media_faults.in_look_up(world, row, quirk)


def download(world: World, call) -> Answer:
    """`GET` of that address, with the same token; 404 once it has expired.

    What else a download answers with is not in Meta's pages: the body of an error is
    Graph's, the type is the one the look-up named.
    """
    row = media_files.alive(world, call.node)
    if row is None or not media_files.url_holds(world, call.node, call.query):
        raise _gone(call.node)
    if row.quirk.get("kind") == "media_404":
        raise _gone(row.id)
    return media_faults.serve(world, row, row.quirk)


def delete(world: World, call) -> dict:
    """Also for files customers sent; the effect on Meta's own copy is not told."""
    row = _find(world, call)
    media_files.forget(world, row.id)
    return {"success": True}


def _file_of(form: Form | None) -> FilePart:
    if form is None:
        raise GraphError(100, title="The request must be multipart/form-data.")
    if form.problem:
        raise GraphError(100, title=form.problem)
    if form.fields.get("messaging_product") != "whatsapp":
        raise GraphError(100, title="The parameter messaging_product is required.")
    if "file" not in form.files:
        raise GraphError(100, title="The parameter file is required.")
    return form.files["file"]


def _check_size(mime_type: str, file: FilePart) -> None:
    """The type is the file part's own: Meta's latest examples leave `type` out.

    No page says how a file that is too large is refused.
    """
    kind = media_types.kind_of(mime_type)
    if not kind:
        raise GraphError(
            100,
            title="Param file must be a file with one of the following types: "
            f"{', '.join(media_types.ALL_TYPES)}. "
            f"Received file of type '{mime_type}'.",
        )
    moves = kind == "sticker" and media_types.is_animated(bytes(file.data[:32]))
    most = media_types.ANIMATED_STICKER if moves else media_types.LARGEST[kind]
    if not 0 < len(file.data) <= most:
        raise GraphError(131053, f"Size of {kind} must be between 1 and {most} bytes.")


def _find(world: World, call) -> MediaFile:
    row = media_files.alive(world, call.node)
    if row is None:
        raise missing_object(call.node)
    given = call.query.get("phone_number_id")
    foreign = row.inbound and world.config.inbound_media_number == "refused"
    if given is not None and (foreign or given != row.phone_id):
        title = "Param phone_number_id is not a valid whatsapp business phone number id"
        raise GraphError(100, title=f"{title} ID")
    return row


def _new_quirk(world: World, row: MediaFile) -> dict:
    """What goes wrong with this look-up and the downloads that follow from it."""
    person = world.customers.get(row.customer)
    names = (person.phone, person.user_id, person.id) if person else ()
    where = {"phone_id": row.phone_id, "recipients": names, "media_id": row.id}
    fault = faults.take(world, faults.MEDIA_KINDS, **where)
    quirk = {"kind": fault.kind, **fault.options} if fault else {}
    if quirk != row.quirk:
        world.patch("media", row.id, quirk=quirk)
    return quirk


def _gone(media_id: str) -> GraphError:
    error = missing_object(media_id)
    error.http = 404
    return error
