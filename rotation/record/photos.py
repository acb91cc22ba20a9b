"""Photos: made anew from what was uploaded, so that nothing but the picture is left, and kept by their own hash.

Where, when and with which device it was taken stands in a photo's metadata; none of it is kept. A file lies on the
disk before any row names it, and one that no row names is swept.
"""

import hashlib
import io
import re
import warnings
from datetime import timedelta
from pathlib import Path
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.errors import N_, InvalidInput, NotFound
from rotation.files import write_whole
from rotation.record.sealing import Sealed, Secret
from rotation.store import now

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP", "MPO")
LEFT_ALONE = timedelta(hours=1)  # a file that is younger may still be on its way to its row
_NAME = re.compile(r"[0-9a-f]{64}")
_one_at_a_time = Lock()  # fifty million pixels take 200 MB while they are made smaller


def store(instance: Path, uploaded: bytes) -> str:
    """Keep an uploaded photo and return its name; InvalidInput where it is no photo, or too large.

    To be called before the unit of work that names it: the file is on the disk then.
    """
    picture = made_anew(uploaded)
    name = hashlib.sha256(picture).hexdigest()
    folder = _folder(instance)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not (folder / f"{name}.jpg").exists():
        write_whole(folder / f"{name}.jpg", picture, mode=0o600)
    else:
        (folder / f"{name}.jpg").touch()
    return name


def made_anew(uploaded: bytes) -> bytes:
    """The picture alone as JPEG: upright, no side longer than 1,600 pixels, without any metadata."""
    from PIL import Image, ImageFile, ImageOps

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets half a picture pass, in all of the process
    if len(uploaded) > LARGEST:
        raise InvalidInput(
            N_("The photo is larger than %(most)s MiB; take it smaller."), field="photo", most=LARGEST >> 20
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what is odd in the file; it is read or it is not
            with _one_at_a_time, Image.open(io.BytesIO(uploaded), formats=FORMATS) as image:
                _refuse_huge(image.size)
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                ImageOps.exif_transpose(image, in_place=True)
                image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _jpeg(image)
    except (Image.DecompressionBombError, *_UNREADABLE):
        raise InvalidInput(_NO_PHOTO, field="photo") from None


_UNREADABLE = (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, TypeError, MemoryError)
_NO_PHOTO = N_("This is not a photo that can be read. Choose a picture from the camera (JPEG, PNG or WebP).")


def _refuse_huge(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise ValueError(size)


def _jpeg(image: object) -> bytes:
    """What is see-through becomes white; nothing but the pixels is taken along."""
    from PIL import Image

    assert isinstance(image, Image.Image)  # noqa: S101 - for mypy; Pillow is loaded only here
    seen = image.convert("RGBA")
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def path(instance: Path, name: str) -> Path:
    """Where the photo of that name lies; NotFound where there is none."""
    found = _folder(instance) / f"{name}.jpg"
    if not _NAME.fullmatch(name) or not found.is_file():
        raise NotFound(N_("There is no such photo."))
    return found


def sweep(session: Session, instance: Path) -> list[str]:
    """Delete the files that nothing sealed names (any more); returns their names."""
    named = set(session.scalars(select(Sealed.content).where(Sealed.kind == Secret.PHOTO)))
    before = (now() - LEFT_ALONE).timestamp()
    orphans = [file for file in _folder(instance).glob("*.jpg") if file.stem not in named]
    swept = [file for file in orphans if file.stat().st_mtime < before]
    for file in swept:
        file.unlink(missing_ok=True)
    return sorted(file.stem for file in swept)


def _folder(instance: Path) -> Path:
    return instance / "photos"
