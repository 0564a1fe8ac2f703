"""What people say to a bot that is no question to it: decoys beside the bank of a series.

A small bank leaves much room around each question; a greeting, a curse or the weather must not fall into it
for want of anything closer. English, as the model is; short sentences of many kinds rather than many of one.
"""

from bot.matching.verdict import Candidate

STRANGER = ""  # the key of them all: nothing can be chosen by it

_SAID = """
Hello, how are you?
Good morning!
Bye, see you later.
Thank you, that was nice.
Yes.
No.
Okay.
I don't know.
What?
Are you a real person or a machine?
What is your name?
Tell me something about yourself.
Who built this program?
How does this app work?
You are an idiot.
Shut up.
I don't like you, you are useless.
That is funny.
Tell me a joke.
Sing a song for me.
Let's play a game.
Will it be sunny or cloudy today?
What day is it today?
What is the news?
Who won the game?
Who is the prime minister?
What is the biggest city in the world?
Tell me about history.
Explain physics to me.
Help me with a maths exercise.
Write some computer code for me.
My computer does not work.
My phone is broken.
I forgot my login.
How much does it cost?
I want to buy something in a shop.
Which product is the best one to buy?
How do I get money?
Where is the nearest restaurant?
How do I cook soup?
I am eating dinner.
I am thirsty.
I have a headache.
I am going to the doctor.
I have to go to work tomorrow.
My teacher gave us a test.
The train is delayed.
My car broke down.
Book a flight for me.
I have to clean the kitchen.
I watched a film on television.
I like sports.
My dog is cute.
Please translate this.
Do you speak another language?
Send me a photo.
Let's have sex.
I am bored.
I am tired and want to go to bed.
Call me a cab.
"""
STRANGERS = tuple(Candidate(STRANGER, line) for line in _SAID.strip().splitlines())
