"""What people say to a bot that is no question to it: decoys beside the bank of a series.

A small bank leaves much room around each question; a greeting, a curse or the weather must not fall into it
for want of anything closer. Short sentences of many kinds rather than many of one; a few of other languages,
because to an English model all that it cannot read is alike.
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
Is anybody here?
I am back.
Nice to meet you.
Are you an artificial intelligence?
How old are you?
Do you have a family?
What do you like to eat?
I don't understand what you are saying.
You are boring.
This is rubbish.
I hate you.
You are so sweet.
I want to marry you.
Happy new year!
I want my money back.
Cancel my subscription.
The page does not load.
How do I install this on my computer?
Which camera should I buy?
What is the cheapest price?
How much is the rent?
What is twelve divided by four?
What does this word mean?
Who invented the telephone?
How far away is the moon?
What is the government doing?
How do I repair my bicycle?
The heating is broken.
My neighbour makes noise.
My boss is annoying.
I have to study for an exam.
My stomach aches.
I hurt my leg.
What medicine should I take?
How do I lose weight?
I went to the supermarket.
I bought a new jacket.
I am watching a football match.
I play the guitar.
I am reading a book.
I am cooking rice.
The plants need water.
The cat is asleep.
Recommend a series to watch.
Tell me a story about a dragon.
Remind me in ten minutes.
Set a timer.
Where can I park?
When does the museum open?
How do I get to the airport?
Just testing.
Blah blah blah.
Was machst du gerade?
Ich verstehe dich nicht.
Wie komme ich zum Flughafen?
Heute scheint die Sonne.
Was kostet ein Kaffee?
Hallo, wie geht es dir?
Kannst du mir bitte etwas sagen?
Das gefällt mir nicht.
Ça va bien, merci.
Où est le supermarché ?
Je ne sais pas quoi faire.
Hola, buenos días.
¿Dónde está la playa?
No entiendo nada.
Dov'è il mercato?
Non capisco l'italiano.
Onde está o meu carro?
Waar is het station?
Vad heter du?
Nerede oturuyorsun?
Nie rozumiem po polsku.
Как дела?
Где находится магазин?
你叫什么名字?
元気ですか?
كيف الحال؟
"""
STRANGERS = tuple(Candidate(STRANGER, line) for line in _SAID.strip().splitlines())
