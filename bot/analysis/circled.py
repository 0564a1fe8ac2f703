"""Questions that a group cannot answer together: an evening that asks them is better told to one person."""

from collections.abc import Iterator, Sequence

from bot.analysis.findings import warning
from bot.analysis.walk import blocks, inside
from bot.errors import Diagnostic
from bot.yarn.tree import AskStatement, Call, Expression, File, If, Node, Statement

ALONE = "no"  # the header `circle: no` of an evening that is for one person
_FUNCTION = "is_circle"


def check_circled(file: File) -> Iterator[Diagnostic]:
    """A name is passed over in a circle, a number gives the median, yes and no the majority, a reflection is
    each one's own. Any other text has nobody to answer it."""
    if not any(_is_for_one(node) for node in file.nodes):
        for node in file.nodes:
            yield from _questions(file.name, node.body)


def _is_for_one(node: Node) -> bool:
    return any(header.key == "circle" and header.value == ALONE for header in node.headers)


def _questions(file: str, body: Sequence[Statement]) -> Iterator[Diagnostic]:
    for statement in body:
        if isinstance(statement, AskStatement) and statement.kind == "text" and not _names(statement):
            yield warning(
                "AL625",
                file,
                statement.line,
                statement.column,
                "a circle cannot answer this: its people share no words of their own, so it is passed over",
                "ask it under <<if not is_circle()>>, or write circle: no into the evening's headers",
            )
        if not (isinstance(statement, If) and any(_looks(clause.test) for clause in statement.clauses)):
            for block in blocks(statement):
                yield from _questions(file, block)


def _names(statement: AskStatement) -> bool:
    """Whether it asks for a name, which is left out without a loss."""
    return statement.variable is not None and statement.variable.name.casefold().endswith("name")


def _looks(test: Expression | None) -> bool:
    """Whether the condition asks who is there: its writer has thought of both."""
    return test is not None and any(isinstance(e, Call) and e.name == _FUNCTION for e in inside(test))
