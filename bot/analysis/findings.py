"""What the checks beyond the compiler can find, in one table: code → meaning."""

from collections.abc import Mapping

from bot.errors import Diagnostic

CODES: Mapping[str, str] = {
    "AL601": "A node, or a part of one, is never reached.",
    "AL602": "A condition can never be true, so what hangs on it is never chosen.",
    "AL603": "A variable is never read.",
    "AL604": "A variable is used but not declared.",
    "AL605": "Nodes jump in a circle and nothing in it waits for the person.",
    "AL606": "A line is longer than a platform takes in one message.",
    "AL607": "An option is longer than a button's label may be.",
    "AL608": "A line looks cut off: it ends without punctuation.",
    "AL609": "Lines have no `#line:` id.",
    "AL610": "The words before a colon are taken for a speaker's name, but look like a sentence.",
    "AL611": "A function is called that the bot does not have.",
    "AL612": "A command means nothing to the bot, which passes it over.",
    "AL613": "A text looks like an option or a `<<…>>` that is not written right.",
    "AL614": "An evening's or series' header is missing, doubled or misspelt.",
    "AL615": "The line under an option is not indented, so it is not the option's answer.",
    "AL616": "More than five messages come in a row before the person is asked something.",
    "AL617": "An option's text was made by the import and may be bettered.",
    "AL618": "An option gets no line in reply, and others of its group do.",
    "AL619": "A line asks something that no option and no question of the script lets people answer.",
    "AL620": "A `#heard:`, `#alias:` or `#unlisted` tag is misspelt, names nothing, or does nothing there.",
    "AL621": "A picture or a sound is not written right, or says nothing to those who do not see it.",
    "AL622": "A picture or a sound has no file that can be shown.",
    "AL625": "A question of one's own words is asked where a circle may be listening.",
    "AL701": "A text has no translation.",
    "AL702": "A text changed after it was translated.",
    "AL703": "A translation belongs to no text of the scripts.",
    "AL704": "A translation uses a value that the script does not give.",
    "AL705": "A translation's markup is not well formed.",
    "AL706": "A string table cannot be read.",
    "AL800": "A file or folder cannot be read.",
    "AL801": "A project file is wrong.",
    "AL802": "A test plan cannot be read.",
    "AL811": "A transcript names no speaker.",
    "AL812": "A transcript's paragraph belongs to nobody.",
    "AL813": "A speaker of a transcript says nothing.",
    "AL814": "A transcript's paragraph breaks off.",
    "AL815": "A third speaker stands in a transcript.",
    "AL816": "A heading or stage direction of a transcript is said by nobody.",
    "AL817": "A transcript names nobody, so questions are known by their question marks.",
    "AL818": "Time stamps of a transcript are left out.",
}


def warning(
    code: str, file: str, line: int, column: int, message: str, hint: str = "", end: int | None = None
) -> Diagnostic:
    """A finding that warns; what surely fails is an `error`."""
    return Diagnostic(code, "warning", file, line, max(column, 1), message, hint, end)


def error(
    code: str, file: str, line: int, column: int, message: str, hint: str = "", end: int | None = None
) -> Diagnostic:
    """A finding that whoever comes there cannot get past."""
    return Diagnostic(code, "error", file, line, max(column, 1), message, hint, end)
