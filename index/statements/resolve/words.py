"""Closed lists of English words by which mentions are read. All are folded; "." is dropped ("mr", "rep")."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


MALE_TITLES = _set(
    "mr sir lord baron viscount earl duke prince king father fr brother monsieur herr señor sheikh emir imam"
)
FEMALE_TITLES = _set(
    "mrs ms miss dame lady baroness viscountess countess duchess princess queen sister madam madame frau"
)
#: stand before a name and say nothing about what its bearer does
HONORIFICS = _set(
    "mr mrs ms miss mx sir dame dr prof professor lord lady baron baroness viscount viscountess earl countess madam"
    " madame monsieur herr frau fr the hon honourable late lieutenant"
)
#: kept with a name of one word, for which they are part of the name
NAMING_TITLES = _set(
    "lord lady baron baroness viscount viscountess earl countess prince princess king queen sister brother duke"
    " duchess sheikh pope saint st mother father fr"
)
#: stand before a name; roles of their own
TITLES = _set(
    "cllr cllrs coun councillor councillors ald alderman alderperson alderwoman rep reps sen sens gov president"
    " premier chancellor mayor mayoress senator representative congressman congresswoman governor general gen colonel"
    " col major maj captain capt sergeant sgt constable inspector commander cmdr admiral adm brigadier marshal rev"
    " revd reverend bishop archbishop cardinal canon dean rabbi imam pastor father sister brother mother pope prince"
    " princess king queen duke duchess sheikh emir ayatollah judge justice magistrate ambassador secretary minister"
    " taoiseach tánaiste speaker deputy vice nurse coach state prime foreign first chief acting former ex head"
    " lieutenant lt sheriff"
)
#: stand after a name
POST_NOMINALS = _set(
    "mp mps msp msps ms mla mlas td tds mep am mhk qc kc cbe obe mbe dbe kbe phd md jr sr jnr snr ii iii iv retd bt"
    " frs gcmg kcmg"
)
#: what people do for a living or in public; the last word of a role
ROLE_NOUNS = TITLES | _set(
    "leader minister secretary chairman chairwoman chair chairperson spokesman spokeswoman spokesperson officer chief"
    " director manager editor mp mps msp msps mla mlas td tds mep lawmaker legislator parliamentarian politician"
    " backbencher frontbencher whip peer member official executive ceo boss founder co-founder economist analyst"
    " campaigner activist organiser organizer author novelist writer columnist journalist reporter broadcaster"
    " presenter actor actress singer musician rapper comedian player striker midfielder defender goalkeeper captain"
    " trainer footballer lawyer solicitor barrister attorney doctor surgeon gp nurse midwife consultant teacher"
    " headteacher head headmaster headmistress principal rector vicar priest chaplain curate student pupil professor"
    " lecturer academic scientist researcher historian engineer farmer butcher baker fisherman landlord landlady"
    " shopkeeper publican owner resident neighbour commissioner envoy ambassador diplomat delegate treasurer clerk"
    " steward convenor convener coordinator co-ordinator representative trustee governor candidate mum mother dad"
    " father widow widower son daughter brother sister wife husband nephew niece uncle aunt cousin worker driver pilot"
    " soldier veteran trooper policeman policewoman detective expert adviser advisor aide strategist pollster critic"
    " rebel defector republican democrat conservative unionist socialist independent sponsor donor patron host guest"
    " conductor violinist artist painter poet chef architect planner accountant banker trader investor entrepreneur"
    " businessman businesswoman millionaire billionaire tycoon veteran pensioner ornithologist groundsman runner coach"
    " commentator archbishop moderator provost reeve comptroller solicitor-general attorney-general sheriff prosecutor"
    " coroner ombudsman chancellor monarch regulator counsel matron paramedic firefighter electrician plumber builder"
    " carpenter scholar philosopher theologian biologist chemist physicist psychologist psychiatrist therapist"
    " specialist inspector auditor assistant caretaker porter keeper warden ranger guide operator correspondent"
    " blogger influencer model designer producer director-general secretary-general vice-president vice-chairman vice-"
    " chair deputy congresswoman congressman"
)
#: describe their bearer without being an office that one person holds at a time
LOOSE_NOUNS = _set(
    "mp msp mla td mep lawmaker legislator parliamentarian politician backbencher frontbencher peer campaigner"
    " activist author novelist writer columnist journalist broadcaster presenter actor actress singer musician rapper"
    " comedian player striker midfielder defender goalkeeper footballer student academic fisherman landlord landlady"
    " shopkeeper publican mum mother dad father widow worker driver pilot soldier veteran expert rebel defector"
    " republican democrat conservative unionist socialist independent businessman businesswoman millionaire"
    " billionaire tycoon pensioner senator congressman congresswoman representative councillor economist official"
    " woman man lady gentleman year-old poet artist painter chef violinist singer-songwriter grandmother grandfather"
    " teenager"
)
#: change who is meant: the shadow minister is not the minister
CONTRASTS = _set("shadow deputy former ex vice assistant acting other next new old second third junior outgoing then")
#: bodies of any kind may be called by these
ANY_BODY = _set(
    "company firm manufacturer retailer carmaker airline charity organisation organization body bloc business"
)
MALE_NOUNS = _set(
    "man father dad brother son husband uncle nephew grandfather king prince duke spokesman chairman businessman"
    " congressman alderman policeman fisherman gentleman widower landlord headmaster groundsman actor boy lad monarch"
    " priest brother-in-law son-in-law father-in-law"
)
FEMALE_NOUNS = _set(
    "woman mother mum sister daughter wife aunt niece grandmother queen princess duchess spokeswoman chairwoman"
    " businesswoman congresswoman alderwoman policewoman lady widow landlady headmistress actress girl mayoress"
    " midwife sister-in-law daughter-in-law mother-in-law matron nun"
)
PARTIES = _set(
    "labour conservative conservatives tory tories liberal liberals democrat democrats democratic republican"
    " republicans green greens snp dup sdlp ukip reform plaid unionist nationalist independent independents lib dem"
    " dems lab con ind socialist gop alliance sinn"
)
#: nouns for bodies; the last word of a nominal that means one
BODY_NOUNS = _set(
    "council party board company union government committee commission charity group federation association club firm"
    " university college school trust bank agency ministry department office cabinet court parliament assembly senate"
    " congress house church society league institute institution organisation organization campaign coalition alliance"
    " network foundation authority service force army police bloc body branch chamber corporation academy newspaper"
    " paper country nation state kingdom city town parish diocese delegation executive administration ombudsman"
    " regulator inquiry panel conference movement militia junta regime team hospital centre center fund"
)
#: at the end of a body's name; the name is as good without
GENERIC_TAILS = _set(
    "party council group government union association ltd limited plc inc corp corporation company co trust club team"
    " county borough city university college federation society league board committee fc"
)
PARTICLES = _set("de del della der den di da dos du la le van von zu bin ibn ben al el ap ab y ter ten af av st")
PREPOSITIONS = _set(
    "of for from in at on to with by against under who whose whom which that himself herself themselves itself and or"
    " near outside representing aged after as between over across"
)
DETERMINERS = _set("the a an this that these those his her its their our my your no any every each some both all")
NUMBER_WORDS = {
    **dict(
        zip(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
            " eighteen nineteen".split(),
            range(1, 20),
            strict=True,
        )
    ),
    **dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)),
}
SPEECH_VERBS = _set(
    "said says say saying told tells added adds asked asks wrote writes replied replies answered answers insisted"
    " insists argued argues warned warns declared declares announced announces claimed claims explained explains"
    " conceded concedes admitted admits shouted shouts cried cries smiled snapped joked tweeted posted stated states"
    " commented noted notes observed observes remarked continued continues went concluded urged urges called calls"
    " thundered raged fumed sighed shrugged laughed confirmed confirms denied denies reads read ran runs demanded"
    " demands pleaded promised vowed suggested recalled boasted complained complains protested ventured quipped agreed"
    " agrees repeated put quoted according believes thinks thought testified retorted countered muttered whispered"
    " begged offered"
)
