"""What is said to what people say in passing: a wish for a joke, a message for somebody else."""

from collections.abc import Mapping

from bot.hearing.kinds import Kind
from bot.texts import mark

IN_PASSING: Mapping[Kind, tuple[str, ...]] = {
    Kind.CALL: (
        mark(
            "I can't ring anybody: I'm a program, and can only write back. If it's urgent, /helpnow has "
            "numbers where a person picks up."
        ),
        mark(
            "I have no voice and no telephone, only these lines. For a person on the phone there is /helpnow."
        ),
        mark("Ringing is beyond me, I can only write. If you need somebody now, /helpnow says whom to ring."),
    ),
    Kind.NEVER_MIND: (
        mark("All right. Then we'll leave that where it is."),
        mark("That's fine. Consider it unsaid."),
        mark("Good, I'll let it go by."),
    ),
    Kind.WRONG_CHAT: (
        mark("No harm done, it happens to everybody. Only, whoever it was for is still waiting for it."),
        mark("That's all right. I'll act as if I'd been looking out of the window."),
        mark("It happens. I'm a program, so at least it didn't reach your aunt."),
    ),
    Kind.JOKE: (
        mark(
            "A man says to the waitress: “I have a feeling that we've met before.” “You come in every "
            "morning”, says the waitress. That's about as funny as I get."
        ),
        mark(
            "Two halves meet at a party. “You complete me”, says the one. “That's nice”, says the other, "
            "“but I only came for the cheese.”"
        ),
        mark(
            "How many soul mates does it take to change a light bulb? Two: the one holds the ladder, and the "
            "other one says that the dark was nicer. I have no more, I'm afraid."
        ),
    ),
    Kind.SHORTER: (
        mark(
            "I'd do it gladly, but my answers were written beforehand and I can't cut them. You needn't read "
            "all of it: you can ask the next thing at any time."
        ),
        mark("You're right, I do go on. I can't make it less, but /pace changes how it comes."),
        mark(
            "I can't shorten it, I'm sorry. Skim it with a clear conscience, nobody asks you about it later."
        ),
    ),
    Kind.ADVICE: (
        mark(
            "I'd be a poor adviser, since I only know the people who were written for me. Somebody who has "
            "seen you both would be a better one to ask."
        ),
        mark(
            "I can't tell you, and I'd rather say so than guess. It may help to sleep on it, and if you're "
            "afraid of what comes after, /helpnow names people who can talk it through."
        ),
        mark("That I leave to you. You know what led up to it, and I know a script."),
    ),
    Kind.COST: (
        mark(
            "I've no till, and nothing here takes money from you. What it costs to keep me running, only the "
            "people who run me can say."
        ),
        mark("Nobody has given me a way to take money. I'm written text, and text eats very little."),
        mark("Not from me: there's nothing here that you could buy."),
    ),
    Kind.REASSURE: (
        mark(
            "I can't judge that, I'm a script. I'd be careful with anybody who could, from a few typed "
            "words. To wonder about it seems to me as ordinary as rain."
        ),
        mark(
            "I don't know you, so I can't say. If it weighs on you, somebody who knows you can answer that "
            "far better than I can."
        ),
        mark(
            "Nobody has written me a ruler for that, and I'm glad of it. If the question keeps coming back, "
            "try saying it aloud to a person whom you trust."
        ),
    ),
}
