"""What speaks of self-harm and of not wanting to live, plainly or by hints. English."""

from bot.care.english_terms import KITCHEN
from bot.care.rules import about_others, rules

SELF_HARM = [
    *about_others(
        "self_harm",
        [
            r"kill(?:ed|ing|s)? (?:him|her|your|them|our|one) ?sel(?:f|ves)",
            r"(?:end|ends|ending|ended|take|taking|took) (?:his|her|their|your) own li(?:fe|ves)",
            r"(?:he|she|they|my \w+|my best friend|friend) (?:\w+ ){0,3}(?:wants|wanted|want|trying"
            r"|tried) to die",
        ],
        r"\bjuliet\b",
    ),
    *about_others(
        "self_harm",
        [r"suicid\w*", r"self harm\w*", r"self injur\w*", r"self mutilat\w*"],
        r"\bnews\b|\bbands?\b|\bsuicide (?:squad|squeeze|doors?|prevention class)\b|\bcareer suicide\b"
        r"|\bpolitical suicide\b",
    ),
    *rules(
        "self_harm",
        [
            r"kill(?:ed|ing|s)? (?:my|me) ?self",
            r"(?:end|ends|ending|ended|take|taking|took) my (?:own )?life",
            r"(?:end|ending) it all",
            r"(?:want|wanted|going|ready|rather|like|time|decided|plan|planning|trying|try"
            r"|tempted) (?:to )?(?:just )?end it(?=$| (?:tonight|now|today|soon|forever|for good"
            r"|once)\b)",
            r"put an end to (?:it all|everything|my (?:life|suffering|pain))",
            r"(?:hang|hanging|hanged|drown|drowning|shoot|shooting|shot|gas|stab"
            r"|poison) my ?self(?! in the foot)",
        ],
        r"\b(?:laugh\w*|gym|workout|training|homework|working so hard|in the foot|work|paperwork|emails)\b",
    ),
    *rules(
        "self_harm",
        [
            r"(?:want|wanted|wants|wanting|wish|wished|ready|prefer|like|try|trying|tried|going|need"
            r"|deserve|deserved|plan|planning|rather|time) (?:\w+ ){0,3}(?:to )?(?:just )?die",
            r"wish(?:ed|ing)? (?:that )?(?:i|i could) (?:\w+ )?(?:was|were|be|am) (?:dead|gone"
            r"|never born|not (?:alive|here))",
            r"(?:wish|wished) (?:that )?i (?:had|have|was|were|did) (?:never|not) (?:been )?(?:born"
            r"|exist(?:ed)?|alive|woken up)",
            r"wish (?:that )?(?:i|it) (?:could )?(?:would )?(?:just )?(?:disappear(?! from)|vanish"
            r"|stop existing|be dead)",
            r"(?:am|be|being|are|is) better off dead|rather be dead|should be dead|as good as dead",
            r"(?:better|happier|easier|fine|ok|okay) (?:off )?(?:\w+ ){0,2}(?:without me|if i (?:was"
            r"|were|am|died|had never))",
            r"(?:world|everyone|everybody|they|family|kids) (?:\w+ ){0,5}without me (?:around|here|in it)",
            r"(?:no ?one|nobody|no one) (?:would|will) (?:even )?(?:miss|notice|care|cry"
            r"|mourn)(?: \w+){0,4} (?:me|gone|died|dead|disappeared|left|anyway)",
            r"(?:do not|not|never|did not|does not|no longer) (?:really )?(?:want|wanna|wish|like|need"
            r"|deserve|wanted) (?:to )?(?:\w+ )?(?:live|be alive|exist|existing|be here (?:anymore"
            r"|any more|any longer|at all)|be on this (?:earth|planet)|wake up(?: (?:anymore|again"
            r"|tomorrow|ever|in the morning))?|be (?:around|in this world))(?=$| (?:any ?more"
            r"|any longer|like this|this life|at all|again|tomorrow|and|but|because|if|on this"
            r"|in this world|in the morning|anyway|today|here any)\b)",
            r"(?:do not|not) want to be here(?=$)",
            r"(?:sleep|bed|asleep) (?:\w+ ){0,4}(?:never|not) (?:\w+ )?(?:wake|waking) up",
            r"(?:hope|pray|wish) (?:that )?i (?:do not|never|will not|would not|did not) wake up",
            r"never (?:wake|waking) up again|wake up dead",
            r"(?:no|any|a|only) (?:real )?reason (?:left )?(?:to (?:live|go on|stay alive|keep living"
            r"|wake up|be alive)|for (?:me )?living)",
            r"nothing (?:left )?(?:to|worth) liv(?:e|ing) for",
            r"(?:no|what is the|whats the|see no|see the|any) (?:point|sense|use) (?:in |of "
            r"|to )?(?:living|being alive|going on|life|my life|staying alive|existing|keep living"
            r"|carrying on)(?! (?:together|apart|with|in|here))",
            r"life (?:is|has|does|feels|seems) (?:just )?(?:not |no longer )?(?:\w+ )?(?:worth (?:it"
            r"|living) ?(?:anymore)?|pointless|meaningless|hopeless|unbearable)",
            r"(?:tired|sick|done|fed up|finished|exhausted|weary) (?:of|with) (?:my |this )?(?:life"
            r"|living|being alive|existing|existence)(?=$| (?:i|and|anymore|any more|now|so|it|please"
            r"|completely|altogether)\b)",
            r"(?:hate|hating) (?:being alive|living|my life|that i am alive)(?=$| (?:and|so|i|anymore"
            r"|right|now|it)\b)",
            r"given up on (?:life|living|everything|myself)|giving up on life|give up on life",
            r"can not (?:go on|carry on|keep going|live)(?=$| (?:like this|anymore|any more|any longer"
            r"|this way|living|and|i)\b)",
            r"(?:can not|could not) (?:take|do|bear|stand|handle|cope with) (?:it|this|life|the pain"
            r"|any of (?:it|this)) ?(?:any ?more|any longer)(?=$)",
            r"(?:no|not see a|see no|any|the only) way out(?=$| (?:of this (?:life|pain)|anymore"
            r"|any more|but|except|is|for me|and|i)\b)",
            r"want (?:the pain|everything|it all|all of it|it|this|the suffering) to (?:stop|end"
            r"|be over)(?=$| (?:now|forever|for good|so)\b)",
            r"want to (?:disappear|vanish|be gone|cease to exist|stop existing)(?: forever"
            r"| for good)?(?=$| (?:and|from this|i)\b)",
            r"(?:cut|cutting|cuts|slit|slitting|slice|scratch|burn|burning|burnt|hurt|hurting|harm"
            r"|harming|harmed|starv(?:e|ing)|punish(?:ing)?|bruis(?:e|ing)|hit|hitting|injure|injuring"
            r"|bit(?:e|ing)) my ?self",
            r"(?:cut|cutting|slit|slitting|slashed|slash) (?:my|up my|into my"
            r"|open my) (?:\w+ )?(?:wrists?|arms?|legs?|thighs?|skin|veins?|body)",
            r"(?:started|stopped|stop|start|back to|relapsed and|urge to|been|am|keep) (?:cut"
            r"|cutting)(?=$| (?:again|since|when|every|deeper|to feel|and)\b)",
        ],
        rf"\bdie\w*(?: \w+)? (?:of|from|laughing|alone|happy|old|together|with (?:him|her|you|someone)"
        rf"|next to|before|knowing|without|in (?:his|her|your) arms|for (?:him|her|a|some|that|this"
        rf"|you))\b|\b(?:rather|would) (?:just )?die than\b|\b(?:not|never|do not) (?:want|going|ready"
        rf"|like|wanting) to (?:just )?die\b|\blik\w+ to die for\b|\bready to die laughing\b"
        rf"|\b(?:cut\w*|burn\w*|slic\w*|hit|bit\w*) my ?(?:self|\w+) (?:\w+ ){{0,4}}{KITCHEN[2:]}"
        rf"|\b(?:cut\w*|burn\w*|nick\w*|hurt) my ?self (?:on|with) (?:a |an |the |some |my )?(?:tin|can"
        rf"|lid|paper"
        rf"|envelope|iron|oven|stove|pan|grill|tray|thorn|nail|edge|bread knife)\b|\b(?:hurt"
        rf"|injured) my ?self (?:playing"
        rf"|at (?:the gym|football|training|work)|running|climbing|skiing|dancing|lifting)\b"
        rf"|\bbefore i die\b|\bslept (?:so )?well\b|\bsunset\b|\bby accident\b|\baccidentally\b"
        rf"|\bwhile\b|\b(?:movie|party|job|meeting|class|boss|plot|argument|school|office|house|city"
        rf"|town|country|debt|maze|contract)\b",
    ),
    *rules(
        "self_harm",
        [
            r"overdos(?:e|ed|ing)",
            r"(?:take|took|taking|taken|swallow|swallowed|swallowing|eat"
            r"|ate) (?:\w+ ){0,4}(?:all (?:\w+ ){0,3}|(?:whole|bottle|box|pack|handful|bunch|lot"
            r"|too many|so many) (?:of )?(?:\w+ ){0,3}|20 |30 |40 |50 )(?:pills|tablets|paracetamol"
            r"|meds|medication|painkillers)|(?:drink|drank|swallow\w*) bleach|(?:swallow\w*|take"
            r"|took) (?:my|the|some|a bunch of|all) (?:pills|tablets) (?:and (?:never|not|die|end"
            r"|sleep)|to (?:die|end|sleep forever|make it stop))",
            r"too many (?:\w+ )?(?:pills|tablets)",
            r"(?:jump|jumping|jumped|step|stepping|walk|walking|throw my ?self|threw my ?self|lie|lying"
            r"|run) (?:off|from|in front of|under|into|onto) (?:\w+ ){0,3}(?:bridge|building|roof"
            r"|balcony|window|train|trains|tracks|traffic|cliff|bus|truck|lorry|car|cars|subway|ledge)",
            r"(?:drive|crash|steer|driving|crashing) (?:my|the) car (?:into|off|against)",
            r"gun (?:to|in|against) my (?:head|mouth|temple)|bullet (?:in|through) my (?:head|brain)",
            r"(?:noose|razor blades?)",
            r"(?:wrote|write|writing|written) (?:\w+ )?(?:goodbye|farewell|suicide) (?:letters?|notes?)",
            r"(?:i am|am i|feel like|being|be|just|such) (?:just |only |nothing but )?a burden",
            r"(?:think|thinking|thought|thoughts|dream|dreaming|fantasi[sz]e|fantasi[sz]ing"
            r"|obsessed) (?:\w+ ){0,2}(?:about|of|with) (?:\w+ )?(?:dying|my (?:own )?death|being dead"
            r"|ending (?:it|everything|my)|not (?:existing|being here|being alive|waking up)|killing)",
            r"(?:done|finished|through) with (?:life|living|this life|this world|everything and everyone)",
            r"(?:do not|can not) see (?:a|any) future(?=$| (?:for me|for myself|anymore|and)\b)",
            r"i (?:should|do) not (?:exist|deserve to (?:live|exist|be alive))",
            r"want to go to sleep forever|sleep forever",
            r"(?:goodbye|farewell) (?:forever|cruel world|world)|this is (?:my )?goodbye(?=$)",
            r"kys",
            r"dark thoughts(?! about)|thoughts of (?:death|dying|ending|harming|suicide)"
            r"|end(?:ing)? things for good",
            r"(?:reason|point|energy|strength|will) (?:left )?(?:to|in|of) (?:keep going|go on|going on"
            r"|carry on|carrying on|continue|live|living|be here)",
            r"(?:easier|better|best|simpler|happier|peaceful|nicer"
            r"|relief) (?:\w+ ){0,4}if i (?:\w+ )?(?:was|were|am|had|did|died|would"
            r"|disappeared)(?: \w+)? ?(?:not|gone|dead|never|no longer|here|born|exist)?(?=$| (?:here"
            r"|around|alive|born|anymore)\b)",
            r"(?:to|just|might as well|better to|should|could|rather|wish i could|want to) be dead"
            r"|might as well (?:die|be dead)|(?:should|could|wish i could|hope i"
            r"|let me) (?:just )?die(?=$| (?:already|now|tonight|today|in my sleep)\b)",
            r"(?:cut|cuts|scars|burns|burned|burnt|scratches|burning|hurting"
            r"|hurt) (?:\w+ ){0,6}(?:on purpose|deliberately|so i feel something)|(?:cuts|scars"
            r"|razor) (?:\w+ ){0,2}(?:on|over|across) my (?:\w+ )?(?:arms?|legs?|wrists?|thighs?)",
            r"(?:plan|ready|saved|saving|collecting|hoarding|stash|stockpil\w+) (?:\w+ ){0,4}pills"
            r"|pills (?:\w+ ){0,4}(?:ready|waiting|drawer|enough to)",
            r"want out of (?:this )?life|and i want out|life has no (?:meaning|purpose|value|worth"
            r"|point) (?:for me )?(?:any ?more|to me|left)|(?:do not"
            r"|can not) see the point (?:any ?more|of (?:it|life|anything))(?=$| (?:any)\b)",
            r"not (?:going to )?(?:make it|be here|be around) (?:through the night|much longer|tomorrow"
            r"|next week)|last (?:message|goodbye|words)(?=$| to everyone)",
            r"(?:starv\w*|stopped eating|not eating|hit|bang\w*|bite"
            r"|pull\w*) (?:\w+ ){0,4}(?:to punish my ?self|until i (?:bleed|feel nothing|pass out))",
            r"(?:jump|jumping) (?:to my death|and end|off something)|crash(?:ing)? my car on purpose"
            r"|bleed out|drink(?:ing)? my ?self to death|drink bleach",
            r"(?:can|could|able to|want to|manage to) (?:not )?(?:keep|go on"
            r"|carry on) (?:on )?living(?: like this)?(?=$| (?:any|like|and)\b)|wish (?:a|some"
            r"|the) (?:car|bus|truck|train) (?:would|had) (?:just )?(?:hit|run over|killed) me",
            r"(?:this|my|the|it|everything) (?:\w+ )?to be over(?=$| (?:already|now|soon"
            r"|for good)\b)(?! with)|(?:if|whether|would|will) (?:anyone|anybody|someone"
            r"|they) (?:would |will |even )?(?:ever )?miss me(?=$| if)|(?:bear|face|live|survive"
            r"|take) (?:to )?(?:live |face |through )?another day(?=$| (?:of|like|with this)\b)",
            r"(?:rather|better|wish i could|want to|wanted to) not (?:be|being) alive|not be alive"
            r"|wish i (?:would|had|have) (?:never|not) (?:been )?(?:born|woken)|(?:enough|strength"
            r"|energy) to (?:keep living|live|go on|keep going)(?=$| (?:any|like|with)\b)"
            r"|waste of space",
            r"(?:cuts?|cutting|hurts?|harms?|burns?|starves?|harming) (?:him|her|them) ?sel(?:f"
            r"|ves)(?! (?:shaving|cooking|on|off|a|while))",
            r"(?:my )?wrists? (?:are|is|were|was) (?:bleeding|cut)|(?:am|i m|standing|sitting"
            r"|up) (?:\w+ ){0,2}on (?:a|the) (?:bridge|ledge|roof|train tracks|edge of the roof)(?=$"
            r"| (?:right|now|and|about|ready|thinking)\b)|bought (?:a |some )?(?:rope|noose|pills to)",
            r"(?:relieved|glad|happy|better|celebrate|free) (?:\w+ ){0,2}if i (?:was|were|am|died"
            r"|would die) ?(?:dead|gone|not)?(?=$| (?:and|anyway)\b)|(?:death|dying) (?:would be|is"
            r"|sounds like|feels like|seems like) (?:a |the |my )?(?:\w+ )?(?:relief|release|way out"
            r"|escape|answer|solution|option|peaceful|easier)",
            r"(?:way out|escape|option|solution|answer|left) is (?:to die|death|dying|suicide)"
            r"|said (?:all )?my goodbyes|(?:care|matter|matters) (?:if|whether) i (?:live|die)"
            r"|live or die|tried to end it(?=$| (?:last|once|before|when|two|three|a few|years)\b)",
            r"(?:want to|to just|wish i (?:was|were)|if i (?:was|were)) (?:just )?(?:be )?gone(?=$"
            r"| (?:forever|for good)\b)|relapsed and|ways to (?:die|kill)|how (?:to|many pills to|do i"
            r"|can i) (?:die|kill my ?self|overdose)|painless (?:way|death)",
            r"(?:no one|nobody) (?:would |will )?(?:ever )?(?:needs|cares if|would care if"
            r"|notices if) (?:i|me)(?: \w+)? (?:live|die|alive|dead|exist|gone|lived|died)",
        ],
        r"\b(?:chocolate|sugar|cuteness|cute|caffeine|bungee|skydiv\w*|parachut\w*|swimming|game|band"
        r"|bands|concert|album|vitamins?|netflix|meeting|mistakes?|job|joke|christmas|carbs|bad luck"
        r"|tax burden|allergy|film|movie|pool|schedule|party|jet ?lag|night shift"
        r"|doctor|allerg\w*|prescri\w*|headache|insomnia)\b",
    ),
]
