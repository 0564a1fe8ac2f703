"""Works out every type of a project: of variables, functions and expressions, over all files at once.

Facts are gathered file by file, declarations first; what depends on a type not known yet waits for it.
At the end of the gathering, what still waits is settled in order, and what stays unknown is reported.
"""

from collections import deque
from collections.abc import Callable, Collection, Mapping

from bot.engine.library import Signature
from bot.engine.values import Value
from bot.yarn.diagnostics import Report, Speller
from bot.yarn.tree import Binary, Call, Constant, Expression, Member, Unary, Variable
from bot.yarn.types import ANY, BOOL, NAMED, NUMBER, STRING, AnyType, EnumType, Hole, Type, fill, find


class Function:
    """What is known of a function; an unknown one gets its shape from its first use."""

    __slots__ = ("known", "parameters", "returns", "variadic")

    def __init__(self, parameters: list[AnyType], returns: AnyType, variadic: bool, known: bool) -> None:
        self.parameters, self.returns, self.variadic, self.known = parameters, returns, variadic, known

    @classmethod
    def of(cls, signature: Signature) -> "Function":
        parameters: list[AnyType] = [NAMED[name] for name in signature.parameters]
        return cls(parameters, NAMED[signature.returns], signature.variadic, True)

    def accepts(self, count: int) -> bool:
        if self.variadic:
            return count >= len(self.parameters) - 1
        return count == len(self.parameters)

    def parameter(self, index: int) -> AnyType:
        return self.parameters[min(index, len(self.parameters) - 1)]


class Inference:
    """Holds the facts. `file` is the file whose facts are being gathered."""

    def __init__(
        self, signatures: Mapping[str, Signature], report: Report, lent: Mapping[str, Collection[str]]
    ) -> None:
        self.report = report
        self.file = ""
        self.lent = lent
        self.variables: dict[str, AnyType] = {}
        self.first_use: dict[str, tuple[str, int, int]] = {}
        self.functions = {name: Function.of(signature) for name, signature in signatures.items()}
        self.calls: list[tuple[str, Call, bool]] = []
        self.enums: dict[str, EnumType] = {}
        self.cases: dict[str, list[EnumType]] = {}
        self._queue: deque[Callable[[], None]] = deque()
        self._later: list[Callable[[], None]] = []
        self._members: list[tuple[str, Member]] = []

    # ------------------------------------------------------------ facts

    def same(self, a: AnyType, b: AnyType, at: Expression, what: str) -> None:
        """`a` and `b` must be one type."""
        a, b = find(a), find(b)
        if a is b:
            return
        if isinstance(a, Hole):
            self._queue.extend(fill(a, b))
        elif isinstance(b, Hole):
            self._queue.extend(fill(b, a))
        else:
            said = f"{what}: {a.name} and {b.name} do not fit together"
            self._error(self.file, at, said, hint=_way_out(a, b))
        self._drain()

    def fits(self, given: AnyType, wanted: AnyType, at: Expression, what: str) -> None:
        """`given` must be usable as `wanted`: the same, or an enum where its raw type is wanted."""
        self._fits(self.file, given, wanted, at, what, final=False)
        self._drain()

    def _fits(
        self, file: str, given: AnyType, wanted: AnyType, at: Expression, what: str, final: bool
    ) -> None:
        given, wanted = find(given), find(wanted)
        if wanted is ANY or given is wanted:
            return
        holes = [kind for kind in (given, wanted) if isinstance(kind, Hole)]
        if not holes:
            assert isinstance(given, Type)
            assert isinstance(wanted, Type)
            if not (isinstance(given, EnumType) and wanted is NAMED[given.raw]):
                said = f"{what} must be {wanted.name}, but is {given.name}"
                self._error(file, at, said, hint=_way_out(given, wanted))
            return
        if final or not isinstance(given, Hole) or wanted is BOOL or isinstance(wanted, EnumType):
            self._unite(given, wanted)
            return
        given.waiting.append(lambda: self._fits(file, given, wanted, at, what, final=False))
        self._later.append(lambda: self._fits(file, given, wanted, at, what, final=True))

    def _unite(self, a: AnyType, b: AnyType) -> None:
        if isinstance(a, Hole):
            self._queue.extend(fill(a, b))
        elif isinstance(b, Hole):
            self._queue.extend(fill(b, a))

    def addable(self, kind: AnyType, at: Expression) -> None:
        """`+` takes numbers or texts."""
        file, found = self.file, find(kind)

        def check() -> None:
            known = find(kind)
            if isinstance(known, Type) and known not in (NUMBER, STRING):
                self._error(file, at, f"+ takes numbers or strings, not {known.name}")

        if isinstance(found, Hole):
            found.waiting.append(check)
        else:
            check()

    def _drain(self) -> None:
        while self._queue:
            self._queue.popleft()()

    def _error(self, file: str, at: Expression, message: str, code: str = "AL101", hint: str = "") -> None:
        self.report.add(code, file, at.line, at.column, message, hint)

    # ------------------------------------------------------------ expressions

    def infer(self, expression: Expression) -> AnyType:
        """The type of an expression, noted on it too. Depth is bounded by the reader of expressions."""
        kind = _INFER[type(expression)](self, expression)
        expression.type = kind
        return kind

    def variable(self, name: str, line: int, column: int) -> AnyType:
        kind = self.variables.get(name)
        if kind is None:
            kind = self.variables[name] = STRING if name in self.lent else Hole()
            self.first_use[name] = (self.file, line, column)
        return kind

    def _constant(self, expression: Expression) -> AnyType:
        assert isinstance(expression, Constant)
        return constant_type(expression.value)

    def _variable(self, expression: Expression) -> AnyType:
        assert isinstance(expression, Variable)
        return self.variable(expression.name, expression.line, expression.column)

    def _member(self, expression: Expression) -> AnyType:
        assert isinstance(expression, Member)
        if expression.enum is not None:
            return self._named_member(expression, expression.enum)
        owners = self.cases.get(expression.case, [])
        if not owners:
            self._error(self.file, expression, f"no enum has a case {expression.case}", "AL107")
            return Hole()
        if len(owners) == 1:
            return owners[0]
        self._members.append((self.file, expression))
        return Hole()

    def _named_member(self, expression: Member, name: str) -> AnyType:
        enum = self.enums.get(name)
        if enum is None:
            self._error(
                self.file, expression, f"there is no enum {name}", "AL107", "declare it with <<enum>>"
            )
            return Hole()
        if expression.case not in enum.cases:
            known = ", ".join(list(enum.cases)[:8])
            said = f"the enum {name} has no case {expression.case}"
            self._error(self.file, expression, said, "AL107", f"it has {known}")
        return enum

    def _unary(self, expression: Expression) -> AnyType:
        assert isinstance(expression, Unary)
        kind = self.infer(expression.operand)
        if expression.operator == "-":
            self.same(kind, NUMBER, expression, "- takes a number")
            return NUMBER
        if expression.operator == "not":
            self.same(kind, BOOL, expression, "not takes a bool")
            return BOOL
        return kind

    def _binary(self, expression: Expression) -> AnyType:
        assert isinstance(expression, Binary)
        operator = expression.operator
        left, right = self.infer(expression.left), self.infer(expression.right)
        if operator in ("and", "or", "xor"):
            self.same(left, BOOL, expression.left, f"{operator} takes bools")
            self.same(right, BOOL, expression.right, f"{operator} takes bools")
            return BOOL
        if operator in ("==", "!="):
            self.same(left, right, expression, f"{operator} compares equal types")
            self._compared_with(expression.left, expression.right)
            self._compared_with(expression.right, expression.left)
            return BOOL
        if operator == "+":
            self.same(left, right, expression, "+ takes equal types")
            self.addable(left, expression)
            return left
        self.same(left, NUMBER, expression.left, f"{operator} takes numbers")
        self.same(right, NUMBER, expression.right, f"{operator} takes numbers")
        return BOOL if operator in ("<", ">", "<=", ">=") else NUMBER

    def _compared_with(self, variable: Expression, text: Expression) -> None:
        """A variable that the bot lends is one of a few texts, like an enum."""
        if not isinstance(variable, Variable) or variable.name not in self.lent:
            return
        known = self.lent[variable.name]
        if isinstance(text, Constant) and isinstance(text.value, str) and text.value not in {"", *known}:
            said = f"{variable.name} is never {text.value!r}"
            hint = Speller(known).hint(text.value, f"it is one of {', '.join(sorted(known))}")
            self._error(self.file, text, said, "AL110", hint)

    def _call(self, expression: Expression, needed: bool = True) -> AnyType:
        assert isinstance(expression, Call)
        given = [self.infer(argument) for argument in expression.arguments]
        function = self.functions.get(expression.name)
        if function is None:
            function = Function([Hole() for _ in given], Hole(), False, False)
            self.functions[expression.name] = function
        self.calls.append((self.file, expression, needed))
        if not function.accepts(len(given)):
            wanted = len(function.parameters)
            said = f"{expression.name} takes {wanted} value{'s' * (wanted != 1)}, but gets {len(given)}"
            self._error(self.file, expression, said, "AL106")
            return function.returns
        for index, argument in enumerate(expression.arguments):
            what = f"value {index + 1} of {expression.name}"
            self.fits(given[index], function.parameter(index), argument, what)
        return function.returns

    def call_statement(self, expression: Expression) -> None:
        """A function run for its effect: nobody needs to know what it gives back."""
        expression.type = self._call(expression, needed=False)

    # ------------------------------------------------------------ the end

    def settle(self) -> None:
        """Decides what still waits, then reports what nobody can know."""
        for later in self._later:
            later()
            self._drain()
        for file, member in self._members:
            self._settle_member(file, member)
        for name, kind in self.variables.items():
            if isinstance(find(kind), Hole) and name in self.first_use and not self.report.unread(name):
                file, line, column = self.first_use[name]
                said = f"the type of {name} cannot be worked out"
                self.report.add("AL102", file, line, column, said, f"add <<declare {name} = …>>")
        speller = Speller([name for name, function in self.functions.items() if function.known])
        for file, call, needed in self.calls:
            if needed and isinstance(find(self.functions[call.name].returns), Hole):
                said = f"what {call.name} gives back cannot be worked out"
                hint = speller.hint(call.name, "it is no function of the language")
                self._error(file, call, said, "AL102", hint)

    def _settle_member(self, file: str, member: Member) -> None:
        kind = find(member.type)
        if isinstance(kind, Hole):
            owners = " and ".join(enum.name for enum in self.cases[member.case])
            said = f".{member.case} could be of {owners}"
            self._error(file, member, said, "AL102", "write the enum's name before the dot")
        elif not isinstance(kind, EnumType) or member.case not in kind.cases:
            self._error(file, member, f"{kind.name} has no case {member.case}", "AL107")


def _way_out(a: Type, b: Type) -> str:
    """What usually helps where two types do not fit."""
    kinds = {a, b}
    if kinds == {STRING, NUMBER}:
        return "string(…) makes a text of a number, number(…) a number of a text"
    if BOOL in kinds and NUMBER in kinds:
        return "compare the number with something, like $x > 0"
    if BOOL in kinds and STRING in kinds:
        return 'compare the text with something, like $x != ""'
    if any(isinstance(kind, EnumType) for kind in kinds):
        return "an enum fits itself, and its raw type where a value is passed on"
    return ""


def constant_type(value: Value) -> Type:
    if isinstance(value, bool):
        return BOOL
    return STRING if isinstance(value, str) else NUMBER


_INFER: dict[type, Callable[[Inference, Expression], AnyType]] = {
    Constant: Inference._constant,
    Variable: Inference._variable,
    Member: Inference._member,
    Unary: Inference._unary,
    Binary: Inference._binary,
    Call: Inference._call,
}
