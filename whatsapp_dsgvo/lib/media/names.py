"""File names of strangers, made fit to be shown and to be saved."""

import mimetypes
import re
import unicodedata

LENGTH = 120
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_FORBIDDEN = re.compile(r'[<>:"|?*;%]+')
# Signs that make a formula of a name in a list, or an option in a command; the wide
# ones do so, too.
_LEADING = " _=+-@\uff1d\uff0b\uff0d\uff20"
_DOUBLE = ("tar.gz", "tar.xz", "tar.bz2")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
# What Windows, macOS or a browser runs when somebody opens it.
_EXECUTABLE = frozenset(
    "apk app appref-ms bat cmd com cpl dll dmg exe gadget hta inf jar js jse lnk "
    "msc msi msp pif ps1 reg scf scr sct settingcontent-ms sh url vb vbe vbs ws wsc "
    "wsf wsh xll".split()
)
# What mimetypes does not know, or calls by an unusual name.
_EXTENSIONS = {
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/amr-wb": "awb",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "text/plain": "txt",
    "video/3gpp": "3gp",
}
_SAME = {
    "jpeg": "jpg",
    "jpe": "jpg",
    "oga": "ogg",
    "opus": "ogg",
    "m4b": "m4a",
    "3gpp": "3gp",
}


def safe_name(claimed: str | None, mime_type: str, fallback: str = "file") -> str:
    """A name without path, formula, tricks of direction and hidden extensions.

    `mime_type` is that of the bytes: where it is known, the name ends as it says.
    """
    stem, extension = _split(_cleaned(claimed or ""))
    stem = stem.replace(".", "_").lstrip(_LEADING).rstrip(" _") or fallback
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    known = _extension_of(mime_type)
    if known and _SAME.get(extension, extension) != known:
        stem = f"{stem}_{extension}" if extension else stem
        extension = known
    ending = f".{extension}" if extension else ""
    return stem[: LENGTH - len(ending)].rstrip(" _") + ending


def is_executable(claimed: str | None) -> bool:
    """Whether opening a file of this name would run it."""
    return _split(_cleaned(claimed or ""))[1] in _EXECUTABLE


def _cleaned(name: str) -> str:
    """One line of printable characters; only what stands behind the last slash."""
    name = unicodedata.normalize("NFC", name)
    name = "".join(c if c.isprintable() else " " for c in name)
    name = re.split(r"[/\\]", name)[-1]
    return " ".join(_FORBIDDEN.sub("_", name).split()).strip(". ")


def _split(name: str) -> tuple[str, str]:
    """(stem, extension in lower case without its dot)."""
    for double in _DOUBLE:
        if name.lower().endswith(f".{double}"):
            return name[: -len(double) - 1], double
    match = _EXTENSION.search(name)
    if not match:
        return name, ""
    return name[: match.start()], match[1].lower()


def _extension_of(mime_type: str) -> str:
    if mime_type == "application/octet-stream":
        return ""
    guess = _EXTENSIONS.get(mime_type) or mimetypes.guess_extension(mime_type) or ""
    return guess.lstrip(".")
