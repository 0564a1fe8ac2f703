"""Small talk: greetings, thanks, "are you a real person?". English and German, pure.

Most of it is whole phrases; a few kinds also have openings that carry a longer message ("are you a …").
"""

import re

from bot.clean import fold
from bot.matching.phrases import table, whole
from bot.yesno import yes_or_no

KINDS = {
    "greeting": (
        "hi,hello,hey,hey there,hi there,hello there,hiya,heya,yo,hi alana,hello alana,hey alana,howdy,"
        "greetings,good morning,morning,good afternoon,good evening,evening,good day,hi again,"
        "hello again,nice to meet you,pleased to meet you,anyone there,is anyone there,are you there,"
        "hallo,hallöchen,hallo alana,hi zusammen,hey du,guten morgen,guten tag,guten abend,"
        "morgen alana,moin,moin moin,servus,grüß dich,gruess dich,grüß gott,grüezi,tag,tach,huhu,na,"
        "na du,bist du da,jemand da,ist da jemand,hola,bonjour,ciao bella,salut,hej,sup,whats up,"
        "what's up,wassup,was geht,was geht ab"
    ),
    "thanks": (
        "thanks,thank you,thank u,thx,thnx,tnx,ty,tysm,many thanks,thanks a lot,thanks so much,"
        "thank you so much,thank you very much,thanks very much,much appreciated,i appreciate it,"
        "i appreciate that,appreciated,cheers,thanks alana,thank you alana,that helps,that helped,"
        "that was helpful,very helpful,danke,danke schön,danke schoen,dankeschön,dankeschoen,danke dir,"
        "danke sehr,vielen dank,vielen lieben dank,lieben dank,tausend dank,besten dank,"
        "herzlichen dank,ich danke dir,danke alana,das hilft,das hat geholfen,merci,gracias"
    ),
    "farewell": (
        "bye,bye bye,goodbye,good bye,see you,see ya,see you later,see you tomorrow,see you soon,cya,"
        "farewell,take care,until tomorrow,until next time,so long,later alligator,have a nice day,"
        "have a good day,have a good night,bye alana,tschüss,tschuess,tschüs,tschau,ciao,"
        "auf wiedersehen,wiedersehen,bis bald,bis morgen,bis dann,bis zum nächsten mal,mach's gut,"
        "machs gut,schönen tag,schönen tag noch,schönen abend,schönen abend noch,adieu,servus dann,"
        "adios,au revoir"
    ),
    "bot": (
        "bot,a bot,are you real,are you human,are you alive,are you ai,are you an ai,is this real,"
        "is this a bot,is this ai,is this automated,who are you,what are you,who is this,who is alana,"
        "what is alana,are you alana,what's your name,what is your name,whats your name,your name,"
        "who made you,who built you,who wrote you,who wrote this,is this written by ai,"
        "is this written by an ai,was this written by ai,who programmed you,who created you,"
        "am i talking to a bot,am i talking to a human,am i talking to a machine,"
        "am i talking to a person,am i talking to a real person,am i chatting with a bot,"
        "do i talk to a machine,chatgpt,are you chatgpt,gpt,how old are you,where are you from,"
        "where do you live,do you have feelings,can you feel,do you understand me,can you think,"
        "you are a bot,you're a bot,you are just a bot,you're not real,you are not real,"
        "you're a machine,bist du echt,bist du ein bot,bist du ein mensch,bist du eine maschine,"
        "bist du eine ki,bist du ki,bist du real,bist du ein roboter,bist du lebendig,wer bist du,"
        "was bist du,wie heißt du,wie heisst du,wer hat dich gemacht,wer hat dich programmiert,"
        "wer hat dich erfunden,wer schreibt hier,schreibe ich mit einem menschen,"
        "rede ich mit einem menschen,rede ich mit einem bot,ist das ein bot,ist das eine ki,"
        "du bist ein bot,du bist nur ein bot,bist du chatgpt,wie alt bist du,wo wohnst du,"
        "woher kommst du,hast du gefühle,verstehst du mich,kannst du denken"
    ),
    "how_are_you": (
        "how are you,how are you doing,how are you today,how are you doing today,how r u,how are u,"
        "how is it going,how's it going,hows it going,how do you do,how do you feel,how are things,"
        "how's life,how was your day,how is your day,are you ok,are you okay,you ok,what are you doing,"
        "wie geht's,wie gehts,wie geht es dir,wie geht's dir,wie gehts dir,wie geht es ihnen,"
        "wie läuft's,wie laeufts,alles gut,alles klar bei dir,alles gut bei dir,wie war dein tag,"
        "wie fühlst du dich,was machst du,was machst du gerade,na wie gehts"
    ),
    "insult": (
        "stupid,idiot,you idiot,moron,dumb,dumbass,asshole,bitch,bastard,jerk,loser,shut up,stfu,fuck,"
        "fuck you,fuck off,fuck this,go to hell,screw you,piss off,you suck,this sucks,this is stupid,"
        "this is dumb,this is crap,this is shit,this is bullshit,bullshit,bs,nonsense,this is nonsense,"
        "this is garbage,this is rubbish,crap,shit,wtf,you are stupid,you're stupid,you are dumb,"
        "you're dumb,you are useless,you're useless,useless,i hate you,you are annoying,"
        "you're annoying,annoying,boring,this is boring,you are boring,you're boring,lame,blöd,bloed,"
        "du bist blöd,du bist dumm,dumm,doof,du bist doof,idiot du,du idiot,depp,du depp,arschloch,"
        "du arschloch,halt die klappe,halt den mund,halt die fresse,halts maul,halt's maul,"
        "verpiss dich,fick dich,leck mich,scheiße,scheisse,scheiß bot,so ein mist,so ein quatsch,"
        "so ein blödsinn,was für ein quatsch,quatsch,blödsinn,bullshit alles,du nervst,das nervt,"
        "langweilig,das ist langweilig,du bist langweilig,nutzlos,ich hasse dich,das ist doof,"
        "das ist dumm,unsinn,spinner"
    ),
    "laugh": (
        "lol,lmao,rofl,haha,hahaha,hihi,hehe,xd,funny,that's funny,thats funny,very funny,so funny,"
        "good one,nice one,lustig,das ist lustig,witzig,das ist witzig,sehr witzig,sehr lustig,"
        "ich lache,you made me laugh,that made me laugh,hahahaha"
    ),
    # Plain yes and no: `bot.yesno`. These only agree, or doubt.
    "yes": (
        "fine,sounds good,good,great,got it,understood,i see,i understand,okay gut,gut,passt,verstehe,"
        "ich verstehe,verstanden"
    ),
    "no": "na ah,i disagree",
    "unsure": (
        "i don't know,i dont know,idk,dunno,no idea,not sure,i'm not sure,im not sure,maybe,perhaps,hm,"
        "hmm,hmmm,um,uh,uhm,erm,well,i don't understand,i dont understand,i don't get it,i dont get it,"
        "what,what do you mean,huh,sorry what,pardon,keine ahnung,weiß nicht,weiss nicht,"
        "ich weiß nicht,ich weiß es nicht,vielleicht,kann sein,mal sehen,tja,naja,äh,ähm,"
        "verstehe ich nicht,verstehe nicht,ich verstehe nicht,ich verstehe das nicht,versteh ich nicht,"
        "hä,was,wie,wie bitte,was meinst du,was meinst du damit"
    ),
    "praise": (
        "nice,cool,wow,awesome,amazing,beautiful,lovely,wonderful,i like it,i like that,i like you,"
        "i love it,i love this,i love you,love it,love this,well said,interesting,that's interesting,"
        "that is beautiful,that's nice,that's lovely,that was nice,that was beautiful,you are nice,"
        "you're nice,you are great,you're great,good bot,brilliant,perfect,super,toll,schön,schoen,"
        "das ist schön,wie schön,wunderbar,großartig,klasse,prima,spannend,interessant,gefällt mir,"
        "das gefällt mir,ich mag dich,ich liebe dich,gut gesagt,du bist nett,du bist toll,guter bot,"
        "krass"
    ),
    "sad": (
        "i feel awful,i feel awful today,i feel terrible,i feel bad,i feel sad,i feel lonely,"
        "i feel so lonely,"
        "i feel down,i feel low,i feel horrible,i feel empty,i feel lost,i'm sad,im sad,i am sad,"
        "i'm lonely,"
        "im lonely,i am lonely,i'm so sad,i'm not ok,i'm not okay,i am not okay,i'm not doing well,"
        "i'm unhappy,"
        "i am unhappy,i'm heartbroken,i am heartbroken,i cried today,i'm crying,i am crying,"
        "i had a bad day,"
        "i had a terrible day,i had an awful day,bad day,my heart is broken,i'm exhausted,my wife died,"
        "my husband died,my mother died,my father died,my mum died,my mom died,my dad died,my dog died,"
        "my cat died,"
        "he left me,she left me,mir geht es schlecht,mir geht's schlecht,mir gehts schlecht,"
        "mir geht es nicht gut,mir gehts nicht gut,ich fühle mich schrecklich,ich fühle mich schlecht,"
        "ich fühle mich einsam,ich fühle mich allein,ich bin traurig,ich bin so traurig,ich bin einsam,"
        "ich bin unglücklich,ich weine,ich habe geweint,ich hatte einen schlechten tag,schlechter tag,"
        "mein herz ist gebrochen,meine frau ist gestorben,mein mann ist gestorben,"
        "meine mutter ist gestorben,mein vater ist gestorben,mein hund ist gestorben,er hat mich verlassen,"
        "sie hat mich verlassen"
    ),
    "sorry": (
        "sorry,i'm sorry,im sorry,my bad,apologies,excuse me,pardon me,forgive me,entschuldigung,"
        "entschuldige,tut mir leid,tschuldigung,sorry alana,verzeihung,es tut mir leid"
    ),
}
_PHRASES = table(KINDS)
_LONGEST = 160
# Openings that decide however the sentence goes on; checked on the folded text.
_OPENINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "bot",
        re.compile(
            r"(?:so |but |wait |hey |hi |hold on )?(?:are you (?:actually |really |even |just "
            r"|only )?(?:an? )?(?:real|actual|living)? ?(?:human|humans|person|bot|robot|machine|ai"
            r"|program|computer|people|script|someone real|real)\b|(?:am i|is this) (?:talking|speaking"
            r"|chatting|writing)? ?(?:to|with)? ?(?:an? )?(?:real )?(?:human|person|bot|robot|machine"
            r"|ai|computer|program)\b|is (?:there|this) (?:an? )?(?:real |actual )?(?:human|person|bot"
            r"|ai)\b|bist du (?:\w+ )?(?:ein |eine |n |ne )?(?:echte?r? )?(?:mensch|bot|roboter"
            r"|maschine|ki|person|programm|computer)\b|(?:rede|schreibe|spreche"
            r"|chatte) ich (?:hier )?(?:gerade )?mit (?:einem|einer|nem|ner)\b)"
        ),
    ),
    (
        "thanks",
        re.compile(
            r"(?:thank you|thanks|danke|vielen dank) (?:so much |very much |a lot |sehr )?(?:for|fur"
            r"|fuer|that|das)\b"
        ),
    ),
    ("laugh", re.compile(r"(?:(?:ha){2,}h?|(?:he){2,}|(?:hi){2,}|x+d+|lo+l+|lma+o+|ro+fl)(?: .{0,40})?$")),
    (
        "insult",
        re.compile(
            r"(?:you|ur|u|youre|du|this bot|dieser bot)(?: are| r| bist| is"
            r"| ist)? (?:\w+ ){0,2}(?:stupid|dumb|idiot|moron|useless|crap|shit|trash|garbage|ugly|fool"
            r"|dumm|blod|bloed|doof|bescheuert|idiot|arsch\w*|scheisse|nutzlos)$"
        ),
    ),
    (
        "greeting",
        re.compile(
            r"(?:hi|hello|hey|hallo|moin) (?:\w+ ){0,2}?(?:how are you|wie gehts|alana|there|everyone"
            r"|zusammen)$"
        ),
    ),
)


def small_talk(text: str, locale: str = "en") -> str | None:
    """Return the kind of small talk (a key of `KINDS`) that `text` is, or None.

    Both languages are understood whatever the locale. Bounded work on any text; never raises.
    """
    kind = whole(text, _PHRASES)
    if kind is not None:
        return kind
    folded = fold(text[: 4 * _LONGEST], 4 * _LONGEST)
    if not folded or len(folded) > _LONGEST:
        return "laugh" if not folded and _laughs(text) else None
    if (said := yes_or_no(text)) is not None:
        return "yes" if said else "no"
    return next((kind for kind, opening in _OPENINGS if opening.match(folded)), None)


def _laughs(text: str) -> bool:
    """Whether a message without a letter is nothing but laughing faces."""
    signs = [char for char in text[:_LONGEST] if not char.isspace()]
    return bool(signs) and all(char in "😂🤣😆😄😅😁😀\ufe0f" for char in signs)
