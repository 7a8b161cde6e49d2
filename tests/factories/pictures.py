"""Pictures as a phone takes them, with the place in their EXIF."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

from PIL import ExifTags, Image


def picture(kind: str = "JPEG", *, colour: str = "green", taken: str = "", placed: bool = True) -> bytes:
    """A photo of 640 by 480, turned by a quarter; `taken` as a camera writes it, `2026:11:20 09:30:00`."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Phone of 张三"
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if placed:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (31.0, 18.0, 4.0)
        place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (120.0, 37.0, 5.0)
    out = BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, kind, exif=exif)
    return out.getvalue()


HEIC = b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAABgAAgAAAAAB+gABAAAAAAAAAHIAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    "cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA"
    "ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAkm1kYXQAAAAUKAGvBBj4ynHX//T7n71k/QtSEecAAAAGRXhpZgAATU0AKgAAAAgA"
    "AgEPAAIAAAAMAAAAJoglAAQAAAABAAAAMgAAAABQaG9uZSBvZiA/PwAAAgABAAIAAAACTgAAAAACAAUAAAADAAAAUAAAAAAAAAAf"
    "AAAAAQAAABIAAAABAAAABAAAAAE="
)
"""A picture of 64 by 48 as an iPhone keeps it, with the place in its EXIF; nothing here can write such a file."""
