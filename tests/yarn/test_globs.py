"""File patterns: what they take, what they leave out, and that none of them takes long."""

import pytest

from bot.yarn.globs import BadPattern, folded, pattern


def takes(text: str, path: str) -> bool:
    return pattern(text).takes([folded(part) for part in path.split("/")])


@pytest.mark.parametrize(
    ("text", "path", "wanted"),
    [
        ("**/*.yarn", "a.yarn", True),
        ("**/*.yarn", "one/two/a.yarn", True),
        ("**/*.YARN", "one/a.yarn", True),
        ("**/*.yarn", "one/A.YARN", True),
        ("*.yarn", "one/a.yarn", False),
        ("sub/", "sub/one/a.yarn", True),
        ("sub/", "other/a.yarn", False),
        ("SUB/", "sub/a.yarn", True),
        ("sub\\", "sub/a.yarn", True),
        ("sub/**", "sub/a.yarn", True),
        ("sub/**", "sub", False),
        ("sub", "sub/a.yarn", False),
        ("**/x/**/y.yarn", "a/x/b/y.yarn", True),
        ("**/x/**/y.yarn", "x/y.yarn", True),
        ("**/x/**/y.yarn", "a/y.yarn", False),
        ("**.yarn", "one/two/a.yarn", True),
        ("one/*.*", "one/README", True),
        ("./one/./a*.yarn", "one/ab.yarn", True),
        ("one/a?.yarn", "one/ab.yarn", False),
        ("one/a?.yarn", "one/a?.yarn", True),
        ("/one/a.yarn", "one/a.yarn", True),
        ("*a*b*", "xxaxxbxx", True),
        ("*a*b*", "xxbxxaxx", False),
    ],
)
def test_what_a_pattern_takes(text: str, path: str, wanted: bool) -> None:
    assert takes(text, path) is wanted


def test_a_folder_that_is_left_out_takes_with_it_what_it_holds() -> None:
    for text in ("drafts", "drafts/", "drafts/**", "**/drafts"):
        assert pattern(text).leaves_out(["DRAFTS", "OLD", "A.YARN"])
    assert not pattern("drafts").leaves_out(["OTHER", "A.YARN"])


@pytest.mark.parametrize("text", ["", "../a", "a/../../b", "/", "C:/a", "x" * 500, "a/" * 60])
def test_what_is_no_pattern_is_refused(text: str) -> None:
    with pytest.raises(BadPattern):
        pattern(text)


class Counted(str):
    """A name that counts how often a character of it is looked at."""

    __slots__ = ()
    looked = 0

    def __getitem__(self, at: object) -> str:
        Counted.looked += 1
        return super().__getitem__(at)  # type: ignore[index]


@pytest.mark.parametrize("text", ["*A" * 150, "**/X/" * 19 + "A", "*" * 300 + "B"])
def test_no_pattern_takes_long(text: str) -> None:
    Counted.looked = 0
    path = [Counted("A" * 250)] + [Counted("X")] * 60
    assert not pattern(text).takes(path)
    assert Counted.looked < 250 * 400
