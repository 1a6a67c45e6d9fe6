//! English nicknames and spelling variants of given names, and common given names of many languages; from general knowledge.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// Each line is one name: its spellings, then, after a colon, what people who bear it are called.
const TABLE: &str = "
abigail: abby gail
abraham: abe bram
adam:
agnes: aggie
alan allan allen: al
albert: al bert bertie
alexander: alex al sandy xander sasha alec lex
alexandra: alex sandra sandy lexi sasha alexa
alexis: alex lexi
alfred: al alf alfie fred
alice: allie
alison allison: ali allie
amanda: mandy
amelia: amy millie mia
andrea: andie
andrew: andy drew
angela: angie
anna ana: annie anya
anne ann: annie
annabel: bella
anthony antony: tony ant
antonia: toni
antonio: tony toni
archibald: archie
arnold: arnie
arthur: art artie
augustus: gus
barbara: barb babs barbie
bartholomew: bart
beatrice: bea trixie
benedict: ben
benjamin: ben benny benji
bernadette: bernie
bernard: bernie
bethany: beth
beverly beverley: bev
bradley: brad
brenda:
bridget: biddy
calvin: cal
cameron: cam
carol:
caroline carolyn: carrie caro
casandra cassandra: cassie cass sandra
catherine katherine kathryn katharine catharine cathryn: kate katie cathy kathy kat kitty kay cat
cecilia: cissy celia
charles: charlie chuck chas chaz
charlotte: lottie charlie
chester: chet
christian: chris
christina kristina: chris tina chrissy christie
christine kristine: chris tina chrissy christie
christopher kristopher: chris topher kit
clarence:
clifford: cliff
clinton: clint
constance: connie
cornelius: neil
curtis: curt
cynthia: cindy
cyril: cy
daniel: dan danny
danielle: dani
david: dave davy
deborah debra: deb debbie
dennis denis: denny
dominic dominick: dom nick
donald: don donny
donna:
dorothy dorothea: dot dottie dolly
douglas: doug
duncan:
edgar: ed
edmund: ed eddie ned
edward: ed eddie ted teddy ned
edwin: ed eddie
eleanor elinor: ellie nell nora nellie
elizabeth elisabeth: liz lizzie beth betty bess bessie eliza libby betsy lisa elsie lilibet
ellen: nell nellie ellie
emily: em emmy
emma: em emmy
eric erik:
ernest: ernie
eugene: gene
evelyn: evie
ezekiel: zeke
florence: flo florrie
frances: fran frankie fanny
francesca: fran
francis: frank fran
francisco: paco pancho
franklin: frank
frederick frederic fredrick: fred freddie freddy
gabriel: gabe
gabrielle gabriella: gabby
geoffrey jeffrey: geoff jeff
george: georgie
gerald: gerry jerry
gerard: gerry
gertrude: trudy gertie
gilbert: gil bert
giovanni: gianni
giuseppe: beppe
gordon: gordie
grace: gracie
graham graeme:
gregory: greg
guillermo: memo
gwendolyn: gwen
hannah: hanna
harold: harry hal
harriet: hattie
harrison: harry
harry:
heather:
helen: nell
henrietta: etta hetty
henry: harry hank hal
herbert: herb bert
hilary hillary:
horace:
howard: howie
hubert: hugh bert
hugh: hughie
ian iain:
ignacio: nacho
irene: rene
isaac: ike
isabel isabelle isabella: izzy bella belle
jacob: jake
jacqueline: jackie
james: jim jimmy jamie jem
jane: janey
janet: jan
janice: jan
jasmine: jas
jason: jay
jennifer: jen jenny jenn
jeremiah: jerry
jeremy: jerry jem
jerome: jerry
jessica: jess jessie
jesus: chuy
joan: joanie
joanna joanne johanna: jo
john jon: johnny jack
jonathan johnathan: jon jonny
jose: pepe
joseph: joe joey
josephine: jo josie
joshua: josh
joyce:
juan: juanito
judith: judy jude
julia: julie
julian: jules
karen:
katrina: trina
kenneth: ken kenny
kevin: kev
kimberly kimberley: kim
kristen kirsten:
laura: laurie
lauren: laurie
laurence lawrence: larry laurie
leonard: len lenny leo
leopold: leo
leroy: roy
leslie lesley: les
lewis louis: lou louie lew
lillian lilian: lily lil
linda: lin
louisa louise: lou
lucas: luke
lucille: lucy
lucinda: lucy cindy
lydia:
lynn lynne:
madeleine madeline: maddie
magdalena: magda lena
malcolm: mal
manuel: manny manolo
marc mark:
marcus:
margaret: maggie meg peggy marge margie greta rita madge daisy
maria: mia
marilyn:
marjorie: marge margie
martha: marty
martin: marty
marvin: marv
mary: molly polly mae mamie
mathilda matilda: tilly mattie
matthew mathew: matt matty
maureen: mo
maurice: mo
maximilian: max
maxwell: max
megan: meg
melanie: mel
melissa: mel missy lissa
melvin: mel
mercedes: mercy
michael: mike mick micky mikey mickey
michelle michele: shelly
mildred: millie
millicent: millie
miranda: randy mandy
miriam: mimi
mitchell: mitch
mohammed muhammad mohammad mohamed muhammed mohamad:
mordecai:
morris: mo
nancy:
natalie nathalie: nat
natalia: natasha
nathan: nat nate
nathaniel: nat nate
nicholas nicolas: nick nicky
nicole: nicky nikki
nikolai nikolay: kolya
nora norah:
norman: norm
oliver: ollie
olivia: liv livvy ollie
oscar: ozzie
oswald: oz ozzie
pamela: pam
patricia: pat patty trish tricia patsy
patrick: pat paddy
paul:
paula:
penelope: penny
percival: percy
peter: pete
philip phillip: phil pip
philippa: pippa
phyllis:
priscilla: cilla
prudence: prue
rachel rachael: rach
raphael rafael: rafa
raymond: ray
rebecca: becky becca
reginald: reg reggie
renee:
richard: rick ricky dick rich richie
robert: bob bobby rob robbie bert
roberta: bobbie
roderick: rod
rodney: rod
roger rodger:
roland: rollie
ronald: ron ronnie
rosalind: roz ros
rose: rosie
rosemary: rosie
russell: russ
ruth: ruthie
samantha: sam sammy
samuel: sam sammy
sandra: sandy
sara sarah: sally sadie
sebastian: seb bas
sergei sergey: seryozha
sharon:
sheila:
shirley:
sidney sydney: sid syd
simon: si
solomon: sol
sophia sofia sophie:
stanley: stan
stephanie stefanie: steph stef
stephen steven stefan stephan: steve stevie
stewart stuart: stu
susan: sue susie suzy
susanna susannah suzanne: sue susie suzy
sylvester: sly
sylvia silvia:
tabitha: tabby
tamara: tammy
terence terrence: terry
teresa theresa: terry tess tessa tracy
theodore: ted teddy theo
theodora: thea dora
thomas: tom tommy
timothy: tim timmy
tobias: toby
valerie: val
vanessa: nessa
veronica: ronnie vera
victor viktor: vic
victoria: vicky tori vikki
vincent: vince vinny
violet: vi
virginia: ginny ginger
vladimir: vova volodya
walter: walt wally
wendy:
wilfred: wilf
wilhelmina: mina minnie billie
william: bill billy will willie willy liam
winifred: winnie
winston: winnie
yvonne:
zachary zachariah: zach zack
zoe:
";

/// Given names with no nicknames of note here: to tell people from other things, and one name from a misspelling of another.
const GIVEN: &str = "
aaron abdul abdullah abel adele adrian adriana agatha ahmed aisha akira alain alba alberto alejandro alessandro alexei alfonso alfredo ali alicia alina alma
alvaro alvin amber amina amir amit amy anastasia anders andre andreas andrei andres andrzej angel angelo angelina anita anja annette ansel anton aria ariel armando arjun arun asha ashley
astrid audrey aurora barry bashir beata ben bella bianca birgit bjorn blanca boris brandon brian bryan bruce bruno bruna camila camille carl carla carlo carlos carmen casey cesar chad chen chiara
chloe chuck claire clara clare claude claudia colin connor corey craig cristina cristian dalia damian dana darius darren dawn dean deepak denise derek desmond diana diane diego dieter dimitri dina dirk
dmitri dolores dora doris dylan earl ebony edith eduardo edna eileen elena eli elias elijah elisa ella elsa elvira emil emilia emilio emmanuel enrico enrique erica erika erin ernesto esteban esther ethan
eva eve fabio fatima federico felicia felipe felix fernanda fernando fiona fabian franco frank fritz gail garry gary gavin georgia gina giorgio giulia glen glenn gloria gonzalo greta guido gunther gustav
gustavo guy hamid hana hans hassan hector heidi heinrich heinz helena helga helmut henrik hiro hiroshi holly hope hugo hussein ibrahim ida igor ilse ines inga ingrid ioana irina iris irma isa ivan ivana ivy
ivo jaime jakob jan jana javier jay jean jeanne jenna jens jesse jill jin jing joachim joao joaquin jody joel johann jordan jorge josef joy juana judy julio jun jurgen justin kai kamal karim karin karl karla
karol katarina kathleen keiko keith kelly kemal kenji khalid kim kofi krishna kurt kyle lana lance lars leah lee leila leo leon leonardo leonor lena leticia liam lily lina ling lionel lisa lola lorenzo lorraine
louis lourdes luca ludwig lucia lucie lucy luigi luis luisa lukas luke luz lydia lyle mae magnus maja malik manfred mara marcel marcelo marcia marco marcos margarita margot mariana marianne marie marina mario marisa
marlene marta mateo mats matteo matthias maud max maya mehmet mei mercedes mia michal miguel mikhail mila milan ming mira mohan mona monica monika moses mustafa nadia naomi natasha neil nelson nestor nigel nikita
nina nils nina noah noel noor olaf olga omar oscar otto pablo paolo pascal paulo pavel pedro pekka per petra pierre pilar piotr priya qing quentin rahul raj rajesh ralph ramon randall raul ravi regina rene ricardo
rita robin rocco rodrigo rolf roman rosa ross roxana roy ruben rudolf rupert ryan sabina sabrina said salma salvador samir sandro sanjay santiago satoshi scott sean selma serena sergio seth shane shaun shawn silas
simone sonia sophia soren stacy stella sunil sven sylvie tadeusz takashi tania tanya tara tariq tatiana teodor tiago tina todd tomas trevor troy tunde tyler ulrich umberto uma ursula valentina vera vicente viktoria
vijay vikram vincenzo vivian wade wang wanda warren wayne wei werner wilhelm wolfgang xavier yasmin yolanda yosef yuki yuri yusuf yves zainab
";

/// The lines of [`TABLE`] that name a word, by number.
type Lines = Vec<u16>;

static LINES: LazyLock<FxHashMap<&'static str, Lines>> = LazyLock::new(|| {
    let mut lines: FxHashMap<&str, Lines> = FxHashMap::default();
    for (number, line) in (0..).zip(TABLE.lines()) {
        for name in line.split([' ', ':']).filter(|name| !name.is_empty()) {
            lines.entry(name).or_default().push(number);
        }
    }
    lines
});

static KNOWN: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| GIVEN.split_whitespace().chain(LINES.keys().copied()).collect());

/// The names that a folded word may stand for, by number.
pub(crate) fn lines(word: &str) -> Lines {
    LINES.get(word).cloned().unwrap_or_default()
}

/// Whether a folded word is a given name or nickname that many people bear.
pub(crate) fn is_given(word: &str) -> bool {
    KNOWN.contains(word)
}
