"""PDFs of a few lines, written by hand: no library here writes encrypted or broken ones."""

from __future__ import annotations

from collections.abc import Sequence

LEADING = 14
"""Points from one line to the next."""


def pdf(pages: Sequence[Sequence[str]], *, title: str = "", encrypted: bool = False) -> bytes:
    """A PDF with these lines on its pages; an empty line leaves a gap."""
    objects: list[bytes] = []

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    add(b"<< /Type /Catalog /Pages 2 0 R >>")
    add(b"")  # the pages, filled in below
    font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    info = add(b"<< /Title (%s) /CreationDate (D:20250304101500Z) >>" % title.encode("ascii"))
    kids = []
    for lines in pages:
        stream = _stream(lines)
        content = add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(
            add(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
                b" /Resources << /Font << /F1 %d 0 R >> >> >>" % (content, font)
            )
        )
    kid_list = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kid_list, len(kids))
    trailer = b"/Root 1 0 R /Info %d 0 R" % info
    if encrypted:
        key = b"A" * 32
        encrypt = add(b"<< /Filter /Standard /V 1 /R 2 /P -44 /O (%s) /U (%s) >>" % (key, key))
        trailer += b" /Encrypt %d 0 R /ID [<00> <00>]" % encrypt
    return _file(objects, trailer)


def _stream(lines: Sequence[str]) -> bytes:
    parts = [b"BT /F1 11 Tf %d TL 60 780 Td" % LEADING]
    for line in lines:
        shown = line.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)")
        parts.append(b"(%s) Tj T*" % shown)
    return b"\n".join((*parts, b"ET"))


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
