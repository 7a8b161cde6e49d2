"""Photos that people take outside: really pictures, without the place where they were taken.

photo = clean_photo(upload, field="photos")      # raises InvalidInput
store_upload(photo.file, folder=...), store_upload(photo.thumbnail, folder=...)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import PurePath

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from pi_heif import register_heif_opener
from PIL import ExifTags, Image, ImageOps

from crm.errors import InvalidInput
from crm.web.uploads import check_upload

KINDS = frozenset({"image/jpeg", "image/png", "image/heic"})
MOST_PIXELS = 80_000_000
THUMBNAIL = (320, 320)
CHINA = "+08:00"

register_heif_opener()


@dataclass(frozen=True)
class Photo:
    """A picture as it is kept: the file without personal data, a small JPEG of it, and when the camera took it."""

    file: UploadedFile
    thumbnail: UploadedFile
    taken_at: datetime | None


def clean_photo(file: UploadedFile, *, field: str = "photo") -> Photo:
    """Open a picture and write it anew: pixels, colours and the way up stay; place, device and notes go.

    A HEIC, which no browser but Apple's shows, becomes a JPEG.

    Raises InvalidInput at `field` for what is no JPEG, PNG or HEIC, is broken, or has more than 80 million pixels.
    """
    kind, name = require_photo(file, field=field), file.name or ""
    try:
        with Image.open(file, formats=("JPEG", "PNG", "HEIF")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise InvalidInput({field: _("“%(name)s” has too many pixels.") % {"name": name}})
            picture.load()
            taken_at = _taken_at(picture.getexif())
            whole, small = _without_traces(picture), _thumbnail(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InvalidInput({field: _("“%(name)s” cannot be read as a photo.") % {"name": name}}) from error
    finally:
        file.seek(0)
    jpeg = f"{PurePath(name).stem}.jpg"
    if kind == "image/heic":
        name, kind = jpeg, "image/jpeg"
    return Photo(SimpleUploadedFile(name, whole, kind), SimpleUploadedFile(jpeg, small, "image/jpeg"), taken_at)


def require_photo(file: UploadedFile, *, field: str = "photo") -> str:
    """The media type of what looks like a JPEG, PNG or HEIC of a fitting size. Raises InvalidInput at `field`."""
    kind = check_upload(file, field=field)
    if kind not in KINDS:
        raise InvalidInput({field: _("“%(name)s” is no photo. Take JPG, PNG or HEIC.") % {"name": file.name}})
    return kind


def _without_traces(picture: Image.Image) -> bytes:
    """The picture with nothing of its EXIF but the way up; a JPEG keeps its own quality."""
    if picture.format == "HEIF":
        picture = picture.convert("RGB")
    kept, way_up = Image.Exif(), picture.getexif().get(ExifTags.Base.Orientation)
    if way_up:
        kept[ExifTags.Base.Orientation] = way_up
    out = BytesIO()
    if picture.format == "PNG":
        plain = picture.copy()
        plain.info = {key: value for key, value in picture.info.items() if key in ("transparency", "icc_profile")}
        plain.save(out, "PNG", exif=kept)
    else:
        quality = "keep" if picture.format == "JPEG" else 92  # several pictures in one file: the first is kept
        profile = picture.info.get("icc_profile")
        picture.save(out, "JPEG", quality=quality, exif=kept, icc_profile=profile, comment=b"", xmp=b"")
    return out.getvalue()


def _thumbnail(picture: Image.Image) -> bytes:
    """A small JPEG, the right way up."""
    small = ImageOps.exif_transpose(picture).convert("RGB")
    small.thumbnail(THUMBNAIL)
    small.info = {}
    out = BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue()


def _taken_at(exif: Image.Exif) -> datetime | None:
    """What the camera's clock said; Chinese time where it names no other."""
    details = exif.get_ifd(ExifTags.IFD.Exif)
    said = str(details.get(ExifTags.Base.DateTimeOriginal, "")).strip("\x00 ")
    offset = str(details.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\x00 ")
    try:
        return datetime.strptime(said + (offset or CHINA), "%Y:%m:%d %H:%M:%S%z")
    except ValueError:
        return None
