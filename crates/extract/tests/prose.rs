//! Passages of many kinds, biographies to chat: whom each thing is told of, and what is told by nobody as so.

mod shown;

use shown::{check, check_never};

#[test]
fn who_is_spoken_of_is_not_who_stands_nearest() {
    check(&[
        (
            "Leonora Strand was a Danish ceramicist. The daughter of a pastor, she grew up on Funen.",
            &["Leonora Strand grow_up_on Funen | happens", "Leonora Strand nationality Danish | holds"],
        ),
        (
            "Born in Accra to a Ghanaian father and a Scottish mother, Kwesi Abban moved to Glasgow. He has lived in Lagos since 2008.",
            &["Kwesi Abban lives_in Lagos | begins 2008"],
        ),
        ("In 1962 he joined Trinity House. Harold married Olwen Price; she died in 2010.", &["Olwen Price died_on 2010 | begins 2010"]),
        ("Paul: My brother isn't a lawyer. He is a notary.", &["Paul's brother job_title notary | holds"]),
        ("The director of the museum, who is Danish, resigned in April.", &["director of the museum nationality Danish | holds"]),
        ("Hanne joined Globex. Mona left the company.", &["Mona leave Globex | happens"]),
        ("Councillor Jean Abbott, who represents the ward, was re-elected.", &["Councillor Jean Abbott represent ward | holds"]),
        ("Anna: Dear parents, Ms Dunne is leaving the school.", &["Ms Dunne plans leave the school | holds"]),
        (
            "The novel The Glass Orchard was written by Tove Lind.",
            &["Tove Lind author_of Glass Orchard | begins", "Glass Orchard is_a novel | holds"],
        ),
    ]);
    check_never(&[
        ("Paul: My brother isn't a lawyer. He is a notary.", &["lawyer job_title", "lawyer is"]),
        ("Oona: I copied in Feng. He took over from Duncan Reyes in May, and he reports to me.", &["manages Duncan"]),
        ("Sandholm is a village. Its church was built in 1720. It is twinned with Lauterbach.", &["church twinned"]),
        (
            "The hall is old. It was the tallest building in the city. It has housed a hotel since 2015.",
            &["tallest building in the city house"],
        ),
        ("Ken: I lost my job in March. It was a shock.", &["shock"]),
        ("Bea: I got the keys to the new flat, its in Leith.", &["Leith is_a", "Leith's"]),
    ]);
}

#[test]
fn what_a_phrase_says_depends_on_whom_it_is_said_of() {
    check(&[
        ("The song \"Anchor\" was performed by Sal Vance.", &["Sal Vance performer_of song | begins"]),
        ("Ingmar joined Spotify as a data engineer in 2017.", &["Ingmar works_at Spotify | begins 2017"]),
        ("Anna joined Globex in May.", &["Anna works_at Globex | begins 2024-05"]),
        ("Anna joined the bank in May.", &["Anna works_at bank | begins 2024-05"]),
        ("Yusuf joined the choir last year.", &["Yusuf member_of choir | begins 2023"]),
        ("Paul joined the Labour Party in 1999.", &["Paul member_of Labour Party | begins 1999"]),
        ("Paul joined Ajax from Lyon for £4m.", &["Paul member_of Ajax | begins"]),
        ("Anna left the choir.", &["Anna member_of choir | ends"]),
        ("The shop has belonged to the Khan family since 1979.", &["Khan family owns shop | begins 1979"]),
        ("Ivo: I moved to a small agency in 2013.", &["Ivo works_at small agency | begins 2013"]),
        ("Anna retired from teaching in 2011.", &["Anna retire_from teaching | happens 2011"]),
        ("Quillo is a startup. It builds software for dentists.", &["Quillo build software for dentists | holds"]),
        ("Wen: We're having a barbecue on Sunday.", &["Wen has barbecue | happens 2024-05-26"]),
        ("Dana plays the lead at the Globe until 30 June.", &["Dana play_at Globe | ends 2024-06-30"]),
        ("Kit: I eat meat again these days.", &["Kit eat meat | holds"]),
        ("Hana is seeing a guy now.", &["Hana see guy | holds"]),
        ("Ellie: Gran's 90th is on Saturday.", &["Gran's 90th takes_place_on 2024-05-25 | happens 2024-05-25"]),
        ("The director, who is Danish, resigned in April.", &["director resign true | happens 2024-04"]),
        ("Rovers beat Harrow Town 3-1.", &["Rovers beat Harrow Town | happens"]),
    ]);
    check_never(&[
        ("Al: I'm basically married to my sofa.", &["spouse_of"]),
        ("Her mother Ann died of cancer at 54. She lived at number 7.", &["died_in"]),
        ("Mrs Ellison is a retired teacher with type 2 diabetes.", &["works_at"]),
        ("Lena moved over to the data team.", &["lives_in"]),
        ("Joyce retired from teaching in 2011 and Peter a year later.", &["works_at", "Joyce retire_from Peter"]),
        ("Ivo: I mostly work with charities.", &["colleague_of"]),
        ("The boiler was replaced by a firm from Stroud.", &["succeeded"]),
        ("Margit: Idris was employed by us as a chef.", &["works_at Margit"]),
        ("Nils: They split up. Tim kept the cat.", &["has_pet cat | ends"]),
        ("A mother otter carries her pups.", &["has_pet"]),
        ("The meeting isn't on Monday.", &["takes_place_on"]),
        ("Rhea: I used to get migraines but now it's every week.", &["takes_place_on"]),
        ("Ken: My brother's wedding was in Tuscany.", &["Ken's brother wedding"]),
    ]);
}

#[test]
fn hearsay_stories_and_what_is_so_in_general_are_not_told() {
    check(&[
        ("The film was shot in Galway. It was directed by Aoife Brennan.", &["film shot_in Galway | happens"]),
        ("Refugees live in Berlin.", &["Refugees lives_in Berlin | holds"]),
        ("Ana: A friend of mine owns a boat.", &["Ana's friend owns boat | holds"]),
        ("Gil: I can't stand coriander.", &["Gil dislikes coriander | holds"]),
        ("Ruben has two children, Lola and Mateo.", &["Ruben parent_of Lola | holds", "Ruben parent_of Mateo | holds"]),
        ("Marit has a daughter, Elle.", &["Marit parent_of Elle | holds"]),
        ("Ruth: Tom from next door gave me two plants.", &["Tom give two plants | happens"]),
        ("The conference takes place in Basel.", &["conference take_place_in Basel | holds"]),
        ("Ken: The seller refunded me within a week.", &["seller refund Ken | happens"]),
        ("Wen: We're having a party on Sunday, bring a chair.", &["Wen has party | happens 2024-05-26"]),
    ]);
    check_never(&[
        ("Mo: I heard Grace is leaving Shell.", &["Grace"]),
        ("Lin: According to Priya she's pregnant.", &["pregnant"]),
        ("In the film, Cole moves to an island. Wren's father has vanished. The mayor kills him.", &["|"]),
        ("The novel follows Ida, a nurse who inherits a house. Ida falls in love with Marco.", &["|"]),
        ("Otters are playful animals. A mother otter carries her pups. A good doctor listens.", &["|"]),
        ("People who work at startups are often tired.", &["|"]),
        ("Vera: When you work at a bank, you wear a suit.\nKen: When you work at a bank, you wear a suit.", &["|"]),
        ("Ellie: Rob has just had his knee done.", &["has knee"]),
        ("Wen: We're having a party, bring a chair.", &["bring"]),
        ("He was wounded. Anton served as ambassador to Persia.", &["serve_to"]),
        ("Nora was meant to play the wolf, but caught a cold.", &["plans"]),
        ("Bart: Which one, Jonas?", &["|"]),
        ("Coach Ben Adler called him the best.", &["call "]),
        ("Hana is seeing a guy from her gym.", &["from gym"]),
        ("Rhea: The headaches are bad. I used to get them once a month.", &["get them"]),
    ]);
}

#[test]
fn slips_of_chat_and_parser_make_no_claims() {
    check(&[
        ("Nils: I was um in Lisbon.", &["Nils located_at Lisbon | happens"]),
        ("Ruta dismissed her finance minister, Juris Ozols, on Thursday.", &["Ruta dismiss Juris Ozols | happens 2024-05-16"]),
        ("Nadia joined Siemens in Munich as head of sales.", &["Nadia works_at Siemens | begins", "Nadia head_of sales | begins"]),
        ("Bronwen will draft the tender by the end of June.", &["Bronwen draft tender | happens 2024-05-20/2024-06-30"]),
        ("Tamsin Foods Ltd is a producer based in Hereford. The company sells its products.", &["Tamsin Foods Ltd sell products | holds"]),
        ("Nora had a hip replacement in 2018.", &["Nora has hip replacement | happens 2018"]),
        ("Tariq is a 67-year-old retired teacher.", &["Tariq job_title teacher | ends"]),
        (
            "The Low Tides were formed by Mags Doyle and Petr Havel. Their debut album went gold.",
            &["Low Tides's debut album go gold | happens"],
        ),
        ("Anna will take over year four in September.", &["Anna take_over year | happens 2024-09"]),
    ]);
    check_never(&[
        ("Ruth: Rained all day.", &["|"]),
        ("Al: I'm dying here, this meeting is killing me.", &["|"]),
        ("Rhea: The new meds make me so sleepy.", &["make Rhea |"]),
        ("Rhea: I tried magnesium, didn't help.", &["help"]),
        ("Tamsin Foods Ltd is a producer based in Hereford.", &["job_title", "works_in"]),
        ("Nadia joined Siemens in Munich for more pay.", &["join_"]),
        ("The hall is old. It is said to be haunted. It has a bar. It was added to a list in 1983.", &["bar added"]),
        ("Harold Beamish, who has died aged 88, was a keeper.", &["aged"]),
        ("Acme employs about 240 people.", &["works_at"]),
        ("Quillo has raised €8m.", &["raise €"]),
        ("Acme has named Rao as his successor.", &["job_title"]),
        ("Ellie: The food is fab.\nEllie: Uncle Rob can't make it.", &["make"]),
    ]);
}

#[test]
fn what_friends_tell_each_other_is_read_as_they_mean_it() {
    check(&[
        ("Marge: We finished painting the nursery last weekend.", &["Marge paint nursery | happens 2024-05-18/2024-05-19"]),
        ("Pete: I go to the gym with my buddy Russ.", &["Russ friend_of Pete | holds"]),
        ("Pete: I've lost ten pounds since January.", &["Pete lose ten pounds | happens 2024-01-01/2024-05-20"]),
        ("Ada: Zoey painted me a portrait of our cat and Mila gave me a necklace.", &["Mila give necklace | happens"]),
        ("Fern: I've been feeling kind of lost.", &["Fern feels lost | holds"]),
        (
            "Fern: A woman named Carol invited me. She's published two novels.",
            &["Carol invite Fern | happens", "Carol publish two novels | happens"],
        ),
        ("Ty: I'm moving to the pediatric ward.", &["Ty plans move to the pediatric ward | holds"]),
        ("Ty: My niece had to stay there.", &["Ty's niece stay true | happens"]),
        ("Vera: My cousin is here. His name's Elliot. He's a fisherman.", &["Elliot is_a fisherman | holds"]),
        ("Neil: I sold a table to a couple yesterday.", &["Neil sell_to couple | happens 2024-05-19"]),
        ("Ada: I'd love to commission a bookshelf someday.", &["Ada wants commission a bookshelf | holds"]),
        ("Joel: The host used to be a detective. I met him in May.", &["Joel knows host | begins 2024-05"]),
        ("Cora: I caught a cold in May.", &["Cora has_condition cold | begins 2024-05"]),
        ("Uri: Grandpa's house sold. He built the dock.", &["Grandpa created dock | begins"]),
    ]);
    check_never(&[
        ("Olive: My brother switched to coaching kids.", &["uses"]),
        ("Luis: It was about switching our office to solar power.", &["|"]),
        ("Ada: I wrote a song.\nGwen: You totally should! I could never.", &["|"]),
        ("Bree: Cooking makes me feel close to her. The bakery keeps me busy.", &["make Bree |", "keep Bree |"]),
        ("Jo: I cried when I was little.", &["little"]),
        ("Nell: There's a trail I've been wanting to check out.", &["wants"]),
        ("Isla: Our drummer, Kip, wrote a new song for it.", &["write_for"]),
        ("Ann: I won.\nMilo: You deserve a break! You're going to have the best time. Funny you say that, I sang a song.", &["|"]),
        ("Ty: I've wanted it since nursing school.", &["nurse"]),
        ("Sky: I'm over the moon.", &["over"]),
        ("Liz: I'm so sorry about Bella.", &["sorry"]),
        ("Cora: My friend Jen caught a guitar pick.", &["has_condition"]),
        ("Cora: Hi.\nLee: You have to come next time.", &["needs"]),
        ("Gwen: Kids are the best.", &["|"]),
        ("Pete: I go to the gym three times a week with my buddy Russ.", &["Russ does_regularly", "Pete has Russ"]),
        ("Uri: Ben built the dock with his own hands.", &["build_with"]),
    ]);
}

#[test]
fn offers_formulas_and_what_hangs_on_a_noun_are_no_deeds() {
    check(&[
        (
            "Nina: I remember you collecting bugs back in high school.\nCole: I do.\nNina: I remember you collecting bugs back in high school.",
            &["Cole collect bugs | ends"],
        ),
        ("Cole: I'm bringing my girlfriend, Tara.", &["Cole plans bring girlfriend, Tara | holds", "Tara partner_of Cole | holds"]),
        ("Lorraine owns a laundromat in Tulsa.", &["Lorraine owns laundromat | holds"]),
        ("Sid: I've got an MRI on 14 June 2024.", &["Sid has MRI | happens 2024-06-14"]),
        ("Lena: My manager, Priscilla, left after the announcement.", &["Priscilla manages Lena | holds"]),
        ("Quinn: I used fabric from her dress.", &["Quinn use fabric | happens"]),
    ]);
    check_never(&[
        ("Cole: I'm bringing my girlfriend, Tara.", &["Tara plans"]),
        ("Lorraine owns a laundromat in Tulsa. She is good with money.", &["own_in", "is good"]),
        ("Faye: Mark can't have dairy.", &["Mark has"]),
        ("Ines: I barely spoke English.", &["English"]),
        ("Dex: Hi.\nMo: You can crash with me.", &["crash"]),
        ("Dex: My bandmate Rikki has a room.", &["Dex has"]),
        ("Lena: My manager, Priscilla, left after the announcement.", &["Priscilla manages Lena | ends"]),
        ("Ann: Hi.\nRex: Told you! I went to that place you told me about.", &["tell"]),
        ("Rex: My friend Som is here. She'll be thrilled.", &["plans"]),
        ("Zane: My co-founder Anders designed it.", &["founded"]),
        ("Faye: We named the baby Juniper!", &["Faye name"]),
        ("Ed: My wife used to bowl.", &["use_to"]),
        ("Carl: I think about Dad every day. I think about him every day.", &["about him"]),
    ]);
    check(&[
        ("Greta: The little guy is great.\nPhil: We had a beagle growing up. His name was Duke.", &["beagle name Duke | happens"]),
        ("Nash: I took a job in Omaha in May.", &["Nash works_in Omaha | begins 2024-05"]),
        ("Ora: I started nursing school in January.", &["Ora start nursing school | happens 2024-01"]),
    ]);
    check_never(&[
        ("Mina: I gave a speech on Tuesday and people clapped.", &["Mina clap"]),
        ("Olga: We hiked a glacier with a guide named Sigga and bathed in hot springs.", &["Sigga bath"]),
        ("Olga: We mostly lived on hot dogs.", &["lives_in"]),
        ("Tia: Look who I met at the farmer's market, Mrs. Boyle!", &["farmer has", "market"]),
        ("Sam: I met Ana. She's the reason I became an engineer.", &["reason"]),
        ("Eli: My neighbor is old. Ninety-two! His daughter called.", &["Ninety-two"]),
        ("Ora: I've worked six days in a row.", &["row"]),
    ]);
}

#[test]
fn what_reference_works_say_is_read_of_what_they_are_about() {
    check(&[
        (
            "Halcyon Records is a label headquartered in Leeds, England. Its roster includes Ana Torr.",
            &["Halcyon Records headquartered_in Leeds | holds", "Halcyon Records's roster include Ana Torr | holds"],
        ),
        (
            "Jonas Harwell is the son of Mary Colt and brother of Tessa Harwell.",
            &["Jonas Harwell sibling_of Tessa Harwell | holds", "Mary Colt parent_of Jonas Harwell | holds"],
        ),
        ("He wrote. Emil was a pupil of Carl Weiss and a friend of Ivo Malek.", &["Emil friend_of Ivo Malek | holds"]),
        ("Mount Erskine, also known as Tahu, is an extinct volcano.", &["Mount Erskine is_a extinct volcano | holds"]),
        ("Saint Orla's Church is a church in Cork.", &["Saint Orla's Church is_a church in Cork | holds"]),
        ("Borealis is an operating system developed by Nordwind AB.", &["Nordwind AB created Borealis | begins"]),
        ("The head of government of Peru is Leo Paz.", &["Peru head_of_government Leo Paz | holds"]),
        ("Peru's head of state is Ida Holm.", &["Peru head_of_state Ida Holm | holds"]),
        ("The place of birth of Mia Tal is Lima.", &["Mia Tal born_in Lima | holds"]),
        ("Mia Tal is the chief of staff of Leo Paz.", &["Mia Tal chief_of_staff_of Leo Paz | holds"]),
        ("Oslo has Ana Ito as its mayor.", &["Ana Ito mayor_of Oslo | holds"]),
        ("Norway uses the krone as its currency.", &["Norway currency krone | holds"]),
        ("Peru has had Lima as its capital since 1535.", &["Peru capital Lima | begins 1535"]),
        ("Emil Sand, whose mother tongue was Danish, wrote operas.", &["Emil Sand native_language Danish | holds"]),
        ("Arden College is a college. Its mascot is the moose and its colours are green.", &["Arden College's colours is green | holds"]),
    ]);
    check_never(&[
        ("Jonas Harwell is the son of Mary Colt and brother of Tessa Harwell.", &["brother of"]),
        ("Helen Orr is a chemist and Master of Queen's College.", &["chemist_of"]),
        ("The album was produced by Greg Field.", &["produces"]),
        ("Ann was a poet. Her first husband left her in 1988.", &["spouse_of"]),
        ("Kit: I was made redundant in May.", &["job_title"]),
        ("Saint Orla's Church is a church in Cork. The organ was built in 1880. Its patron saint is Orla.", &["organ patron"]),
    ]);
}

#[test]
fn what_may_be_of_two_is_told_of_neither() {
    check(&[
        ("Ana met Ben. Tom has their own company.", &["Tom has company | holds"]),
        ("Ana sold the flat. Ben bought a boat. Their daughter Cleo lives in Bergen.", &["Cleo lives_in Bergen | holds"]),
        ("Ken: I met the sister of a man who owns three hotels.", &["man owns three hotels | holds"]),
    ]);
    check_never(&[
        ("Ana and Ben moved to Rome. Tom lost their keys.", &["keys"]),
        ("Ken: I saw the son of the baker that lived next door.", &["live"]),
    ]);
}

#[test]
fn lives_news_and_letters_are_read_of_whom_they_are_about() {
    check(&[
        (
            "Balfour was a historian. He was born in Oxford, the son of Sir Graham Balfour.",
            &["Balfour born_in Oxford | begins", "Sir Graham Balfour parent_of Balfour | holds"],
        ),
        (
            "Priya: Our new contact is Marie Dufour, who replaced Henrik Olsen in April.",
            &["Marie Dufour succeeded Henrik Olsen | begins 2024-04"],
        ),
        ("Henrik has moved to their Rotterdam office and now heads logistics.", &["Henrik head logistics | holds"]),
        ("Margaret Doyle is survived by her sons, Declan and Brian.", &["Margaret Doyle parent_of Brian | holds"]),
        ("Lake Tervo is a lake in Finland. The lake is fed by the Ala River.", &["Ala River feed Lake Tervo | holds"]),
        ("Bremen-based Lumo makes grippers.", &["Lumo make grippers | holds"]),
        (
            "Chief executive Dana Whitfield, who joined Halcyon from Bosch last year, will lead the firm.",
            &["Dana Whitfield member_of Halcyon | begins 2023"],
        ),
        ("Isa: She took the children to Wells, and my mother, who was six, remembers the train.", &["Isa's mother remember train | holds"]),
        ("Edward has made friends with a Dutch engineer called Pieter.", &["Edward friend_of Pieter | begins"]),
    ]);
    check_never(&[
        ("Peter Brown was born in Dublin, Ireland, to a Protestant family.", &["Dublin is_a"]),
        ("Balfour was a historian. He was born in Oxford, the son of Sir Graham Balfour.", &["parent_of Oxford"]),
        ("Kris: Youngest took two trips with his school.", &["Kris"]),
        ("Henrik has moved to their Rotterdam office and now heads logistics.", &["lives_in"]),
        ("Fishing was banned in 1987 after mercury from a paper mill owned by Kymi Oy was found in perch.", &["owns mercury"]),
        ("The plan failed to meet revenue projections.", &["knows"]),
        ("Priya: I'll stay on as backup until the end of the quarter.", &["ends"]),
        ("The deal is expected to close in 2025.", &["plans"]),
        ("Nell: Alice is engaged to the curate, which I don't believe.", &["believe"]),
        ("Edward wrote from Lisbon, where his ship has been laid up.", &["write where"]),
        ("The factory has been rented, with the new tenant pursuing approvals.", &["rented_with"]),
        ("Oldest worked retail, moved into his own apartment, and finally earned his degree.", &["Oldest worked"]),
    ]);
}
