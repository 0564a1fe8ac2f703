"""Everyday forms of commands: "stop", "go back", "Menü". Only when the whole message is one. Pure."""

from bot.matching.phrases import table, whole

COMMANDS = {
    "menu": (
        "menu,the menu,main menu,show menu,show me the menu,back to the menu,go to the menu,"
        "to the menu,open the menu,open menu,menue,menü,hauptmenü,hauptmenue,zum menü,zum menue,"
        "zurück zum menü,zeig mir das menü,zeig das menü,das menü,menü öffnen,overview,übersicht,"
        "what can i do here,show me the list,list of episodes,episodes,evenings,show me the evenings,"
        "other topics,another topic,andere themen,themen,choose another,start menu,auswahl,"
        "other evening,another evening,anderer abend"
    ),
    "stop_nudges": (
        "stop,stop it,stop this,stop that,stop now,please stop,stop writing,stop writing me,"
        "stop writing to me,stop messaging me,stop texting me,stop sending me messages,"
        "stop sending messages,no more messages,stop the reminders,stop reminders,stop reminding me,"
        "no more reminders,no reminders,turn off reminders,reminders off,turn reminders off,"
        "disable reminders,stop nudging me,stop the nudges,no more nudges,stop notifications,"
        "turn off notifications,notifications off,mute,unsubscribe,unsubscribe me,opt out,"
        "leave me alone,let me be,don't write to me,don't write me,dont message me,"
        "don't message me anymore,don't write to me anymore,do not disturb,cancel my subscription,"
        "cancel reminders,hör auf,hoer auf,hör auf zu schreiben,hör auf mir zu schreiben,aufhören,"
        "aufhoeren,stopp,stopp das,schluss damit,lass mich in ruhe,keine erinnerungen,"
        "keine erinnerungen mehr,erinnerungen aus,erinnerung aus,keine nachrichten mehr,"
        "schreib mir nicht mehr,nicht mehr schreiben,nicht mehr erinnern,abmelden,abbestellen,"
        "abbestelle,erinnerungen ausschalten,erinnerungen abstellen,benachrichtigungen aus,"
        "pause reminders,pause the reminders,ruhe,sei still"
    ),
    "help": (
        "help,help me,help menu,i need help,i need some help,can you help me,show help,show me help,"
        "how does this work,how does it work,how do i use this,how do i use you,what can i do,"
        "what can i type,what can you do,commands,show commands,list commands,what are the commands,"
        "instructions,what do i do,what do i do now,what now,how do i play,i'm lost,im lost,"
        "i am confused,i don't know what to do,hilfe,hilf mir,ich brauche hilfe,wie geht das,"
        "wie funktioniert das,wie funktionierst du,was kann ich tun,was kann ich machen,was kannst du,"
        "was muss ich tun,was soll ich tun,was nun,befehle,anleitung,kommandos,kannst du mir helfen"
    ),
    "helpnow": (
        "help now,help me now,i need help now,emergency,this is an emergency,sos,"
        "hilfe jetzt,jetzt hilfe,ich brauche jetzt hilfe,notfall,das ist ein notfall,notruf"
    ),
    "back": (
        "back,go back,step back,one step back,take me back,go back one step,go one back,undo,undo that,"
        "previous,previous question,the previous question,last question,i want to go back,"
        "can i go back,can we go back,let me go back,take that back,i take that back,oops,wrong button,"
        "wrong answer,i clicked the wrong one,i pressed the wrong button,that was a mistake,"
        "i misclicked,zurück,zurueck,geh zurück,geh zurueck,einen schritt zurück,schritt zurück,"
        "ein schritt zurück,eins zurück,rückgängig,rueckgaengig,verklickt,ich habe mich verklickt,"
        "hab mich verklickt,vorherige frage,letzte frage,falsche antwort,kann ich zurück,"
        "ich will zurück,ich möchte zurück,nochmal zurück"
    ),
    "restart": (
        "restart,start over,start again,start from the beginning,start from scratch,begin again,"
        "from the beginning,from the top,from the start,over again,do it again,again from the start,"
        "once more from the beginning,let's start over,lets start over,can we start over,"
        "can i start over,reset,neustart,neu starten,neu anfangen,von vorn,von vorne,nochmal von vorne,"
        "noch einmal von vorn,nochmal von vorn,alles von vorn,von anfang an,fang von vorne an,"
        "fang nochmal an,nochmal anfangen,wieder von vorne"
    ),
    "later": (
        "later,not now,maybe later,another time,some other time,not today,tomorrow then,"
        "i'll come back later,ill be back later,talk later,talk to you later,let's talk later,ttyl,"
        "i have to go,i've got to go,i gotta go,gotta go,gtg,g2g,i need to go,i must go,brb,"
        "be right back,back soon,i'm busy,im busy,busy right now,i have no time,no time,no time now,"
        "i don't have time,pause,take a break,let's take a break,i need a break,let's pause,"
        "let's continue later,let's continue tomorrow,continue later,continue tomorrow,remind me later,"
        "good night,goodnight,night,night night,gn,sleep well,i'm going to bed,going to bed,"
        "i'm going to sleep,i need to sleep,i'm tired,im tired,später,spaeter,jetzt nicht,nicht jetzt,"
        "vielleicht später,ein andermal,ein anderes mal,heute nicht,morgen wieder,bis später,"
        "ich muss los,ich muss weg,ich muss gehen,muss los,keine zeit,hab keine zeit,"
        "ich habe keine zeit,ich habe gerade keine zeit,gerade keine zeit,machen wir morgen weiter,"
        "morgen weiter,lass uns morgen weitermachen,lass uns später weitermachen,pause machen,"
        "ich brauche eine pause,gute nacht,gut nacht,nacht,schlaf gut,ich gehe schlafen,"
        "ich geh schlafen,ich gehe ins bett,ich bin müde,ich bin muede,bin müde,bin gleich wieder da,"
        "bin beschäftigt"
    ),
    "quit": (
        "quit,exit,end,end it here,end this,end chat,end the chat,end this chat,end conversation,"
        "end the conversation,let's stop here,lets stop here,stop here,let's end it here,i'm done,"
        "im done,i am done,i'm done for today,done for today,that's enough,thats enough,enough,"
        "enough for today,that's enough for today,that is all,that's all,thats all,cancel,abort,leave,"
        "close,i want to stop,i want to quit,can we stop,can i stop,can i stop now,can we stop here,"
        "no more,ende,beenden,schluss,schluss für heute,schluss jetzt,abbrechen,abbruch,das reicht,"
        "das reicht für heute,genug,genug für heute,es reicht,reicht,ich bin fertig,fertig,"
        "fertig für heute,ich möchte aufhören,ich will aufhören,können wir aufhören,lass uns aufhören,"
        "hier aufhören,das war's,das wars"
    ),
    "privacy": (
        "privacy,data protection,privacy policy,my privacy,is this private,is this confidential,"
        "is it private,who can read this,who can see this,who reads this,who sees this,"
        "can anyone read this,is anyone reading this,do you save this,do you store this,"
        "do you keep this,what do you store,what do you save,what do you store about me,"
        "what do you know about me,what do you save about me,what happens to my data,"
        "what happens with my data,where is my data,what data do you have,is my data safe,gdpr,dsgvo,"
        "datenschutz,wer liest das,wer liest mit,wer kann das lesen,wer sieht das,ist das privat,"
        "ist das vertraulich,ist das anonym,is this anonymous,was speicherst du,"
        "was speicherst du über mich,speicherst du das,was passiert mit meinen daten,"
        "was weißt du über mich,wo sind meine daten"
    ),
    "continue": (
        "continue,go on,carry on,keep going,proceed,resume,next,next please,go ahead,let's go,lets go,"
        "let's go on,let's continue,lets continue,i'm back,im back,i am back,back again,here i am,"
        "i'm ready,im ready,ready,where were we,where did we stop,where did we leave off,"
        "pick up where we left off,continue where we left off,weiter,mach weiter,geht weiter,"
        "weiter geht's,weiter gehts,fortfahren,weitermachen,fortsetzen,lass uns weitermachen,los,"
        "los geht's,los gehts,auf geht's,ich bin wieder da,bin wieder da,da bin ich wieder,"
        "wo waren wir,wo sind wir stehen geblieben,nächste,nächstes,naechste,ich bin bereit,bereit,"
        "erzähl weiter"
    ),
    "forget": (
        "forget me,forget everything,forget all,forget about me,delete me,delete my data,"
        "delete everything,delete all my data,delete my account,delete my journal,erase me,"
        "erase my data,erase everything,remove my data,remove me,wipe everything,wipe my data,"
        "clear my data,vergiss mich,vergiss alles,lösch mich,lösche mich,loesch mich,lösch alles,"
        "lösche alles,lösche meine daten,lösch meine daten,daten löschen,alles löschen,"
        "meine daten löschen,konto löschen,account löschen,meinen account löschen"
    ),
    "journal": (
        "journal,my journal,show journal,show my journal,show me my journal,open my journal,"
        "open journal,diary,my diary,my notes,show my notes,my reflections,show my reflections,"
        "what did i write,what have i written,read my journal,tagebuch,mein tagebuch,"
        "zeig mein tagebuch,zeig mir mein tagebuch,meine notizen,notizen,was habe ich geschrieben,"
        "was hab ich geschrieben,meine gedanken"
    ),
    "progress": (
        "progress,my progress,show progress,show my progress,how far am i,how far have i come,"
        "where am i,how much is left,how many are left,how long is this,how much longer,"
        "how many evenings are left,status,my status,what have i done,what have i finished,fortschritt,"
        "mein fortschritt,wie weit bin ich,wo bin ich,wie viel fehlt noch,wie lange noch,"
        "wie viele noch,wie lange dauert das,wie lange geht das noch"
    ),
    "remind": (
        "remind me,remind me every day,remind me daily,remind me tomorrow,reminders,reminder,"
        "set a reminder,set reminder,set up a reminder,can you remind me,change the reminder,"
        "change my reminder,change the time,change reminder time,turn on reminders,reminders on,"
        "turn reminders on,write to me,write me tomorrow,nudge me,resume reminders,unmute,subscribe,"
        "erinnere mich,erinner mich,erinnere mich morgen,erinnere mich täglich,erinnere mich jeden tag,"
        "erinnerung,erinnerungen,erinnerung einstellen,erinnerungen an,erinnerung an,"
        "erinnerungen einschalten,kannst du mich erinnern,andere uhrzeit,uhrzeit ändern,"
        "erinnerung ändern"
    ),
    "language": (
        "language,change language,change the language,switch language,languages,which languages,"
        "which languages do you speak,do you speak german,can you speak german,do you speak english,"
        "english please,in english please,in english,english,switch to english,speak english,german,"
        "german please,in german,switch to german,speak german,sprache,sprache ändern,sprache wechseln,"
        "sprache aendern,andere sprache,sprachen,deutsch,deutsch bitte,auf deutsch,auf deutsch bitte,"
        "sprich deutsch,kannst du deutsch,sprichst du deutsch,auf englisch,englisch,englisch bitte,"
        "kannst du englisch,sprichst du englisch"
    ),
    "export": (
        "export,export my data,export my journal,download my data,download my journal,give me my data,"
        "send me my data,get my data,my data,meine daten,daten exportieren,exportieren,"
        "meine daten herunterladen"
    ),
}
_PHRASES = table(COMMANDS)


def everyday_command(text: str, locale: str = "en") -> str | None:
    """Return the command that `text` as a whole asks for (a key of `COMMANDS`), or None.

    English and German are understood whatever the locale: people mix them, and no phrase of one means
    another command in the other. Never a word inside a sentence. Never raises.
    """
    return whole(text, _PHRASES)
