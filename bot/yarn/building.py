"""What was found to be sound → a program: initial values, nodes, node groups, the host's functions."""

from collections.abc import Callable, Mapping

from bot.engine import ops
from bot.engine.library import BUILTINS, Signature
from bot.engine.program import NodeInfo, Program
from bot.engine.values import Value
from bot.yarn.closures import Closures, raw_type
from bot.yarn.emit import Emitter
from bot.yarn.flow import FLOW
from bot.yarn.gather import Names
from bot.yarn.inference import Inference
from bot.yarn.nodes import NodeNames
from bot.yarn.tree import Constant, Declare, Expression, Node, Unary
from bot.yarn.types import Type, find, start_value


class Builder:
    """Makes the program out of what was found to be sound."""

    def __init__(
        self, inference: Inference, variables: Names, smart: frozenset[str], names: NodeNames,
        broken: frozenset[str], host: Mapping[str, Signature],
    ) -> None:  # fmt: skip
        self.inference, self.variables, self.smart = inference, variables, smart
        self.names, self.broken, self.host = names, broken, host
        self.tables = ops.Tables()
        self.initial: dict[str, Value] = {}
        self.types: dict[str, str] = {}
        self.closures = Closures(inference.enums, self.initial, smart, self._functions())
        self._initial_values()

    def _functions(self) -> dict[str, Callable[..., Value]]:
        functions = {n: f for n, (_, f) in BUILTINS.items() if n not in self.host}
        if "has_any_content" not in self.host:
            functions["has_any_content"] = ops.has_any_content(self.tables)
        return functions

    def _initial_values(self) -> None:
        for name, kind in self.inference.variables.items():
            known = find(kind)
            if name not in self.smart and isinstance(known, Type):
                self.types[name] = known.raw
                self.initial[name] = start_value(known)
        for name, (_, declare) in self.variables.declared.items():
            if name in self.initial and name not in self.variables.smart:
                self.initial[name] = self._declared(declare)
        for name in self.smart:
            self.closures.smart[name] = self.closures.build(self.variables.smart[name][1].value)

    def _declared(self, declare: Declare) -> Value:
        value: Expression = declare.value
        if isinstance(value, Constant):
            return value.value
        if isinstance(value, Unary) and isinstance(value.operand, Constant):
            number = value.operand.value
            return -number if isinstance(number, float) else 0.0
        return self.closures.build(value)(None)  # type: ignore[arg-type]

    def program(self, digest: str) -> Program:
        nodes = {n: node for n, node in self.names.nodes.items() if node.file not in self.broken}
        absent = frozenset({*self.names.nodes, *self.names.groups}) - set(nodes)
        groups = {t: [m for m in members if m.name in nodes] for t, members in self.names.groups.items()}
        groups = {title: members for title, members in groups.items() if members}
        emitter = Emitter(self.closures, self.tables, absent - set(groups), FLOW)
        for node in nodes.values():
            emitter.emit_node(node, self._counts(node))
        for title, members in groups.items():
            emitter.emit_group(title, members)
        code = emitter.link()
        return Program(
            digest=digest,
            nodes={name: self._info(node, emitter) for name, node in nodes.items()},
            groups={title: tuple(m.name for m in members) for title, members in groups.items()},
            initial=self.initial,
            types=self.types,
            smart=self.smart,
            lines=emitter.lines,
            branches=tuple(emitter.branches),
            code=code,
            where=tuple(emitter.where),
            tables=self.tables,
            choices=emitter.choices,
            functions=self._host_functions(),
        )

    def _counts(self, node: Node) -> tuple[str, ...]:
        if not node.tracked:
            return ()
        return (node.title, node.name) if node.when else (node.name,)

    def _info(self, node: Node, emitter: Emitter) -> NodeInfo:
        headers = tuple((header.key, header.value) for header in node.headers)
        keys = tuple(emitter.node_keys[node.name])
        start = self.tables.entries[node.name]
        return NodeInfo(node.name, node.title, node.file, node.line, headers, node.tags, keys, start)

    def _host_functions(self) -> dict[str, str]:
        """Functions the host must have, with the type each gives back ("any" where it does not matter)."""
        used = {call.name for _, call, _ in self.inference.calls} - set(self.closures.builtins)
        return {name: raw_type(self.inference.functions[name].returns) or "any" for name in sorted(used)}
