"""Settles the names of nodes: titles, node groups and subtitles, over all files."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.yarn.diagnostics import Report
from bot.yarn.keys import short_hash
from bot.yarn.tree import File, Node


@dataclass(slots=True)
class NodeNames:
    """All nodes by unique name, and node groups by title."""

    nodes: dict[str, Node] = field(default_factory=dict)
    groups: dict[str, list[Node]] = field(default_factory=dict)
    repeats: dict[str, int] = field(default_factory=dict)

    def known(self, name: str) -> bool:
        return name in self.nodes or name in self.groups


def name_nodes(files: Iterable[File], report: Report) -> NodeNames:
    """Gives every node its unique name and reports titles that clash."""
    by_title: dict[str, list[Node]] = {}
    for file in files:
        for node in file.nodes:
            node.name = ""  # as it was read: it may have been named among other files before
            if node.title:
                by_title.setdefault(node.title, []).append(node)
    names = NodeNames()
    for title, nodes in by_title.items():
        grouped = [node for node in nodes if node.when]
        if not grouped:
            _plain(title, nodes, names, report)
        else:
            _group(title, nodes, names, report)
    return names


def _plain(title: str, nodes: list[Node], names: NodeNames, report: Report) -> None:
    first = nodes[0]
    first.name = title
    names.nodes[title] = first
    for node in nodes[1:]:
        said = f"the title {title} is taken by {first.file}, line {first.title_line}"
        hint = "choose another title, or give every node of a group a when: header"
        report.add("AL201", node.file, node.title_line, node.title_column, said, hint)


def _group(title: str, nodes: list[Node], names: NodeNames, report: Report) -> None:
    members: list[Node] = []
    for node in nodes:
        if not node.when:
            said = f"this node needs a when: header, because {title} is a node group"
            report.add("AL201", node.file, node.title_line, node.title_column, said, "add when: always")
            continue
        node.name = _member_name(node, names)
        if node.name in names.nodes:
            said = f"the subtitle {node.subtitle} is used twice in the group {title}"
            report.add("AL204", node.file, node.title_line, node.title_column, said, "choose another")
            continue
        names.nodes[node.name] = node
        members.append(node)
    names.groups[title] = members


def _member_name(node: Node, names: NodeNames) -> str:
    """`Title.Subtitle`, else the title and its conditions' hash: stable while these stay."""
    if node.subtitle:
        return f"{node.title}.{node.subtitle}"
    base = f"{node.title}~{short_hash(*[condition.text for condition in node.when])}"
    count = names.repeats[base] = names.repeats.get(base, 0) + 1
    return base if count == 1 else f"{base}~{count}"
