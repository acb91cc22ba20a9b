"""The file around a workbook: refuses what is none, and unfolds its parts within a limit."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, Self
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml import DefusedXmlException

from rotation.errors import N_, FileRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_PARTS = 2000
MIB = 2**20
SAVE_AS_XLSX = N_("Open it in the spreadsheet programme, save it as a workbook (.xlsx), and choose that file.")


def refuse_what_is_no_workbook(data: bytes, filename: str) -> None:
    """Raise FileRefused, saying what the file is instead, if it does not begin as an .xlsx does."""
    if data.startswith(OLE) and ENCRYPTED in data:
        raise FileRefused(
            N_("The workbook is protected by a password. Take the password off, save it, and choose it again.")
        )
    if data.startswith(OLE):
        raise FileRefused(N_("This is a workbook of an old kind (.xls). %(mend)s"), mend=FileRefused(SAVE_AS_XLSX))
    if not data.startswith(ZIP):
        raise FileRefused(_what_else(data, filename), name=filename)


def _what_else(data: bytes, filename: str) -> str:
    if not data.strip():
        return N_("The file “%(name)s” is empty.")
    if data.startswith((b"MZ", b"\x7fELF")):
        return N_("The file “%(name)s” is a programme, not a spreadsheet. Do not open it; ask whoever sent it.")
    if b"\0" not in data[:4096] and filename.lower().endswith((".xlsx", ".xlsm", ".xls")):
        return N_("The file “%(name)s” holds plain text, not a workbook. If it is a CSV, name it .csv.")
    return N_("The file “%(name)s” is not a spreadsheet. Choose an .xlsx workbook, or a .csv.")


class Unfolding:
    """A workbook's parts, unfolded one at a time; all together never more than the limit."""

    def __init__(self, archive: zipfile.ZipFile, most_mib: int) -> None:
        self._archive = archive
        self._most_mib = most_mib
        self._left = most_mib * MIB
        self._refuse_bombs()
        self._refuse_others()

    @classmethod
    @contextmanager
    def of(cls, data: bytes, most_mib: int) -> Iterator[Self]:
        """The parts of a workbook; whatever is wrong with file or contents raises FileRefused."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield cls(archive, most_mib)
        except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, RuntimeError, OSError) as error:
            raise FileRefused(
                N_("The workbook is damaged or not whole. Fetch it again, or open it and save it anew.")
            ) from error
        except DefusedXmlException:
            raise FileRefused(N_("The workbook holds definitions that no spreadsheet needs; it is not read.")) from None
        except (SAXException, ValueError, TypeError, OverflowError) as error:
            raise FileRefused(
                N_("The workbook cannot be understood. Open it in the spreadsheet programme and save it anew.")
            ) from error

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._archive.namelist()

    def feed(self, name: str, handler: ContentHandler) -> None:
        """Unfold an XML part into `handler`, counting what comes out."""
        with self._archive.open(name) as part:
            defusedxml.sax.parse(_Counted(part, self._count), handler, forbid_dtd=True)

    def _count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            self._refuse_size()

    def _refuse_bombs(self) -> None:
        parts = self._archive.infolist()
        if sum(part.file_size for part in parts) > self._left or len(parts) > MOST_PARTS:
            self._refuse_size()
        if any(part.flag_bits & 1 for part in parts):
            raise FileRefused(N_("The file is protected by a password. Take the password off, and choose it again."))

    def _refuse_size(self) -> None:
        raise FileRefused(
            N_("The workbook unfolds to more than %(most)s MiB. Remove pictures and empty formats, or split it."),
            most=self._most_mib,
        )

    def _refuse_others(self) -> None:
        names = {name.lower() for name in self._archive.namelist()}
        if any(PurePosixPath(name).name == "vbaproject.bin" for name in names):
            raise FileRefused(
                N_("The workbook holds macros (.xlsm), which are not taken. %(mend)s"), mend=FileRefused(SAVE_AS_XLSX)
            )
        if "xl/workbook.xml" not in names:
            raise FileRefused(
                N_("This file is not an .xlsx workbook, though it is packed like one. %(mend)s"),
                mend=FileRefused(SAVE_AS_XLSX),
            )


class _Counted(io.RawIOBase):
    """A stream that says how much was read from it."""

    def __init__(self, stream: IO[bytes], count: Callable[[int], None]) -> None:
        self._stream = stream
        self._count_read = count

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._count_read(len(data))
        return data
