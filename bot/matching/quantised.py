"""The model's graph in whole numbers: half the time of a vector, a third of the memory.

The file holds int8 weights, but its graph widens them all to floats before it uses them.

- Every `MatMul(x, Mul(Cast(weights), scale))` becomes one `DynamicQuantizeMatMul(x, weights, scale)`
  (onnxruntime's contrib operators), which rounds `x` to eight bits instead. Vectors move by a cosine of
  about 0.01; `bench/matching.py` finds no difference beyond chance.
- Every `Gather(Mul(Cast(table), scale), rows)` widens only the rows that it takes: the same numbers, without
  a table of words four times as large.
- Large tables of weights stay where they are: the graph says where in the model's file each stands, and
  onnxruntime maps them from there (onnx.ai/onnx/repo-docs/ExternalData.html).

Knows bytes only. ONNX is protobuf (onnx.proto3; encoding: protobuf.dev/programming-guides/encoding); the few
fields that matter are read and written here.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from bot.frozen import frozen

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
# Field numbers of onnx.proto3.
_MODEL_GRAPH, _MODEL_OPSET = 7, 8
_GRAPH_NODE, _GRAPH_TENSOR, _GRAPH_OUTPUT = 1, 5, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_KIND, _NODE_ATTRIBUTE, _NODE_DOMAIN = 1, 2, 3, 4, 5, 7
_ATTRIBUTE_INTEGER = 3
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_RAW, _TENSOR_ELSEWHERE, _TENSOR_PLACE = 1, 2, 8, 9, 13, 14
_ENTRY_KEY, _ENTRY_VALUE = 1, 2
_OPSET_DOMAIN, _OPSET_VERSION = 1, 2
_FLOAT, _FLOAT_BYTES = 1, 4
_INT8 = 3
_EXTERNAL = 1
_LARGE = 1 << 16  # bytes from which a table of weights is worth a mapping
_CONTRIB = b"com.microsoft"
_FLAT = b"_flat"


@frozen
class _Node:
    kind: bytes
    name: bytes
    inputs: tuple[bytes, ...]
    outputs: tuple[bytes, ...]
    attributes: tuple[bytes, ...] = ()
    domain: bytes = b""


def multiply_in_integers(model: bytes | memoryview, file: str | None = None) -> bytes:
    """Return the ONNX model (all bytes of `file`) that uses its int8 weights as they are.

    With a `file` name its large weights are left there; without one they are in what is returned.
    Raises ValueError where the bytes are no model of that shape.
    """
    parts: list[bytes] = []
    for number, wire, value, at in _fields(memoryview(model)):
        if number == _MODEL_GRAPH:
            value = memoryview(_graph(value, at, file))
        parts.append(_field(number, wire, value))
    opset = _text(_OPSET_DOMAIN, _CONTRIB) + _field(_OPSET_VERSION, _VARINT, memoryview(_varint(1)))
    return b"".join([*parts, _text(_MODEL_OPSET, opset)])


def _graph(raw: memoryview, start: int, file: str | None) -> bytes:
    fields = list(_fields(raw))
    nodes = [_node(value) for number, _, value, _ in fields if number == _GRAPH_NODE]
    tensors = dict(_tensor(value) for number, _, value, _ in fields if number == _GRAPH_TENSOR)
    makers = {output: node for node in nodes for output in node.outputs}
    changed = [_changed(node, makers, tensors) for node in nodes]
    scales = {one.inputs[2].removesuffix(_FLAT): None for one in chain(*changed) if one.domain == _CONTRIB}
    if not scales:
        raise ValueError("no product of int8 weights in the model")
    outputs = {_name(value) for number, _, value, _ in fields if number == _GRAPH_OUTPUT}
    parts = [_text(_GRAPH_NODE, _written(node)) for node in _used(list(chain(*changed)), outputs)]
    for number, wire, value, at in fields:
        if number == _GRAPH_TENSOR and file is not None:
            value = memoryview(_left(value, start + at, file))
        if number != _GRAPH_NODE:
            parts.append(_field(number, wire, value))
    parts += [_text(_GRAPH_TENSOR, _flat(name, tensors[name])) for name in scales]
    return b"".join(parts)


def _changed(
    node: _Node, makers: Mapping[bytes, _Node], tensors: Mapping[bytes, memoryview]
) -> Sequence[_Node]:
    """What takes the place of a node: another for one that uses widened weights, else itself."""
    used = {b"MatMul": 1, b"Gather": 0}.get(node.kind)
    scaled = makers.get(node.inputs[used]) if used is not None and len(node.inputs) == 2 else None
    if scaled is None or scaled.kind != b"Mul" or len(scaled.inputs) != 2:
        return (node,)
    widened, scale = makers.get(scaled.inputs[0]), scaled.inputs[1]
    if widened is None or widened.kind != b"Cast" or scale not in tensors or widened.inputs[0] not in tensors:
        return (node,)
    if node.kind == b"Gather":
        return _rows(node, widened, scale)
    inputs = (node.inputs[0], widened.inputs[0], scale + _FLAT)
    return (_Node(b"DynamicQuantizeMatMul", node.name, inputs, node.outputs, (), _CONTRIB),)


def _rows(node: _Node, widened: _Node, scale: bytes) -> Sequence[_Node]:
    """Rows of weights and of their scales, taken first and widened then."""
    if any(map(_integer, node.attributes)):  # it takes columns
        return (node,)
    rows, wide, scales = (node.outputs[0] + ending for ending in (b"_rows", b"_wide", b"_scales"))
    taken = (widened.inputs[0], node.inputs[1])
    return (
        _Node(b"Gather", node.name + b"_rows", taken, (rows,), node.attributes),
        _Node(b"Cast", node.name + b"_wide", (rows,), (wide,), widened.attributes),
        _Node(b"Gather", node.name + b"_scales", (scale, node.inputs[1]), (scales,), node.attributes),
        _Node(b"Mul", node.name, (wide, scales), node.outputs),
    )


def _used(nodes: Sequence[_Node], outputs: set[bytes]) -> Sequence[_Node]:
    """Without the widening that nothing asks for any more; onnxruntime would work it out once."""
    asked = outputs.union(*(node.inputs for node in nodes))
    kept = [n for n in nodes if n.kind not in (b"Cast", b"Mul") or not asked.isdisjoint(n.outputs)]
    return kept if len(kept) == len(nodes) else _used(kept, outputs)


def _left(tensor: memoryview, start: int, file: str) -> bytes:
    """The tensor, which begins at byte `start` of `file`; large weights are left there."""
    fields = list(_fields(tensor))
    small = {number: value for number, _, value, _ in fields if number in (_TENSOR_TYPE, _TENSOR_RAW)}
    weights = bytes(small.get(_TENSOR_TYPE, b"")) == _varint(_INT8)
    if not weights or len(small.get(_TENSOR_RAW, b"")) < _LARGE:
        return bytes(tensor)
    parts = [_field(number, wire, value) for number, wire, value, _ in fields if number != _TENSOR_RAW]
    at = next(at for number, _, _, at in fields if number == _TENSOR_RAW)
    place = {"location": file, "offset": start + at, "length": len(small[_TENSOR_RAW])}
    for key, value in place.items():
        entry = _text(_ENTRY_KEY, key.encode()) + _text(_ENTRY_VALUE, str(value).encode())
        parts.append(_text(_TENSOR_ELSEWHERE, entry))
    return b"".join([*parts, _field(_TENSOR_PLACE, _VARINT, memoryview(_varint(_EXTERNAL)))])


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
    for number, _, value, _ in _fields(raw):
        if number <= _NODE_ATTRIBUTE or number == _NODE_DOMAIN:
            found.setdefault(number, []).append(bytes(value))
    return _Node(
        found[_NODE_KIND][0],
        found.get(_NODE_NAME, [b""])[0],
        tuple(found.get(_NODE_INPUT, ())),
        tuple(found.get(_NODE_OUTPUT, ())),
        tuple(found.get(_NODE_ATTRIBUTE, ())),
        found.get(_NODE_DOMAIN, [b""])[0],
    )


def _written(node: _Node) -> bytes:
    return b"".join(
        [
            *(_text(_NODE_INPUT, each) for each in node.inputs),
            *(_text(_NODE_OUTPUT, each) for each in node.outputs),
            _text(_NODE_NAME, node.name),
            _text(_NODE_KIND, node.kind),
            *(_text(_NODE_ATTRIBUTE, each) for each in node.attributes),
            _text(_NODE_DOMAIN, node.domain),
        ]
    )


def _name(value_info: memoryview) -> bytes:
    return next((bytes(value) for number, _, value, _ in _fields(value_info) if number == 1), b"")


def _integer(attribute: bytes) -> int:
    for number, _, value, _ in _fields(memoryview(attribute)):
        if number == _ATTRIBUTE_INTEGER:
            return _read_varint(value, 0)[0]
    return 0


def _tensor(raw: memoryview) -> tuple[bytes, memoryview]:
    """Return name and data; no data where it is not kept as raw bytes."""
    name, data = b"", raw[:0]
    for number, _, value, _ in _fields(raw):
        if number == _TENSOR_NAME:
            name = bytes(value)
        elif number == _TENSOR_RAW:
            data = value
    return name, data


def _fields(raw: memoryview) -> Iterator[tuple[int, int, memoryview, int]]:
    """Yield (field number, wire type, value as its bytes, where in `raw` it begins) of a message."""
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
        yield key >> 3, wire, raw[start:at], start


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
