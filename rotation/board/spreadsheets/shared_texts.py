"""The texts that the cells of a workbook share."""

from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from rotation.board.spreadsheets.container import Unfolding


def local_name(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


class _Texts(ContentHandler):
    """Collects shared texts: all runs of each, without the reading aids of phonetic runs."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._listens = False
        self._aside = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002, N802 - the interface
        tag = local_name(name)
        self._aside = self._aside or tag == "rPh"
        self._listens = tag == "t" and not self._aside

    def characters(self, content: str) -> None:
        if self._listens:
            self._pieces.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - the interface's name
        tag = local_name(name)
        self._listens = False
        self._aside = self._aside and tag != "rPh"
        if tag == "si":
            self.texts.append("".join(self._pieces))
            self._pieces.clear()


def shared_texts(parts: Unfolding) -> list[str]:
    """The texts in their order; cells name them by number."""
    handler = _Texts()
    if parts.has("xl/sharedStrings.xml"):
        parts.feed("xl/sharedStrings.xml", handler)
    return handler.texts
