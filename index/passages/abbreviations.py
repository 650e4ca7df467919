"""Words whose full stop (or ``!``, ``?``) need not end a sentence; the lists behind ``sentences.py``.

Case matters: "Rep." is a title, "rep." ends a sentence. Words are given without their last full stop.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


#: before a name: never the end
TITLES = _words(
    "Mr Mrs Ms Mx Messrs Dr Drs Prof Rev Revd Fr Rt Hon Cllr Cllrs Ald Gen Lt Lieut Col Maj Capt Sgt "
    "Cpl Pte Adm Cmdr Cdr Brig Supt Insp Det Sen Sens Rep Reps Gov Pres Amb Atty Msgr Mme Mlle "
    "Mt vs cf viz eg ie Lib"
)
#: before a number: not the end there, an ordinary word elsewhere
BEFORE_NUMBERS = _words(
    "No Nos no nos p pp para paras art Art sec Sec s ss vol Vol ch Ch fig Fig ed c ca approx Approx est "
    "Est tel Tel Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
#: the end only where the next word is one of ``STARTERS``
OPEN = _words(
    "St Ste Mt Ft Univ Assn Inc Ltd Co Corp Bros Cos Jr Sr Esq al Ave Blvd Rd Dept dept Govt govt incl Lab "
    "Con Calif Fla Ariz Ark Colo Conn Ga Kan Ky Md Mich Minn Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash "
    "Wis Wyo"
)
#: dotted letters that never end a sentence
DOTTED = _words("e.g i.e c.f R.v")
#: dotted letters that end one unless a day, a month or a time zone follows
HOURS = _words("a.m p.m A.M P.M")
AFTER_HOURS = _words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June "
    "July August September October November December GMT BST UTC CET ET EST EDT PT PST PDT CT CST MT "
    "Eastern Pacific Central"
)
#: names that carry their own mark
MARKED_NAMES = _words("Yahoo Jeopardy Yum Which Wham Oklahoma Airplane")
#: after these a single capital is a label ("plan B.", "World War I."), not an initial
BEFORE_LABELS = _words(
    "plan Plan vitamin Vitamin option Option grade Grade class Class type Type group Group section "
    "Section part Part hepatitis Hepatitis influenza War and than as Malcolm"
)
#: words that open a sentence and hardly ever continue a name
STARTERS = _words(
    "The A An He She It They We I You This That These Those There But And Or However In On At When If "
    "As After Before His Her Their Its Our My Your What Who Why How Where For With By While Although "
    "Though So Yet Then Meanwhile Also Not Some Many Most One Mr Mrs Ms Dr Sir Cllr According Both Each "
    "Here Now Asked Speaking From Under Since Once During Despite Another Earlier Later Last Today "
    "Yesterday To Because Until He’s She’s It’s They’re We’re I’m I’ve We’ve That’s There’s He's She's "
    "It's They're We're I'm I've We've That's There's"
)
#: a capital one of these starts a sentence of its own even before a verb of speech: "…?” He said."
NO_SPEAKERS = _words("He She They It We I The A An This That Then But And No Nobody None Some Many Few")
#: verbs that name a speaker after a quotation
SPEECH_VERBS = _words(
    "said says asked asks added adds wrote writes tweeted posted replied responded answered shouted "
    "cried exclaimed declared demanded wondered insisted continued joked quipped told"
)
