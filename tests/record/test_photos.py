import io
import os
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from rotation.errors import InvalidInput, NotFound
from rotation.record import photos, sealing
from rotation.store import writing


def picture(kind="JPEG", mode="RGB", size=(320, 200), **how):
    out = io.BytesIO()
    image = Image.new(mode, size, "white" if mode in ("RGB", "L", "CMYK", "RGBA", "LA") else 0)
    if mode == "RGB":
        image.putpixel((0, 0), (255, 0, 0))
    image.save(out, kind, **how)
    return out.getvalue()


def with_metadata():
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-OF-WANG"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[2] = (32.0, 9.0, 17.0)
    return picture(exif=exif, comment=b"SECRET-COMMENT", dpi=(300, 300))


def read(data):
    return Image.open(io.BytesIO(data))


def test_nothing_is_left_but_the_picture_upright():
    made = photos.made_anew(with_metadata())
    assert b"CAMERA" not in made
    assert b"SECRET" not in made
    assert b"Exif" not in made
    assert not read(made).getexif()
    assert read(made).size == (200, 320)


def test_texts_in_other_formats_go_too():
    note = PngInfo()
    note.add_text("Author", "SECRET-NAME")
    assert b"SECRET" not in photos.made_anew(picture("PNG", pnginfo=note))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_made_smaller(kind):
    made = read(photos.made_anew(picture(kind, size=(3000, 1500))))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (1600, 800))


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"), ("JPEG", "CMYK")]
)
def test_every_kind_of_picture_becomes_a_plain_one(kind, mode):
    assert read(photos.made_anew(picture(kind, mode))).mode == "RGB"


def bomb():
    return picture("PNG", "1", (20_000, 20_000))


def huge():
    """Fifty thousand pixels wide and high, by what its head says."""
    small = picture("PNG", "1", (8, 8))
    head = b"IHDR" + (50_000).to_bytes(4) * 2 + small[24:29]
    return small[:12] + head + zlib.crc32(head).to_bytes(4) + small[33:]


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"\xff\xd8\xff\xe0",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?php system($_GET['x']); ?>",
        b"%PDF-1.4",
        picture("GIF", "P"),
        picture("TIFF"),
        picture("BMP"),
        picture()[:400],
        picture("PNG")[:60],
        bomb(),
        huge(),
    ],
)
def test_what_is_no_photo_is_refused(given):
    with pytest.raises(InvalidInput, match="not a photo"):
        photos.made_anew(given)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_photo_is_refused_whatever_another_library_lets_pass(monkeypatch, kind):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = picture(kind)
    with pytest.raises(InvalidInput, match="not a photo"):
        photos.made_anew(whole[: len(whole) * 2 // 3])


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_picture_that_moves_the_first_is_kept(kind):
    frames = [Image.new("RGB", (8, 8), (number % 256, number // 256, 0)) for number in range(1_000)]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    made = read(photos.made_anew(out.getvalue()))
    assert (made.size, getattr(made, "n_frames", 1)) == ((8, 8), 1)


def test_pictures_are_made_anew_one_at_a_time(monkeypatch):
    """Each may take as much memory as fifty million pixels do."""
    at_once, alone, jpeg = [], threading.Semaphore(1), photos._jpeg

    def watched(image):
        at_once.append(alone.acquire(blocking=False))
        made = jpeg(image)
        alone.release()
        return made

    monkeypatch.setattr(photos, "_jpeg", watched)
    with ThreadPoolExecutor(8) as many:
        list(many.map(photos.made_anew, [picture(size=(1200, 900))] * 16))
    assert all(at_once)


def test_what_is_too_large_is_refused():
    with pytest.raises(InvalidInput, match="larger than 5 MiB"):
        photos.made_anew(picture() + b"\0" * photos.LARGEST)


def test_a_photo_is_kept_by_its_hash_and_found_by_nothing_else(tmp_path):
    name = photos.store(tmp_path, picture())
    assert photos.store(tmp_path, picture()) == name
    assert photos.path(tmp_path, name).read_bytes()[:2] == b"\xff\xd8"
    for other in ("0" * 64, "../" + name, name + ".jpg", "", "x"):
        with pytest.raises(NotFound):
            photos.path(tmp_path, other)


def test_what_nothing_names_is_swept_after_a_while(session, tmp_path):
    kept, fresh, old = (photos.store(tmp_path, picture(size=(10 + n, 10))) for n in range(3))
    with writing(session):
        sealing.seal(session, kept, "photo")
    for name in (kept, old):
        os.utime(photos.path(tmp_path, name), (1, 1))
    assert photos.sweep(session, tmp_path) == [old]
    assert photos.sweep(session, tmp_path) == []
    assert {file.stem for file in (tmp_path / "photos").iterdir()} == {kept, fresh}


def test_there_may_be_no_photos_yet(session, tmp_path):
    assert photos.sweep(session, tmp_path) == []
