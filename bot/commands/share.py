"""/share: a line to send along, with a link that opens the evening where the platform has such links."""

from bot.commands.context import Context, EpisodeCard, Reply, note, say
from bot.commands.talk import find_episode, nothing_to_tell


def share(ctx: Context, argument: str) -> Reply:
    """/share [episode]: the one that is named, else the one they are in, else the first."""
    t, wanted = ctx.texts.t, argument.strip()
    card = find_episode(ctx.episodes, wanted) if wanted else _present(ctx)
    if card is None and wanted:
        return say(t("I don't know an evening by that name. /menu shows them all."))
    if card is None:
        return say(nothing_to_tell(ctx))
    question = card.question or card.name
    way = _way(ctx, card)
    return Reply((note(t("Here is a line to send along:")), note(f"“{question}”\n{way}")))


def _present(ctx: Context) -> EpisodeCard | None:
    last = next((card for card in ctx.episodes if card.key == ctx.saved.episode), None)
    return ctx.current or last or next(iter(ctx.episodes), None)


def _way(ctx: Context, card: EpisodeCard) -> str:
    """How to come to that evening."""
    t, invite = ctx.texts.t, ctx.inbound.invite
    if invite:
        return t("An evening with Alana: {link}", link=invite.replace("{}", card.key))
    return t("An evening with Alana: write /talk {number} to her.", number=str(card.number))
