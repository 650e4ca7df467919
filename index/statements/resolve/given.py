"""Common given names of English-language news by the gender of most of their bearers. A hint, never a proof."""

from __future__ import annotations

MALE = frozenset(
    """aaron abdul abdullah abel adam adnan adrian ahmed alan albert alberto aldous alec alejandro alex alexander alf
    alfred ali alistair allan allen amir anders andre andreas andrei andrew andy angus ansel anthony antonio
    archie arjun arne arnold arthur barnaby barry basil ben benjamin bernard bernie bert bill billy bob boris
    brendan brent brian bruce bruno callum calum carl carlos cedric charles charlie chris christian christopher
    chuck claude clive colin conor craig curtis cyril dafydd dale damian dan daniel danny darren dave david dean
    declan denis dennis derek desmond dev diego digby dirk dmitri dmytro dominic don donald doug douglas duncan
    dylan eamon ed eddie edgar edward edwin elias elliot emil emmanuel enrique eric ernest ernie ethan eugene
    evan ewan felix ferdinand fergus finn francis francois frank fred frederick gareth gary gavin geoff geoffrey
    george gerald gerard gilbert giles glen gordon graeme graham grant greg gregory guy hamish hank hans harold
    harry harvey hassan hector henry herbert howard hugh hugo humphrey humza hussein iain ian ibrahim idris
    ignatius igor imran isaac ivan ivo jack jacob jake james jamie jan jared jarvis jason javier jay jed jeff
    jeffrey jens jeremy jerome jerry jim jimmy joao joe joel johan johannes john johnny jon jonah jonas jonathan
    jordan jorge jose josef joseph josh joshua juan jules julian julio justin karim karl keir keith kemal ken
    kenneth kevan kevin kofi konrad kurt kwame lance larry lars laurence lawrence lee leo leon leonard leroy
    lewis liam lionel lloyd louis luca lucas luis luke magnus malcolm manuel marc marcel marco marcus mario mark
    martin marvin mateusz mathew matt matteo matthew maurice max mehmet michael miguel mike mikhail miles mitch
    mitt mohamed mohammed morgan moses muhammad nathan neil nicholas nick nigel nikolai noah noel norman olaf
    oleg oliver omar orlando oscar osric oswald owen pablo paddy patrick paul pavel pedro percy peregrine perry
    pete peter phil philip pierre piers piotr rafael ralf ralph ramesh raoul rashid raymond reginald rene reuben
    rhodri ricardo richard rick rishi rob robert robin rod roderick rodney roger roland rolf ron ronald ronan
    rory ross roy rufus rupert russell ryan sadiq sajid sam samir samuel sanjay seamus sean sebastian sergei
    seth shane sid sidney simon stan stanley stefan sten stephen steve steven stewart stuart sven tariq ted
    teddy terence terry theo theodore thomas tim timothy tobias toby todd tom tomas tommy tony trevor tristan
    ulrich vernon victor viktor vince vincent vladimir volodymyr waleed walter warren wayne wes wilfred will
    william winston wyn xavier yannis yuri yusuf zac zachary zoran""".split()
)
FEMALE = frozenset(
    """abigail ada adele adriana agatha agnes aileen aisha alana alexandra alice alicia alina alison alma amanda amelia
    amina amy ana anastasia andrea aneeta angela angelica anita ann anna annabel anne anneke anneli annette
    annie annika anoushka antonia aoife april apsana ariane asha astrid audrey ava barbara beatrice beatriz
    becky bella bernadette beryl beth bethan betty beverley bianca brenda bridget brigitte bronwen camila
    camilla carla carmen carol carole caroline carys catherine cathy cecilia cecily celia charlotte chloe
    christina christine claire clara clare claudia constance cordelia cristina cynthia daisy daphne dawn debbie
    deborah debra deirdre delia delyth denise diana diane dina dolores donna dora doreen doris dorothy edith
    eileen elaine eleanor elena elin elise eliza elizabeth ella ellen elsa elsie elspeth eluned emilia emily
    emma erica erin esther ethel eva eve evelyn ewa faith farah fatima faye ffion fiona flora florence frances
    francesca freda freya gabriela gail gemma georgia georgina geraldine gertrude gillian gina giorgia gisela
    gladys glenda gloria grace greta gwen gwyneth hana hannah harriet hattie hazel heather heidi helen helena
    helga henrietta hester hilary hilda hillary holly imelda imogen ines ingrid irene irina iris isabel isabella
    isla isobel ivy jacinda jackie jacqueline jane janet janice jasmine jayne jean jeanne jennifer jenny jess
    jessica jill jo joan joanna joanne josephine joy joyce judith judy julia julie juliet june kamala karen kate
    katherine kathleen kathryn kathy katie katrina katya kay kelly kemi kerry kim kirsten kirsty laila lara
    laura leah leila lena leonie leticia lida lidia lilian lily lina linda lisa liz lois lorna lorraine louisa
    louise lucia lucy lydia lynn lynne mabel madeleine madge maeve magda maggie maisie mandy marcia margaret
    margot maria mariam marian marianne marie marina marion marjorie marlene martha mary matilda maud maureen
    mavis maxine meera megan mel melanie melissa mercedes meryl mhairi michelle mildred millicent mina minty
    miranda miriam moira molly mona monica moya muriel myra myrtle nadia nadine nancy naomi natalia natalie
    natasha nell nia nicola nicole nina noor nora noreen norma nosheena nuala olena olga olive olivia olwen oona
    orla pam pamela pat patricia paula pauline pearl peggy penelope penny petra philippa phoebe phyllis polly
    poppy preeti priti priya prudence rachael rachel rania rebecca renata rhiannon rhona rita roberta rosa
    rosalind rose rosemary rosie ruby ruth sabina sadie sally samantha sandra sara sarah saskia selina selma
    shabana shami sharon sheila shirley sigrid silvia simone sinead siobhan sofia sonia sophia sophie stella
    stephanie sue sunita susan susanna suzanne svetlana sybil sylvia tamara tammy tania tanya tara teresa tess
    thelma theresa tina tracey tracy ulla una ursula valerie vanessa vera verity veronica vicky victoria viola
    violet virginia vivian wanda wendy wilma winifred yasmin yvette yvonne zara zarah zoe zofia""".split()
)
