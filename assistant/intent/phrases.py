"""The phrases by which questions about positions are known."""

from __future__ import annotations

import re

AUXILIARY = r"(?:do|does|did|has|have|had|is|are|was|were|be|been|being|will|would|gone|went)"
#: what asks for an opinion or a plan, not for what somebody has done
MODAL = re.compile(r"\b(?:should|can|could|may|might|must|shall|said|told|say|says)$", re.IGNORECASE)
_ADVERB = (
    r"(?:also|already|always|ever|even|still|publicly|openly|explicitly|clearly|actually|really|finally|strongly|now|recently"
    r"|previously|first|last|again|both|all|currently|formally|officially|personally|consistently|repeatedly|yet|so far"
    r"|either|else|exactly|precisely|to|on record(?: as)?|on to|going(?: to)?|planning to|(?:willing|prepared|ready|set|likely) to|who|that|which|they"
    r"|the ones)"
)
NOT = r"(?:not|never|no longer|n['’]t)"
OPENING = re.compile(
    r"^(?:(?:and|but|so|ok|okay|then|please|hi|hello|hey|well|tell me|(?:can|could|would) you (?:please )?tell me"
    r"|do you know|i(?: want|['’]d like|would like) to know|i wonder|find out|remind me)\b[,:]?\s*)+",
    re.IGNORECASE,
)
#: "give me a list of", "can you name": all say "list"
ASKING = re.compile(
    r"^(?:(?:(?:can|could|would|will) you (?:please )?)?(?:list|name|show|find|give|get)(?: me| us)?|i (?:need|want))\s+"
    r"(?:(?:a|the)\s+)?(?:(?:full|complete)\s+)?(?:(?:list|names)\s+of\s+)?"
    r"(?:(?:two|three|four|five|six|seven|eight|nine|ten|\d+|some|several|a few) (?=\w))?"
    r"(?=(?:all|every|each|any|the|those|people|anyone|anybody|everyone|everybody|[\w’'-]+s)\b)",
    re.IGNORECASE,
)
TAIL = re.compile(
    rf"(?:(?<=\s)|^)(?:(?P<aux>{AUXILIARY})|(?P<adverb>{_ADVERB})|(?P<only>only|merely|just)|(?P<not>{NOT}))\s*$",
    re.IGNORECASE,
)
ADVERBS = re.compile(rf"(?:^(?:{_ADVERB}|{NOT}|exactly)\s+|\s+(?:{_ADVERB}|{NOT}|only|just)$)", re.IGNORECASE)
ANYBODY = re.compile(
    r"^(?:who|whom|anybody|anyone|everybody|everyone|list)?"
    r"(?: ?(?:is there )?(?:anybody|anyone|everybody|everyone|all of those|all those|all the people|the people|people|those"
    r"|all|every one))?$",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"^(?:which|what|list|who (?:in|at|from|on|among) (?:the )?(?=\w)|who (?:are|were) the)\s*(?:of\s+)?"
    r"(?:(?:all|every|each|any|other)\s+)?(?:of\s+)?(?:the\s+|these\s+|those\s+)?(?P<group>[^,;:?]{2,60})$",
    re.IGNORECASE,
)
#: yes or no about anybody: a list answers it better
WHETHER = re.compile(
    rf"^{AUXILIARY}\s+(?:there\s+)?(?:(?:anyone|anybody|people|somebody|someone)(?: else)?"
    r"(?: (?:in|from|at|on|among|of|within) (?:the )?(?P<among>.+?))?|any (?P<group>.+?))(?: who| that)?$",
    re.IGNORECASE,
)
SUBJECT = re.compile(rf"^{AUXILIARY}(?: {NOT})?\s+(?P<who>.+)$", re.IGNORECASE)
REASON = re.compile(
    rf"^(?P<ask>why|when|on what (?:day|date)|on which (?:day|date)|how come)\s+(?:{AUXILIARY}\s+)?(?P<who>.+)$",
    re.IGNORECASE,
)
#: what is no holder though it stands where one would: "was the vote against it close"
THING = re.compile(
    r"^(?:the |a |an |it |this |that )*(?:vote|call|campaign|protest|march|petition|letter|motion|bill|law|plan|true)s?\b(?!.*\bof\b)"
    r"|\b(?:the|an?|there|no|cut|take|give|come|hand|step|hold|bring|let|refuse|promise|say|she|he|they|sign|warn|file|enforce|asked|told|urged|forced|pressed|pushed|expected|due|able|said|\w{2,}ing)$",
    re.IGNORECASE,
)
ON = r"(?:on|about|towards?|regarding|concerning|over|as to|when it comes to)"
VIEW = r"(?:views?|positions?|stances?|lines?|attitude|opinions?|policy|take|thinking)"
VIEWS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^what(?:['’]s| is| was| are| were| has been)?(?: the)? (?P<who>.+?)['’]s? (?:current |stated |public |official |own )?"
        rf"{VIEW} (?:of|{ON}) (?P<topic>.+)$",
        rf"^what (?:is|was|are|were) (?P<who>his|her|their) (?:current |stated |public )?{VIEW} (?:of|{ON}) (?P<topic>.+)$",
        rf"^(?:list )?(?P<who>[^,]{{2,60}}?)['’]s? (?:current |stated |public |official |own )?{VIEW} {ON} (?P<topic>.+)$",
        rf"^(?:the )?(?:current |stated |public |official )?{VIEW} of (?P<who>.+?) {ON} (?P<topic>.+)$",
        rf"^what (?:is|was|are|were) the (?:current |stated |public |official )?{VIEW} of (?P<who>.+?) {ON} (?P<topic>.+)$",
        rf"^where (?:does|do|did|has|is) (?P<who>.+?) (?:stand|stood|standing) {ON} (?P<topic>.+)$",
        rf"^(?:what|how) (?:does|do|did|has) (?P<who>.+?) (?:think|feel|thought|felt) (?:of|{ON}) (?P<topic>.+)$",
        r"^(?:is|are|was|were) (?P<who>.+?) (?:for or against|against or for|in favou?r of or against|pro or anti) (?P<topic>.+)$",
        r"^how (?:does|do|did|has) (?P<who>.+?) (?:vote|voted) (?:on|about|over|in) (?P<topic>.+)$",
    )
)
_PRO = r"(?:supports?|backs?|favou?rs?|(?:in favou?r|supportive)(?: of)?|for|pro)"
_CON = r"(?:opposes?|rejects?|against|opposed(?: to)?|anti)"
_DOES = r"(?:(?:is|are|was|were|vote[sd]?) )?"
_ALL = r"(?:everyone|everybody|people|they all|all of them|each of them|each side|the (?:different |various )?sides)"
#: several people, in a word
_MANY = (
    r"(?:MPs|MSPs|peers|lords|councillors|senators|deputies|ministers|mayors|members|leaders|lawmakers|politicians|parties"
    r"|unions|charities|bishops|scientists|doctors|companies|firms|countries|nations|states|governments|organisations|groups)"
)
#: who stands where, all stances asked for alike
OPEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:who|which (?P<group>[^,]{{2,60}}?)) {_DOES}(?:{_PRO}|{_CON})[, ](?P<first>.*?)\s*(?:,|\b(?:and|or))"
        rf" (?:(?:who|which) )?{_DOES}(?:{_PRO}|{_CON})(?: |, )(?P<topic>.+)$",
        rf"^(?:where|how) (?:does|do|did|has|have) (?:{_ALL}|(?:the )?(?P<group>(?:[\w’'-]+ ){{0,3}}{_MANY})) "
        rf"(?:all )?(?:stand|stood|vote|voted|line up|feel) (?:{ON}|in) (?P<topic>.+)$",
        rf"^what (?:does|do|did) (?:{_ALL}) (?:all )?(?:think|say|feel|make) (?:of|{ON}) (?P<topic>.+)$",
        rf"^what (?:(?:is|are|was|were) )?(?:there )?(?:the |all (?:the )?|everyone['’]s |everybody['’]s |people['’]s )?"
        rf"(?:different |various |main |opposing )?(?:positions|views|stances|opinions|sides)"
        rf"(?: (?:are |were |have been )?(?:taken|held|expressed|there|are there|do people (?:take|hold|have)|people (?:take|hold|have)))?"
        rf" (?:of|{ON}) (?P<topic>.+)$",
        rf"^who (?:takes|took|has taken|holds|has) (?:which|what) (?:position|side|stance|view|line)s? (?:in|{ON}) (?P<topic>.+)$",
        rf"^(?:who|(?:has|have|did) (?:anyone|anybody)|(?:which|list|are there any|have any) (?P<group>[^,]{{2,60}}?)) (?:(?:who|that) )?(?:(?:has|have|had) )?"
        rf"(?:taken|takes?|took|expressed|voiced|holds?|stated|declared|adopted|set out|made) "
        rf"(?:(?:a|an|any|some|their|public|official|formal|clear) )*(?:positions?|views?|stances?|sides|opinions?|lines?)"
        rf"(?: (?:clear|public|known))? (?:in|{ON}) (?P<topic>.+)$",
        rf"^(?:list |show |what (?:is|are) )?(?:everyone|everybody|all (?:sides|parties))['’]?s? {VIEW} (?:of|{ON}) (?P<topic>.+)$",
        rf"^(?:list )?(?:all )?(?:the )?(?:different |various )?(?:positions|views|stances|opinions) {ON} (?P<topic>.+)$",
        rf"^who (?:stands|stood|said|says|thinks|voted|votes) (?:where|what|how|which way) (?:of|{ON}) (?P<topic>.+)$",
        rf"^what (?:is being|is|was|has been|have been) (?:said|written) (?:of|{ON}) (?P<topic>.+)$",
    )
)
#: who takes no side
NEUTRAL = re.compile(
    r"^(?P<before>.+?) (?:(?:is|are|was|were|remains?|remained|stays?|stayed|(?:has|have) (?:been|remained)) )?(?:"
    r"(?:undecided|neutral|on the fence|non-?committal|ambivalent|silent|impartial|agnostic)"
    r"|(?:(?:has|have) )?(?:declined|refused) to (?:comment|say|take sides|take a (?:side|position|view))"
    r"|(?:sits?|sat|is|are|was|were) on the fence|(?:takes?|took|(?:has|have) taken) no (?:side|position|view|stance))"
    rf" (?:in|{ON}|whether (?:to back|there should be)) (?P<topic>.+)$",
    re.IGNORECASE,
)
#: all but these
BUT = re.compile(
    r",?\s+(?:besides|apart from|other than|except(?: for)?|excluding|aside from|in addition to)\s+"
    r"(?P<names>[^,]{2,80}?)(?:,|(?=\s+(?:also|has|have|had|is|are|was|were|who|that|did)\b)"
    r"|(?=\s+(?:call|back|support|oppos|demand|want|sign|reject|vot|urg|refus|endors)\w*\b)|$)",
    re.IGNORECASE,
)
_SAY = (
    r"(?:say|said|saying|write|wrote|written|tell|told|tweet|tweeted|post|posted|argue|argued|announce|announced|claim|claimed"
    r"|state|stated|reply|replied|respond|responded|declare|declared)"
)
_WORDS = r"(?:words?|quotes?|comments?|remarks?)"
QUOTES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^what (?:exactly |precisely |else )?(?:did|does|do|has|have|had) (?P<who>.+?) "
        rf"(?:actually |exactly |publicly |also |originally )?{_SAY}(?: (?:exactly|publicly|in public))?"
        r"(?P<topic>\s.+)?$",
        rf"^what (?:were|are|was) (?P<who>.+?)['’]s? (?:exact |own |precise |very )?{_WORDS}(?: {ON} (?P<topic>.+))?$",
        rf"^what (?:were|are|was) (?P<who>his|her|their) (?:exact |own |precise |very )?{_WORDS}(?: {ON} (?P<topic>.+))?$",
        rf"^(?:quote|cite) (?P<who>.+?)(?: {ON} (?P<topic>.+))?$",
        rf"^(?:give|show|find|get)(?: me)? (?P<who>.+?)['’]s? (?:exact |own |precise )?{_WORDS}(?: {ON} (?P<topic>.+))?$",
        rf"^(?:give|show|find|get)(?: me)? (?:a |the )?(?:exact |direct )?(?:quotes?|words) (?:of|by|from) (?P<who>.+?)"
        rf"(?: {ON} (?P<topic>.+))?$",
        rf"^how did (?P<who>.+?) (?:put it|word it|respond|reply|react)(?: (?:to|{ON}) (?P<topic>.+))?$",
    )
)
COMPARES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:do|does|did|are|is|were|was) (?P<a>.+?) and (?P<b>.+?) (?:dis)?(?:agree|agreed|differ|united|divided|split"
        rf"|on the same side|at odds|of one mind)(?: (?:with each other|with one another))? {ON} (?P<topic>.+)$",
        rf"^(?:does|do|did) (?P<a>.+?) (?:dis)?agree with (?P<b>.+?) {ON} (?P<topic>.+)$",
        rf"^(?:how|where) (?:do|does|did) (?P<a>.+?) and (?P<b>.+?) (?:differ|disagree|agree|compare|stand) {ON} (?P<topic>.+)$",
        rf"^compare (?P<a>.+?) (?:and|with|to|against) (?P<b>.+?) {ON} (?P<topic>.+)$",
        rf"^what (?:is|was) the difference between (?P<a>.+?) and (?P<b>.+?) {ON} (?P<topic>.+)$",
    )
)
APART = re.compile(r"\b(?:disagree|differ|divided|split|at odds)", re.IGNORECASE)
RATHER = re.compile(
    r",?\s+(?:rather than|instead of|(?:and|but) not(?! to\b)|as opposed to)\s+(?P<other>.+)$|,\s*not\s+(?!to\b)(?P<not>.+)$",
    re.IGNORECASE,
)
#: "called for less than a ceasefire"
LESS = re.compile(r"^(?:something |anything |nothing more than )?(?:less than|short of) ", re.IGNORECASE)
LEADING = re.compile(rf"^(?:of|{ON}|that|to|for|in response to|in reply to)\s+", re.IGNORECASE)
TRAILING = re.compile(
    r"(?<=[\s,])(?:so far|yet|at all|please|then|now|today|anyway|publicly|in public|or not|to date|on record|yesterday)$",
    re.IGNORECASE,
)
#: a second question in the same sentence
SECOND = re.compile(r",?\s+(?:and|or|but)\s+(?:who|why|when|where|how|did|does|opposes?|backs?)\b.*$", re.IGNORECASE)
#: where something is said, not what it is about
CHANNEL = re.compile(
    r"^(?:on|in|to|for|at|via) (?:x|twitter|facebook|instagram|threads|bluesky|tiktok|youtube|linkedin|social media"
    r"|(?:the |his |her |their |a |an )?(?:blog|letter|statement|post|tweet|interview|speech|email|e-mail|press|media|reporters"
    r"|journalists|house|commons|website|radio|television|tv|constituents|column|article)\b.*)$",
    re.IGNORECASE,
)
SUBJECT_MATTER = re.compile(r"\b(?:about|regarding|concerning)\s+(?P<topic>.+)$", re.IGNORECASE)
#: what makes more of the words behind "which" than a noun phrase, or something that holds no position of it
CLAUSE = re.compile(
    rf"(?:^|\s)(?:{AUXILIARY}|should|can|could|may|might|who|when|where|that|he|she|they|it|and"
    r"|said|told|stood|spoke|wrote|saw|met|led|won|made|took|gave|held|called|named"
    r"|\w{2,}(?<!elect)(?<!retir)(?<!appoint)(?<!unit)(?<!mask)(?<!alli)(?<!exil)ed"
    r"|\w+ing(?= (?:the|an?|for|to|of|in|on|back)\b)|(?:bring|see|vot|call|ask|oppos|back)ing"
    r"|reasons?|grounds?|day|date|time|year|percentage|share|words|articles?|reports?|stories|news|amendments?)(?:\s|$)",
    re.IGNORECASE,
)
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?:\s+(?:not|also|ever|already|now))*\s*$", re.IGNORECASE)
PARTICIPLE = re.compile(r"^\w+ed\b(?! to)", re.IGNORECASE)
