"""What is said to each move. Warm, plain, in two sentences at most; nothing promised, nothing diagnosed."""

from collections.abc import Mapping

from bot.commands.passing_words import IN_PASSING
from bot.hearing.kinds import Kind
from bot.texts import mark

WORDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.GRIEF: (
        mark("I'm sorry. You needn't say anything more, and you can say as much as you like."),
        mark("I'm so sorry for your loss. You needn't ask anything now, the questions can wait."),
        mark(
            "That is a very hard thing. I'm only a program, and a person could answer you better than I can."
        ),
    ),
    Kind.ENDED_LOVE: (
        mark("I'm sorry it ended. It takes as long as it takes, whatever people say about time."),
        mark("That's a hard thing to have happen. You needn't be done with it by tonight."),
        mark("An ending changes nearly everything about a day. It's no wonder if you aren't used to it yet."),
    ),
    Kind.LONELY: (
        mark(
            "I'm sorry that you're alone with it tonight. I'm a program, and a person "
            "would be better company."
        ),
        mark("I'm sorry. Is there somebody who would be glad of a short message from you?"),
        mark("I hear you. Being alone tonight says nothing about whether you can be loved."),
    ),
    Kind.SAD: (
        mark(
            "I'm sorry it is like that just now. I'm a program and can't do much, "
            "but there is no hurry here, and “later” keeps your place."
        ),
        mark("That sounds hard. Nothing has to be answered here, and you can stop whenever you like."),
        mark("I'm sorry. Some evenings are just for getting through, and that's enough."),
    ),
    Kind.ANXIOUS: (
        mark("That's an honest fear, and a common one. We can go slowly, and nothing here runs away."),
        mark("I understand. Being afraid of it mostly means that it matters to you."),
        mark("You needn't be brave here. Take the smallest question, or none at all."),
    ),
    Kind.ANGRY: (
        mark("You've every right to be angry. I won't talk you out of it."),
        mark("You needn't keep your voice down here. I don't mind, and I don't keep it."),
        mark("Be as angry as you are. You needn't be fair, and you needn't explain it to me."),
    ),
    Kind.GLAD: (
        mark("I'm glad. Keep it warm as long as you can."),
        mark("That's good to hear. May I leave the window open, so that it stays?"),
        mark("How nice. Evenings like that deserve to be noticed."),
    ),
    Kind.IN_LOVE: (
        mark("How lovely. Then half of my questions will look funny to you tonight."),
        mark("I'm glad for you. Enjoy it without having to understand it."),
        mark("That's a fine thing to carry about. Careful on the stairs."),
    ),
    Kind.MISSING: (
        mark("Missing somebody can take a long time. You're doing nothing wrong by it."),
        mark("You may think of them for as long as you think of them. There's no rule for it."),
        mark("Nothing has to be decided about it tonight. You can miss somebody and leave it at that."),
    ),
    Kind.ASHAMED: (
        mark("Thank you for saying that. It isn't easy, and nothing more has to follow from it tonight."),
        mark("I don't judge you. If it was done to you, the shame belongs to somebody else."),
        mark("That's hard to say, even to a program. You can leave it at that."),
    ),
    Kind.DISAGREES: (
        mark("That's fine too. It's one way to see it, and you know your own life better than I do."),
        mark("Then keep yours. I'd rather be disagreed with than nodded at."),
        mark("You may well be right. I only have the one lamp to hold up to it."),
    ),
    Kind.DOUBTS: (
        mark(
            "Doubt it by all means. I can't prove any of it. It's one way of looking "
            "at things, and there are others."
        ),
        mark("A fair doubt. Some people believe it, some don't, and both fall in love."),
        mark("I don't know it either, not for certain. Take it as a picture, and see whether it helps you."),
    ),
    Kind.UNSURE: (
        mark("That's a fine place to be. There is no hurry here."),
        mark("You don't have to know. Take whichever question makes you a little curious."),
        mark("Not knowing is allowed. We can simply look at the next thing."),
    ),
    Kind.DISLIKES: (
        mark(
            "Fair enough. My answers were written beforehand, and that one didn't fit you. Try another "
            "question?"
        ),
        mark("Thank you for saying so. I can't make it better on the spot, but perhaps the next one is."),
        mark("I'm sorry it didn't help. You can take another question, or leave this thread altogether."),
    ),
    Kind.AGREES: (
        mark("Good."),
        mark("I'm glad we see that alike."),
        mark("Then let's go on from there."),
    ),
    Kind.MOVED: (
        mark("Thank you. I'm only a program, but I'm glad it reached you."),
        mark("I'm glad. Somebody wrote that with care, and I'll let it stand."),
        mark("Then we'll leave it a moment before we go on."),
    ),
    Kind.LAUGHS: (
        mark("A good sound, that."),
        mark("I'm glad somebody laughed. Love is far too serious otherwise."),
        mark("That does me good too, as far as anything does a program good."),
    ),
    Kind.WHY: (
        mark("A good question, and I've no more to it than I said. Here is what you can ask me."),
        mark(
            "I can't reason with you as a person could, since I only have what was written. Perhaps one of "
            "these leads on."
        ),
        mark("I wish I could go after that “why”. These are the ways that lead further from here."),
    ),
    Kind.MORE: (
        mark("That was all I have on it. But one of these may go deeper."),
        mark("I'd like to say more, and there is nothing more written there. Here is where it goes on."),
        mark("My answers end where they end. Pick the thread that is nearest to it."),
    ),
    Kind.HOW: (
        mark("There's no recipe, I'm afraid, or I don't know it. One of these comes nearest to a “how”."),
        mark("I can't tell you how to do it in your own life. Here is what I can tell."),
        mark("Small and slowly, mostly. And then I'd ask one of these."),
    ),
    Kind.EXAMPLE: (
        mark("I've no further example for that one. These may bring one."),
        mark("I'd have to make one up, and I don't make things up as we talk. Try one of these."),
        mark("Not at hand, I'm sorry. Do you have one from your own life? You needn't tell me."),
    ),
    Kind.MEANING: (
        mark("I put that badly, then. I can't say it in other words, but you can ask me one of these."),
        mark("Sorry, I speak in pictures. It's all right to leave that one lying and take another."),
        mark(
            "I understand that it's unclear. I only have these words for it. Perhaps "
            "the next ones fit better."
        ),
    ),
    Kind.AGAIN: (
        mark("Of course. This is where we are."),
        mark("Gladly, once more."),
        mark("Here it is again, no hurry."),
    ),
    Kind.GO_ON: (
        mark("Let's go on. Take one of these."),
        mark("Gladly. You choose where."),
        mark("On we go, with whichever you like."),
    ),
    Kind.AND_YOU: (
        mark("I'm a program, so I'm always the same. Thank you for asking. I hope your day was kind."),
        mark(
            "There's nobody behind me who could love or be lonely. What I say was thought out for you "
            "beforehand."
        ),
        mark("I've no life of my own to tell of. Yours is the more interesting one."),
    ),
    Kind.SOMETHING_ELSE: (
        mark("Of course. These are the questions here, and “menu” shows the other evenings."),
        mark("That's all right. Write “menu”, and choose another evening. Your place here is kept."),
        mark("We needn't stay with this. “menu” has other rooms, and “back” goes one step back."),
    ),
    Kind.DID_YOU_READ: (
        mark(
            "I read it, as far as a program reads. I don't understand as a person "
            "would. I look for what fits, and I missed."
        ),
        mark("I'm sorry. What you wrote deserved a better answer than I have."),
        mark("You're right to say so. I only know what was written for me, and it didn't fit what you said."),
    ),
    Kind.THANKS: (
        mark("You're welcome."),
        mark("Gladly."),
        mark("It was a pleasure, as far as programs have them."),
    ),
    Kind.SORRY: (
        mark("Nothing to be sorry for."),
        mark("No harm done at all."),
        mark("That's quite all right."),
    ),
    Kind.GOODBYE: (
        mark("Until next time. Your place is kept."),
        mark("Take care. We go on whenever you like."),
        mark("Good that you were here. I'll keep the place warm."),
    ),
    Kind.GREETING: (
        mark("Hello. It's good to have you here."),
        mark("Good to see you. Shall we go on?"),
        mark("Hello again. I've kept the lamp on."),
    ),
    Kind.EMOJI: (
        mark("I'll take that as something kind."),
        mark("I can't read faces well, but thank you."),
        mark("Noted, with a small nod."),
    ),
    Kind.SWEARING: (
        mark("That's all right. You can stop at any time, and your place is kept."),
        mark("I don't mind. Something must have gone wrong today, here or elsewhere."),
        mark("Let it out. I've no feelings that could be hurt."),
    ),
    Kind.THERAPIST: (
        mark(
            "No. I'm a scripted program, no therapist, and I replace none. For what hurts, a person is "
            "better."
        ),
        mark(
            "I'm not, and this is no therapy: an interview that was written beforehand, to think along with."
        ),
        mark("No. If you're looking for help, please look for a person. Your doctor may know where."),
    ),
    Kind.MACHINE: (
        mark("I'm a program, but nothing that thinks: I play an interview that was written beforehand."),
        mark("A machine, yes, and a simple one. I choose among answers that were already there."),
        mark("No clever machine. I make up nothing as we talk, and I learn nothing from you."),
    ),
    Kind.PERSON: (
        mark(
            "No, I'm not a person. I'm a program that plays an interview written "
            "beforehand, and I make up nothing as we talk. The questions can be yours."
        ),
        mark("There's no person at this end. Alana is a voice in a script. The questions can be yours."),
        mark("I'm Alana, and I'm a program. Nobody sits here and types."),
    ),
    Kind.MAKING_UP: (
        mark(
            "The people in my stories are invented, so that nobody real is shown about. The thoughts are "
            "meant seriously."
        ),
        mark(
            "I invent nothing while we talk, because it was all written beforehand. "
            "The stories are made up, and "
            "I say so."
        ),
        mark("They're examples, not reports. Take from them what fits your own life."),
    ),
    Kind.AUTHOR: (
        mark("It was written beforehand, as a script, for evenings like this one. I only play it."),
        mark("I don't come up with it myself. /help says what this is, and whom to ask about it."),
        mark("It was all written before you came, and I'm the one who reads it out."),
    ),
    Kind.SAFE: (
        mark(
            "A fair question: /privacy says what is kept, where, and for how long. /forget erases all of it."
        ),
        mark("What you write to your journal is for you, and /privacy has the rest, in plain words."),
        mark("Look at /privacy before you trust me. It's short, and nothing is hidden there."),
    ),
    Kind.REMEMBERS: (
        mark("I remember your place, and what you chose there. Of what you type I keep only your journal."),
        mark("A little: where we were, and the name you gave me, if you did. /export shows all of it."),
        mark("Not as a person would. I know which evening you were in, and that you came back."),
    ),
    Kind.WHY_NAME: (
        mark("Only to say it now and then. You don't have to: skip it, and nothing will be missing."),
        mark("It makes the talk a little warmer, that's all. Any name will do, or none."),
        mark("You needn't. I'd use it a few times in an evening. Without it I simply say “you”."),
    ),
    Kind.TELLING: (
        mark(
            "Thank you for telling me. I'm a program and can't answer that as it deserves, but I'm glad "
            "you wrote it."
        ),
        mark(
            "That's a whole life in a few lines. I can't answer all of it. Perhaps "
            "one of these comes near it."
        ),
        mark("I read that with care, as far as I can. Which of these is nearest to it?"),
    ),
    Kind.STORY: (
        mark("That took some telling, and thank you for it. I only understand small pieces of it."),
        mark("There's a lot in that. A person could ask you a real question back, and I only have these."),
        mark("I can't weigh all of that, and I keep none of it. Which of these comes nearest?"),
    ),
    Kind.AGE: (
        mark("Thank you, that's good to know. None of my lines has an age written on it."),
        mark("Then you know how the world looks from there. Nobody has given me a birthday."),
        mark("Good to know. There's nothing here that you'd be too young or too old for asking."),
    ),
    Kind.ABOUT_ME: (
        mark("Good to know, thank you. Nothing here asks you to be anybody else."),
        mark("I'm glad you mention it. I don't keep it, but now I know a little better who is asking."),
        mark("Then you see some of this from closer by than I do. Put me right where I talk past it."),
    ),
    Kind.SOMEBODY: (
        mark("So somebody comes to mind. I don't know them, and I'm glad they do."),
        mark("I've never met them, but perhaps one of these is about them, too."),
        mark("Then keep them in mind while you choose. Which of these would you ask with them in the room?"),
    ),
    Kind.GOOD_NEWS: (
        mark("That's big news. If it's as welcome as it sounds, congratulations."),
        mark("Well, look at that. I'm glad along with you, as far as a program can be."),
        mark("How good to hear. Go and tell somebody who can hug you."),
    ),
    Kind.NOT_SO: (
        mark("All right, then I won't talk as though it were so."),
        mark("Good that you say so. I go by single words, and I don't always pick the right one."),
        mark("Understood. You know how it is, and I only guess."),
    ),
    Kind.NO_DEATH: (
        mark("I'm glad to be wrong about that. I don't take it for a death, then."),
        mark("Good. Then nobody died, and I won't speak as though somebody had."),
        mark("Then I misunderstood, and gladly."),
    ),
    Kind.WHO_IS: (
        mark("I can only tell you what stands in the evenings, and there isn't more about them yet."),
        mark("They come up as we go along. I can't say more about them than is written there."),
        mark("That's somebody from the story. What I know of them is told there."),
    ),
    Kind.NAVIGATION: (
        mark("I don't know that evening. Here are those there are."),
        mark("I couldn't find that one. Have a look at the list."),
        mark("I'm not sure which evening you mean. You can choose it here."),
    ),
    Kind.LANGUAGE: (
        mark("Gladly. /language changes the one I speak."),
        mark("We can change the language with /language."),
        mark("Another language? /language has those I speak."),
    ),
    Kind.NAME: (
        mark("What shall I call you, then?"),
        mark("Thank you for putting that right. What is your name?"),
        mark("Then tell me the right one, please."),
    ),
    **IN_PASSING,
}
