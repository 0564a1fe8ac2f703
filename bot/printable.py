"""What may be shown: text from files with nothing in it that steers a terminal or turns lines round."""

_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_NOTHING = (*range(0x80, 0xA0), *range(0xD800, 0xE000), 0x2028, 0x2029, *_TURNING)
_SHOWN = {**_PICTURES, 0x7F: 0x2421, **dict.fromkeys(_NOTHING, 0xFFFD)}


def printable(text: str) -> str:
    """One visible sign for each control character, so that columns stay; tabs and line ends are kept.

    Text directions go, too: with them, a line can look like another one than it is.
    """
    return text if text.isascii() and text.isprintable() else text.translate(_SHOWN)


class PrintableStream:
    """A text stream on which everything is printable; all else is the stream's own."""

    def __init__(self, stream: object) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        written: int = self._stream.write(printable(text))  # type: ignore[attr-defined]
        return written

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
