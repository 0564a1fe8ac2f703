"""Texts of a program, ready to be rendered in any language.

A `Phrase` holds a text's template, its values' expressions and what is known of it at compile time.
Texts without values or markup are rendered once and kept; a template of a translation is made at its
first use. The keeping is a memo only: it never changes what is rendered.
"""

from collections.abc import Sequence

from bot.engine.effects import FinalText, Line, Option, SayLine
from bot.engine.expressions import Expr
from bot.engine.render import Template, compile_template, compile_translation, render, speaker_of
from bot.engine.run import Run
from bot.engine.values import Value


class Phrase:
    """One text: `id` for translation, `key` for choices. Its methods render it for a run."""

    __slots__ = (
        "_kept",
        "_kept_options",
        "_templates",
        "id",
        "key",
        "last",
        "parts",
        "source",
        "tags",
        "translation",
    )

    def __init__(
        self, id: str, source: str, parts: Sequence[Expr], tags: tuple[str, ...] = (),
        last: bool = False, key: str = "", translation: str = "",
    ) -> None:  # fmt: skip
        self.id, self.source, self.parts, self.tags, self.last, self.key = id, source, parts, tags, last, key
        self.translation = translation or id
        self._templates: dict[str | None, Template] = {}
        self._kept: dict[str | None, SayLine] = {}
        self._kept_options: dict[tuple[str | None, bool], Option] = {}

    def _template(self, translated: str | None) -> Template:
        template = self._templates.get(translated)
        if template is None:
            if translated is None:
                template = compile_template(self.source)
            else:
                template = compile_translation(translated)
            self._templates[translated] = template
        return template

    def _values(self, run: Run) -> Sequence[Value]:
        parts = self.parts
        if len(parts) == 1:
            return (parts[0](run),)
        return [part(run) for part in parts]

    def say(self, run: Run) -> SayLine:
        """The line with its values, as an effect."""
        strings = run.strings
        translated = None if strings is None else strings.get(self.translation)
        kept = self._kept.get(translated)
        if kept is not None:
            return kept
        template = self._templates.get(translated) or self._template(translated)
        text = render(template, self._values(run), run.env.plural)
        speaker, prefix = template.speaker, template.prefix
        if template.layout is not None:
            speaker, prefix = speaker_of(text)
        same = template.text is not None and not self.parts
        said = SayLine(Line(self.id, text, speaker, self.tags, self.last, prefix, same))
        if same:
            self._kept[translated] = said
        return said

    def text(self, run: Run) -> FinalText:
        """The text alone, for prompts."""
        strings = run.strings
        template = self._template(None if strings is None else strings.get(self.translation))
        return render(template, self._values(run), run.env.plural)

    def option(self, run: Run, available: bool) -> Option:
        """The text as an option, shown as available or not."""
        strings = run.strings
        translated = None if strings is None else strings.get(self.translation)
        kept = self._kept_options.get((translated, available))
        if kept is not None:
            return kept
        template = self._template(translated)
        text = render(template, self._values(run), run.env.plural)
        same = template.text is not None and not self.parts
        option = Option(self.key, text, available, self.tags, same)
        if same:
            self._kept_options[translated, available] = option
        return option
