"""The model's products in whole numbers: half the time of a vector, a fifth less memory.

The file holds int8 weights, but its graph widens them to floats before it multiplies, so that four times
the bytes go through the processor for each text. Here every `MatMul(x, Mul(Cast(weights), scale))` becomes
one `DynamicQuantizeMatMul(x, weights, scale)` (onnxruntime's contrib operators), which rounds `x` to eight
bits instead. Vectors move by a cosine of about 0.01; `bench/matching.py` finds no difference beyond chance.

Knows bytes only. ONNX is protobuf (onnx.proto3; encoding: protobuf.dev/programming-guides/encoding); the few
fields that matter are read and written here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
# Field numbers of onnx.proto3.
_MODEL_GRAPH, _MODEL_OPSET = 7, 8
_GRAPH_NODE, _GRAPH_TENSOR = 1, 5
_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_KIND, _NODE_DOMAIN = 1, 2, 3, 4, 7
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_RAW = 1, 2, 8, 9
_OPSET_DOMAIN, _OPSET_VERSION = 1, 2
_FLOAT, _FLOAT_BYTES = 1, 4
_CONTRIB = b"com.microsoft"
_FLAT = b"_flat"


@dataclass(frozen=True, slots=True)
class _Node:
    kind: bytes
    name: bytes
    inputs: tuple[bytes, ...]
    outputs: tuple[bytes, ...]


def multiply_in_integers(model: bytes) -> bytes:
    """Return the ONNX model with its products of int8 weights done in integers.

    Raises ValueError where the bytes are no model of that shape.
    """
    parts: list[bytes] = []
    for number, wire, value in _fields(memoryview(model)):
        if number == _MODEL_GRAPH:
            value = memoryview(_graph(value))
        parts.append(_field(number, wire, value))
    opset = _text(_OPSET_DOMAIN, _CONTRIB) + _field(_OPSET_VERSION, _VARINT, memoryview(_varint(1)))
    return b"".join([*parts, _text(_MODEL_OPSET, opset)])


def _graph(raw: memoryview) -> bytes:
    fields = list(_fields(raw))
    nodes = [_node(value) for number, _, value in fields if number == _GRAPH_NODE]
    tensors = dict(_tensor(value) for number, _, value in fields if number == _GRAPH_TENSOR)
    makers = {output: node for node in nodes for output in node.outputs}
    scales: dict[bytes, None] = {}
    parts: list[bytes] = []
    for number, wire, value in fields:
        changed = _changed(_node(value), makers, tensors) if number == _GRAPH_NODE else None
        if changed is not None:
            scales[changed.inputs[2].removesuffix(_FLAT)] = None
            value = memoryview(_written(changed))
        parts.append(_field(number, wire, value))
    if not scales:
        raise ValueError("no product of int8 weights in the model")
    parts += [_text(_GRAPH_TENSOR, _flat(name, tensors[name])) for name in scales]
    return b"".join(parts)


def _changed(node: _Node, makers: Mapping[bytes, _Node], tensors: Mapping[bytes, memoryview]) -> _Node | None:
    """The node that takes the place of a product with widened weights; None for any other."""
    scaled = makers.get(node.inputs[1]) if node.kind == b"MatMul" else None
    if scaled is None or scaled.kind != b"Mul":
        return None
    widened, scale = makers.get(scaled.inputs[0]), scaled.inputs[1]
    if widened is None or widened.kind != b"Cast" or scale not in tensors or widened.inputs[0] not in tensors:
        return None
    inputs = (node.inputs[0], widened.inputs[0], scale + _FLAT)
    return _Node(b"DynamicQuantizeMatMul", node.name, inputs, node.outputs)


def _flat(name: bytes, raw: memoryview) -> bytes:
    """The tensor of shape (1, N) as one of shape (N,), which is what the operator wants."""
    length = len(raw) // _FLOAT_BYTES
    return (
        _field(_TENSOR_DIMS, _VARINT, memoryview(_varint(length)))
        + _field(_TENSOR_TYPE, _VARINT, memoryview(_varint(_FLOAT)))
        + _text(_TENSOR_NAME, name + _FLAT)
        + _text(_TENSOR_RAW, raw)
    )


def _node(raw: memoryview) -> _Node:
    found: dict[int, list[bytes]] = {}
    for number, _, value in _fields(raw):
        if number <= _NODE_KIND:
            found.setdefault(number, []).append(bytes(value))
    return _Node(
        found[_NODE_KIND][0],
        found.get(_NODE_NAME, [b""])[0],
        tuple(found.get(_NODE_INPUT, ())),
        tuple(found.get(_NODE_OUTPUT, ())),
    )


def _written(node: _Node) -> bytes:
    return b"".join(
        [
            *(_text(_NODE_INPUT, each) for each in node.inputs),
            *(_text(_NODE_OUTPUT, each) for each in node.outputs),
            _text(_NODE_NAME, node.name),
            _text(_NODE_KIND, node.kind),
            _text(_NODE_DOMAIN, _CONTRIB),
        ]
    )


def _tensor(raw: memoryview) -> tuple[bytes, memoryview]:
    """Return name and data; no data where it is not kept as raw bytes."""
    name, data = b"", raw[:0]
    for number, _, value in _fields(raw):
        if number == _TENSOR_NAME:
            name = bytes(value)
        elif number == _TENSOR_RAW:
            data = value
    return name, data


def _fields(raw: memoryview) -> Iterator[tuple[int, int, memoryview]]:
    """Yield (field number, wire type, value as its bytes) of a message."""
    at = 0
    while at < len(raw):
        key, at = _read_varint(raw, at)
        start, wire = at, key & 7
        if wire == _VARINT:
            _, at = _read_varint(raw, at)
        elif wire == _BYTES:
            length, start = _read_varint(raw, at)
            at = start + length
        elif wire in (_FIXED64, _FIXED32):
            at += 8 if wire == _FIXED64 else 4
        else:
            raise ValueError("no protobuf message")
        if at > len(raw):
            raise ValueError("a protobuf message cut short")
        yield key >> 3, wire, raw[start:at]


def _read_varint(raw: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(raw) and shift < 64:
        byte = raw[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    raise ValueError("a protobuf number cut short")


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])


def _field(number: int, wire: int, value: memoryview) -> bytes:
    length = _varint(len(value)) if wire == _BYTES else b""
    return b"".join([_varint(number << 3 | wire), length, value])


def _text(number: int, value: bytes | memoryview) -> bytes:
    return _field(number, _BYTES, memoryview(value))
