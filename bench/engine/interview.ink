// The same interview in ink, for the peer.
VAR name = ""
VAR trust = 0
VAR turns = 0
VAR mood = "calm"
VAR likes_rain = false
VAR likes_trains = false
VAR likes_soup = false
VAR has_sister = false
VAR has_garden = false
VAR slept_well = false
VAR met_neighbour = false
VAR wrote_letter = false
VAR old_friend = ""
VAR home_town = ""
VAR first_song = ""
VAR worst_winter = ""
VAR best_summer = ""
VAR lucky_number = 0
VAR cups_of_tea = 0
VAR steps_walked = 0
VAR books_read = 0
VAR letters_sent = 0
VAR hours_slept = 0
VAR rooms_lived_in = 0
VAR favourite_chair = ""
VAR unfinished_thing = ""
VAR told_a_secret = false
VAR kept_a_promise = false
VAR afraid_of_stairs = false
VAR evenings_alone = 0
VAR last_visit_to_the_sea = ""
-> Start

=== Start ===
~ name = "Jonas"
~ likes_rain = true
~ likes_trains = true
~ likes_soup = true
~ has_sister = true
~ has_garden = true
~ slept_well = true
~ met_neighbour = true
~ wrote_letter = true
~ old_friend = "Marten from the ferry"
~ home_town = "a village by the canal"
~ first_song = "the one about the miller"
~ worst_winter = "the one without a stove"
~ best_summer = "the summer of the long table"
~ lucky_number = 7
~ cups_of_tea = 3
~ steps_walked = 5200
~ books_read = 41
~ letters_sent = 12
~ hours_slept = 6.5
~ rooms_lived_in = 9
~ favourite_chair = "the one with the short leg"
~ unfinished_thing = "a boat in a bottle"
~ told_a_secret = true
~ kept_a_promise = true
~ afraid_of_stairs = true
~ evenings_alone = 120
~ last_visit_to_the_sea = "the week when it rained on Tuesday"
-> Hall

=== Hall ===
~ turns += 1
{ trust > 3:
    Mara: You know, {name}, I did not think we would get as far as the coat rack.
- else:
    Mara: Come in, {name}. Mind the coat rack, it is older than both of us.
}
Mara: The <i>lamp</i> is still on, and this is question {turns}.
{ Hall > 2 && mood == "calm":
    Mara: We have sat here before. You told me about {old_friend} then.
}
Mara: When you are quiet, what do you hear first?
+ {trust >= 1} [The lamp, and the rain behind it.]
    ~ trust -= 1
    ~ mood = "calm"
    Mara: Rain says what it has to say, and then it says it again.
    -> Kitchen
+ [Someone on the stairs.]
    ~ trust += 1
    Mara: Then let us wait for them, with {cups_of_tea} cups on the table.
    -> Kitchen
+ [Nothing at all.]
    { trust > 5:
        ~ trust = 0
    }
    ~ mood = "still"
    Mara: Nothing is a large room, {name}. Sit down in it.
    -> Garden

=== Kitchen ===
~ turns += 1
{ trust > 3:
    Mara: You know, {name}, I did not think we would get as far as the kettle.
- else:
    Mara: Come in, {name}. Mind the kettle, it is older than both of us.
}
Mara: This is question {turns}, and the <i>window</i> is still on.
{ Kitchen > 2 && mood == "calm":
    Mara: We have sat here before. You told me about {old_friend} then.
}
Mara: When you are quiet, what do you hear first?
+ {trust >= 1} [The window, and the rain behind it.]
    ~ trust -= 1
    ~ mood = "calm"
    Mara: Rain says what it has to say, and then it says it again.
    -> Garden
+ [Someone on the stairs.]
    ~ trust += 1
    Mara: Then let us wait for them, with {cups_of_tea} cups on the table.
    -> Garden
+ [Nothing at all.]
    { trust > 5:
        ~ trust = 0
    }
    ~ mood = "still"
    Mara: Nothing is a large room, {name}. Sit down in it.
    -> Study

=== Garden ===
~ turns += 1
{ trust > 3:
    Mara: You know, {name}, I did not think we would get as far as the bench.
- else:
    Mara: Come in, {name}. Mind the bench, it is older than both of us.
}
Mara: The <i>gate</i> is still on, and this is question {turns}.
{ Garden > 2 && mood == "calm":
    Mara: We have sat here before. You told me about {old_friend} then.
}
Mara: When you are quiet, what do you hear first?
+ {trust >= 1} [The gate, and the rain behind it.]
    ~ trust -= 1
    ~ mood = "calm"
    Mara: Rain says what it has to say, and then it says it again.
    -> Study
+ [Someone on the stairs.]
    ~ trust += 1
    Mara: Then let us wait for them, with {cups_of_tea} cups on the table.
    -> Study
+ [Nothing at all.]
    { trust > 5:
        ~ trust = 0
    }
    ~ mood = "still"
    Mara: Nothing is a large room, {name}. Sit down in it.
    -> Attic

=== Study ===
~ turns += 1
{ trust > 3:
    Mara: You know, {name}, I did not think we would get as far as the desk.
- else:
    Mara: Come in, {name}. Mind the desk, it is older than both of us.
}
Mara: This is question {turns}, and the <i>clock</i> is still on.
{ Study > 2 && mood == "calm":
    Mara: We have sat here before. You told me about {old_friend} then.
}
Mara: When you are quiet, what do you hear first?
+ {trust >= 1} [The clock, and the rain behind it.]
    ~ trust -= 1
    ~ mood = "calm"
    Mara: Rain says what it has to say, and then it says it again.
    -> Attic
+ [Someone on the stairs.]
    ~ trust += 1
    Mara: Then let us wait for them, with {cups_of_tea} cups on the table.
    -> Attic
+ [Nothing at all.]
    { trust > 5:
        ~ trust = 0
    }
    ~ mood = "still"
    Mara: Nothing is a large room, {name}. Sit down in it.
    -> Cellar

=== Attic ===
~ turns += 1
{ trust > 3:
    Mara: You know, {name}, I did not think we would get as far as the trunk.
- else:
    Mara: Come in, {name}. Mind the trunk, it is older than both of us.
}
Mara: The <i>skylight</i> is still on, and this is question {turns}.
{ Attic > 2 && mood == "calm":
    Mara: We have sat here before. You told me about {old_friend} then.
}
Mara: When you are quiet, what do you hear first?
+ {trust >= 1} [The skylight, and the rain behind it.]
    ~ trust -= 1
    ~ mood = "calm"
    Mara: Rain says what it has to say, and then it says it again.
    -> Cellar
+ [Someone on the stairs.]
    ~ trust += 1
    Mara: Then let us wait for them, with {cups_of_tea} cups on the table.
    -> Cellar
+ [Nothing at all.]
    { trust > 5:
        ~ trust = 0
    }
    ~ mood = "still"
    Mara: Nothing is a large room, {name}. Sit down in it.
    -> Hall

=== Cellar ===
~ turns += 1
{ trust > 3:
    Mara: You know, {name}, I did not think we would get as far as the bottles.
- else:
    Mara: Come in, {name}. Mind the bottles, it is older than both of us.
}
Mara: This is question {turns}, and the <i>stair</i> is still on.
{ Cellar > 2 && mood == "calm":
    Mara: We have sat here before. You told me about {old_friend} then.
}
Mara: When you are quiet, what do you hear first?
+ {trust >= 1} [The stair, and the rain behind it.]
    ~ trust -= 1
    ~ mood = "calm"
    Mara: Rain says what it has to say, and then it says it again.
    -> Hall
+ [Someone on the stairs.]
    ~ trust += 1
    Mara: Then let us wait for them, with {cups_of_tea} cups on the table.
    -> Hall
+ [Nothing at all.]
    { trust > 5:
        ~ trust = 0
    }
    ~ mood = "still"
    Mara: Nothing is a large room, {name}. Sit down in it.
    -> Kitchen

