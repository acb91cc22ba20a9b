"""Photos of the sample, drawn by code: what is the matter, and the same place when it is done. Nobody is on them."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

SIZE = WIDTH, HEIGHT = 960, 720
GROUND = 430  # where the ground begins
DAY, NIGHT, GRASS, TAR, MUD, WATER = "#bfd7e6", "#1c2433", "#8fa873", "#6d6f73", "#8a7458", "#6f97a8"
PALES = ("#d8c9b0", "#c9d2c4", "#d4cfc7", "#c7cdd6")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that is being drawn: the brush, chance, and whether what was the matter is mended."""

    draw: ImageDraw.ImageDraw
    random: Random
    mended: bool


def photo(kind: str, random: Random, *, mended: bool) -> bytes:
    """A photo of that kind as PNG."""
    image = Image.new("RGB", SIZE, DAY)
    drawing = Drawing(ImageDraw.Draw(image), random, mended)
    drawing.draw.rectangle((0, GROUND, WIDTH, HEIGHT), fill=GRASS)
    _houses(drawing)
    _SCENES[kind](drawing)
    kept = io.BytesIO()
    image.save(kept, "PNG", compress_level=1)
    return kept.getvalue()


def _houses(on: Drawing) -> None:
    for left in range(on.random.randrange(40, 120), WIDTH, 260):
        _house(on, left, on.random.randrange(120, 190))


def _house(on: Drawing, left: int, height: int) -> None:
    wall = on.random.choice(PALES)
    on.draw.rectangle((left, GROUND - height, left + 180, GROUND), fill=wall)
    roof = ((left - 15, GROUND - height), (left + 90, GROUND - height - 70), (left + 195, GROUND - height))
    on.draw.polygon(roof, fill="#7b5a4b")
    for window in (left + 25, left + 110):
        on.draw.rectangle((window, GROUND - height + 30, window + 40, GROUND - height + 80), fill="#5f7484")


def _road(on: Drawing) -> None:
    on.draw.polygon(((360, GROUND), (600, GROUND), (900, HEIGHT), (60, HEIGHT)), fill=TAR)
    for number in range(0 if on.mended else on.random.randrange(6, 12)):
        x, y = on.random.randrange(250, 700), GROUND + 40 + number * 22
        on.draw.ellipse((x, y, x + 60 + 8 * number, y + 20 + 2 * number), fill=MUD, outline="#4b4b4d", width=4)
    for y in range(GROUND + 20, HEIGHT, 70) if on.mended else ():
        on.draw.polygon(((472, y), (488, y), (492, y + 40), (468, y + 40)), fill="#e9e6d8")


def _bridge(on: Drawing) -> None:
    on.draw.rectangle((0, 520, WIDTH, HEIGHT), fill=WATER)
    on.draw.rectangle((0, 500, WIDTH, 545), fill="#a59f95")
    for number, x in enumerate(range(30, WIDTH, 100)):
        if on.mended or number not in (4, 5):
            on.draw.rectangle((x, 400, x + 18, 500), fill="#b5533c" if number % 2 else "#efece4")
    for y in (415, 455):
        for left, right in ((30, WIDTH),) if on.mended else ((30, 345), (630, WIDTH)):
            on.draw.line((left, y, right, y), fill="#d9d4c8", width=12)


def _puddle(on: Drawing) -> None:
    _road(Drawing(on.draw, on.random, mended=True))
    for number in range(0 if on.mended else 3):
        x, y = on.random.randrange(120, 420), GROUND + 60 + 70 * number
        on.draw.ellipse((x, y, x + 360, y + 80), fill=WATER, outline="#4d7485", width=5)


def _tap(on: Drawing) -> None:
    on.draw.rectangle((0, 0, WIDTH, HEIGHT), fill="#dfe3e4")
    on.draw.rectangle((300, 180, 560, 230), fill="#8d979c")
    on.draw.rectangle((520, 230, 560, 300), fill="#8d979c")
    on.draw.rectangle((526, 300, 554, 560), fill="#a9d3e4" if on.mended else "#b58d3d")
    on.draw.ellipse((380, 530, 700, 640), fill="#cfe6ef" if on.mended else "#a37c31", outline="#5e6669", width=8)


def _rubbish(on: Drawing) -> None:
    on.draw.rectangle((560, 350, 700, 560), fill="#4f7a57")
    on.draw.rectangle((545, 335, 715, 360), fill="#3d6245")
    for _number in range(0 if on.mended else 60):
        x, y = on.random.randrange(200, 720), on.random.randrange(480, 660)
        colour = on.random.choice(("#e9e4da", "#3f3f46", "#c96f4a", "#d8b24c", "#6a8aa0"))
        on.draw.polygon(((x, y), (x + 38, y - 20), (x + 56, y + 18), (x + 14, y + 34)), fill=colour, outline="#5a5348")


def _lamp(on: Drawing) -> None:
    on.draw.rectangle((0, 0, WIDTH, GROUND), fill=NIGHT)
    on.draw.rectangle((0, GROUND, WIDTH, HEIGHT), fill="#2b3226")
    if on.mended:
        on.draw.polygon(((600, 170), (700, 170), (900, HEIGHT), (380, HEIGHT)), fill="#b9a765")
    on.draw.rectangle((470, 150, 490, 640), fill="#8e959c")
    on.draw.rectangle((470, 150, 660, 164), fill="#8e959c")
    on.draw.ellipse((600, 150, 700, 190), fill="#ffe9a0" if on.mended else "#4a4f57")


def _cars(on: Drawing) -> None:
    _road(Drawing(on.draw, on.random, mended=True))
    for number in range(3 if on.mended else 7):
        x = 700 if on.mended else on.random.randrange(150, 680)
        y = GROUND + 20 + number * (80 if on.mended else 36)
        colour = on.random.choice(("#b0413e", "#e5e5e2", "#37474f", "#4f6d8a"))
        on.draw.rounded_rectangle((x, y, x + 170, y + 60), 18, fill=colour, outline="#22262a", width=3)
        on.draw.rounded_rectangle((x + 35, y - 30, x + 130, y + 10), 14, fill=colour, outline="#22262a", width=3)


def _room(on: Drawing) -> None:
    on.draw.rectangle((180, 150, 780, 600), fill=on.random.choice(PALES), outline="#6b6256", width=6)
    on.draw.rectangle((420, 350, 540, 600), fill="#7b5a4b")
    for left in (240, 600):
        on.draw.rectangle((left, 230, left + 120, 320), fill="#5f7484")
    crack = (300, 160)
    for _number in range(0 if on.mended else 9):
        on_from, crack = crack, (crack[0] + on.random.randrange(-25, 40), crack[1] + 45)
        on.draw.line((*on_from, *crack), fill="#3c342c", width=7)
    if on.mended:
        on.draw.rectangle((330, 360, 400, 460), fill="#efe9d6", outline="#b5533c", width=5)


_SCENES: Mapping[str, Callable[[Drawing], None]] = {
    "road": _road,
    "bridge": _bridge,
    "puddle": _puddle,
    "tap": _tap,
    "rubbish": _rubbish,
    "lamp": _lamp,
    "cars": _cars,
    "house": _room,
}
