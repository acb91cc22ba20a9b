"""What comes out of the printer: judged by its pixels, because blank characters still have their text."""

import builtins

import pypdfium2
import pytest

from web.paper import NoPaper, pdf_of

PAGE = '<style>@page {{ size: A4; margin: 0 }} body {{ font: 40pt "{family}"; margin: 0 }}</style><p>{text}</p>'


def ink(pdf: bytes) -> int:
    """How many pixels of the first page are dark."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L")
    return sum(picture.histogram()[:128])


@pytest.mark.parametrize("family", ["Paper", "Paper Bold"])
@pytest.mark.parametrize("text", ["栖霞区一周书记", "垃圾清运", "麒麟𠮷㙟", "Bulletin 26"])
def test_each_face_prints_each_script(family, text):
    box = ink(pdf_of(PAGE.format(family=family, text="☐" * len(text))))
    assert ink(pdf_of(PAGE.format(family=family, text="&nbsp;"))) == 0
    assert ink(pdf_of(PAGE.format(family=family, text=text))) > 100 * len(text)
    assert ink(pdf_of(PAGE.format(family=family, text=text))) != box


def test_the_bold_face_has_more_ink():
    regular, bold = (ink(pdf_of(PAGE.format(family=family, text="公示栏"))) for family in ("Paper", "Paper Bold"))
    assert bold > 1.15 * regular


def test_nothing_is_fetched_from_elsewhere(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"><rect width="500" height="500"/></svg>'
    )
    for address in (secret.as_uri(), "http://127.0.0.1:9/x.svg"):
        assert ink(pdf_of(PAGE.format(family="Paper", text=f'<img src="{address}">'))) == 0


def test_missing_libraries_are_named(monkeypatch):
    real = builtins.__import__

    def without(name, *arguments, **more):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NoPaper, match="libpango"):
        pdf_of("<p>公示栏</p>")
