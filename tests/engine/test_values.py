"""Numbers at 32-bit precision, and the patterns of format()."""

import math
import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.formats import PatternError, fill
from bot.engine.values import single, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"), (-1.0, "-1"), (0.0, "0"), (-0.0, "0"), (2.5, "2.5"), (0.1, "0.1"), (1 / 3, "0.33333334"),
        (123456.789, "123456.79"), (16777216.0, "16777216"), (1e10, "10000000000"), (1e25, "1E+25"),
        (0.00001, "1E-05"), (True, "True"), (False, "False"), ("x", "x"), (math.inf, "Infinity"),
        (-math.inf, "-Infinity"), (math.nan, "NaN"), (1e300, "Infinity"), (3.4028235e38, "3.4028235E+38"),
    ],
)  # fmt: skip
def test_how_values_read(value: float | bool | str, text: str) -> None:
    assert text_of(value) == text


@given(st.floats(width=32, allow_nan=False))
def test_a_32_bit_number_reads_back_as_itself(number: float) -> None:
    assert single(number) == number
    assert single(float(text_of(number).replace("Infinity", "inf"))) == number


@given(st.floats(allow_nan=False))
def test_single_is_the_nearest_32_bit_number(number: float) -> None:
    try:
        expected = struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError:
        expected = math.copysign(math.inf, number)
    assert single(number) == expected


@pytest.mark.parametrize(
    ("pattern", "value", "text"),
    [
        ("{0}", 1.5, "1.5"), ("{0:F2}", 3.0, "3.00"), ("{0:F0}", 2.5, "3"), ("{0:f1}", -0.04, "0.0"),
        ("{0:N}", 1234567.0, "1,234,567.00"), ("{0:N1}", -1234.25, "-1,234.3"), ("{0:P0}", 0.25, "25 %"),
        ("{0:P}", 0.123, "12.30 %"), ("{0:D3}", 7.0, "007"), ("{0:D}", -7.0, "-7"), ("{0:X}", 255.0, "FF"),
        ("{0:x4}", 255.0, "00ff"), ("{0:E2}", 12345.0, "1.23E+004"), ("{0:e1}", 0.00125, "1.3e-003"),
        ("{0:C}", 3.5, "¤3.50"), ("{0:C0}", -3.0, "(¤3)"), ("{0:G3}", 1234.0, "1230"), ("{0:G}", 1.5, "1.5"),
        ("{0:00.0}", 3.14159, "03.1"), ("{0:0.##}", 2.5, "2.5"), ("{0:#.##}", 0.5, ".5"),
        ("{0:#,##0}", 1234567.0, "1,234,567"), ("{0:#,##0.00}", 0.5, "0.50"), ("{0:0%}", 0.5, "50%"),
        ("{0:0 pts}", 12.0, "12 pts"), ("{0,6}|", 1.0, "     1|"), ("{0,-6}|", 1.0, "1     |"),
        ("{0,6:F1}|", 1.0, "   1.0|"), ("{{{0}}}", 1.0, "{1}"), ("{0:F2}", "text", "text"),
        ("{0}", True, "True"), ("no slot", 1.0, "no slot"), ("{0:F2}", math.inf, "Infinity"),
        ("{0} and {0:F1}", 2.0, "2 and 2.0"), ("{0:F2}", 0.1 + 0.2, "0.30"), ("{0:words}", 1.0, "words"),
    ],
)  # fmt: skip
def test_patterns(pattern: str, value: float | bool | str, text: str) -> None:
    assert fill(pattern, value) == text


@pytest.mark.parametrize("pattern", ["{1}", "{", "}", "{0", "{a}", "{0,x}", "{}", "{-1}"])
def test_patterns_that_cannot_be_used(pattern: str) -> None:
    with pytest.raises(PatternError):
        fill(pattern, 1.0)


@given(st.text(alphabet="{}0:,.#FNPEGDCX-9 a"), st.floats(width=32) | st.booleans() | st.text())
def test_any_pattern_is_filled_or_refused(pattern: str, value: float | bool | str) -> None:
    with suppress(PatternError):
        assert isinstance(fill(pattern, value), str)
