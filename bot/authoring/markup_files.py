"""XML, HTML and zipped documents from anywhere, read so that they can do no harm: no entities, no network,
never more than a set size, whatever is packed in them."""

import io
import zipfile
from typing import Any

MOST_UNPACKED = 32_000_000  # bytes of one part of a document


class BrokenFile(Exception):
    """Why a file is not what it should be."""


def parsed_xml(data: bytes) -> Any:
    """The root of an XML text (an lxml element). Raises `BrokenFile`, also for any document type: nothing
    that writers' programs save needs one."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenFile(f"it is not XML ({' '.join(str(error).split())[:100]})") from None
    if root.getroottree().docinfo.doctype:
        raise BrokenFile("it declares a document type, which is not read")
    return root


def parsed_html(text: str) -> Any:
    """The root of an HTML text (an lxml element), however it is written; None for an empty one. Raises
    `BrokenFile` where it is nested deeper than the parser goes."""
    from lxml import etree

    # The text is decoded already: what its head says of its encoding does not count.
    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise BrokenFile(
            "its parts are nested too deep; copy its text into a .txt file"
        )  # the rest would be lost
    return root


def unpacked(data: bytes, part: str) -> bytes:
    """One part of a zipped document. Raises `BrokenFile`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part) as file:
            content = file.read(MOST_UNPACKED + 1)
    except KeyError:
        raise BrokenFile(f"it holds no {part}") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise BrokenFile(f"it cannot be unpacked ({' '.join(str(error).split())[:100]})") from None
    except Exception as error:  # zlib.error and lzma's own have no common parent
        raise BrokenFile(f"it cannot be unpacked ({type(error).__name__})") from None
    if len(content) > MOST_UNPACKED:
        raise BrokenFile(f"unpacked it is larger than {MOST_UNPACKED // 1_000_000} MB")
    return content
