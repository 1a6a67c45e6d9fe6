//! Texts of several sentences and turns, and what is read of them: whom a pronoun means, and what is told by words that belong together
//! without standing together.

use asof_extract::{Context, Extractor, Found, Reader, Turn};
use asof_model::End;

fn shown(found: &Found) -> String {
    let claim = &found.claim;
    let kind = format!("{:?}", claim.kind).to_lowercase();
    let dates = match (claim.from, claim.to) {
        (None, End::Unknown | End::Open) => String::new(),
        (Some(from), End::Unknown | End::Open) => format!(" {from}"),
        (from, End::At(to)) => format!(" {}..{to}", from.map(|from| from.to_string()).unwrap_or_default()),
    };
    format!("{} {} {} | {kind}{dates}", claim.subject, claim.predicate, claim.object.text())
}

/// Reads a text that nobody speaks, or, where its turns begin with a name and a colon, the last turn of a chat.
fn claims(text: &str) -> Vec<String> {
    let turns: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once(": ")).collect();
    let occurred_at = "2024-05-20".parse().ok();
    let read = match turns.split_last() {
        Some(((speaker, last), before)) => {
            let listener = turns.iter().map(|turn| turn.0).find(|name| name != speaker);
            let before: Vec<Turn<'_>> = before.iter().map(|(speaker, text)| Turn { speaker: Some(speaker), text }).collect();
            Reader::new().extract(last, &Context { occurred_at, speaker: Some(speaker), listener, before: &before })
        }
        None => Reader::new().extract(text, &Context { occurred_at, ..Context::default() }),
    };
    read.found.iter().map(shown).collect()
}

/// Each of these is read of the text.
fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let read = claims(text);
        for one in *expected {
            assert!(read.iter().any(|claim| claim == one), "{text}\n  {one}\n  not in {read:#?}");
        }
    }
}

/// None of these is read, neither the whole nor as a part of a claim.
fn check_never(cases: &[(&str, &[&str])]) {
    for (text, never) in cases {
        let read = claims(text);
        for one in *never {
            assert!(!read.iter().any(|claim| claim.contains(one)), "{text}\n  {one}\n  is in {read:#?}");
        }
    }
}

#[test]
fn what_somebody_is_said_to_be_is_nobody_else() {
    check(&[
        ("The Salt House is a restaurant in Whitby. It was opened by Ana Torres in 2011.", &["Ana Torres open Salt House | happens 2011"]),
        (
            "Ingrid Solberg is a Norwegian mathematician. She served as Minister of Education from 1997 to 2000.",
            &["Ingrid Solberg minister_of Education | holds 1997..2000"],
        ),
        (
            "Harbury Motors was a British car manufacturer. The company was acquired by Leyland in 1968.",
            &["Leyland owns Harbury Motors | begins 1968"],
        ),
        ("Blue Meridian are a rock band. The band consists of Kim Lowe and Raj Patel.", &["Blue Meridian consist_of Raj Patel | holds"]),
        ("Kofi Mensah is a footballer who plays for Ajax.", &["Kofi Mensah member_of Ajax | holds"]),
        (
            "Rafael Ortega, a midfielder who joined Valencia in 2017, lives in Rome.",
            &["Rafael Ortega member_of Valencia | begins 2017", "Rafael Ortega job_title midfielder | holds"],
        ),
        (
            "Port Ellery is a city in Marland. Founded by Dutch traders, it became the capital in 1790. Its mayor is Tessa Bloom.",
            &["Tessa Bloom mayor_of Port Ellery | holds"],
        ),
        ("Kerrin Textiles has closed its factory. The firm blamed the weather.", &["Kerrin Textiles blame weather | happens"]),
    ]);
    check_never(&[
        ("It was Ana who called Ben.", &["It "]),
        ("Ana is not a doctor who works at Acme.", &["Ana works_at"]),
        ("The capital is big. Ana lives in a city. The city is old.", &["capital is old"]),
    ]);
}

#[test]
fn a_pronoun_means_who_was_spoken_of() {
    check(&[
        ("Nora: My brother Daniel used to work for an architect. He hated the commute.", &["Daniel dislikes commute | holds"]),
        ("Mike: Hannah and I went to Bath.\nMike: She moved back to Toronto.", &["Hannah lives_in Toronto | begins"]),
        (
            "Ruth: Oh Ali, I'm so sorry about your grandma.\nAli: She was 91 and she raised six kids.",
            &["Ali's grandma age 91 | happens", "Ali's grandma raise six kids | happens"],
        ),
        ("user: My mother-in-law is coming to stay with us. She has diabetes.", &["user's mother-in-law has diabetes | holds"]),
        ("Leo: We adopted a boy. We named him Tomás. He's from Colombia.", &["boy name Tomás | holds", "Tomás from Colombia | holds"]),
        ("Mia: My favourite band is Radiohead. I've seen them twice.", &["Mia see Radiohead | happens"]),
        ("Marcus: I adopted a dog. She loves long walks.", &["dog likes walks | holds"]),
        ("Ben Ito moved to Dubai with his family. His wife works at a hospital.", &["Ben Ito's wife spouse_of Ben Ito | holds"]),
        (
            "Ruth: Ben and I are getting married.\nAli: Where?\nRuth: Probably in Cornwall. His parents own a farm.",
            &["Ben's parents owns farm | holds"],
        ),
        ("Priya: Ask Dana.\nPriya: A customer gave me her grandmother's recipe.", &["customer give grandmother's recipe | happens"]),
        ("Wolska was a pianist and composer. She taught Ben.", &["Wolska teach Ben | happens"]),
        ("Her brother Jan was a painter.", &["Jan job_title painter | ends"]),
    ]);
    check_never(&[
        ("Ruth: How is your aunt?\nAli: She broke her hip.", &["Ali break", "Ruth break"]),
        ("Ali: I moved to Dorset. He likes it.", &["Dorset likes", "Ali likes"]),
        ("Ana lives in Rome. It is the best thing.", &["Rome is_a"]),
        ("Carl met Ben. He lives in Rome. Dan met Eric and he cried.", &["Eric cry"]),
        ("Ethan: I finished my run. It reminded me of school.", &["remind"]),
    ]);
}

#[test]
fn people_named_together_are_they_and_we() {
    check(&[
        ("Solberg is married to the painter Lars Moe. They have two daughters.", &["Lars Moe has two daughters | holds"]),
        (
            "Grace: My sister and her husband came. They live in Porto now.",
            &["Grace's sister lives_in Porto | holds", "Grace's sister's husband lives_in Porto | holds"],
        ),
        (
            "Mia: Ana and I are planning a trip. We leave on June 3rd.",
            &["Mia leave true | happens 2024-06-03", "Ana leave true | happens 2024-06-03"],
        ),
        ("Mike: Hannah and I met in 2018. We broke up in November.", &["Mike partner_of Hannah | ends 2023-11"]),
        ("user: I was there with my friends Marco and Elena.", &["Marco friend_of user | holds", "Elena friend_of user | holds"]),
        ("Grace: My sister and her husband.", &["Grace's sister sibling_of Grace | holds"]),
    ]);
    check_never(&[
        ("Ana: We bought a house.\nBen: We live in Lyon.", &["Ana lives_in"]),
        ("John: We gave groceries to the shelter. They were very happy about it.", &["groceries is", "groceries feels"]),
        ("Ana likes Ben. Flowers are nice. They grow in spring.", &["Ana grow", "Ben grow"]),
        ("Grace: My sister and her husband.", &["Grace has"]),
    ]);
}

#[test]
fn names_are_kept_apart_from_what_stands_around_them() {
    check(&[
        ("Omar: My grandparents are from Fez.", &["Omar's grandparents from Fez | holds"]),
        ("Solberg is married to the painter Lars Moe.", &["Solberg spouse_of Lars Moe | holds", "Lars Moe job_title painter | holds"]),
        ("The actor and director Tomas Vell has died.", &["Tomas Vell job_title actor | holds", "Tomas Vell job_title director | holds"]),
        ("Acme, based in Austin, employs Ana.", &["Acme headquartered_in Austin | holds", "Ana works_at Acme | holds"]),
        (
            "Nimbus Labs, a startup founded by two engineers, raised 12 million dollars.",
            &["Nimbus Labs raise 12 million dollars | happens"],
        ),
        ("The company, which has 45 employees, plans to open an office in Dublin.", &["company plans open an office in Dublin | holds"]),
        ("user: My employer, Zalando, gives us a discount.", &["user works_at Zalando | holds"]),
        ("Zoe: We gave away our cat Simba.", &["Zoe owns Simba | ends", "Zoe has_pet Simba | holds"]),
        (
            "user: I switched from Spotify to Apple Music in May.",
            &["user uses Spotify | ends 2024-05", "user uses Apple Music | begins 2024-05"],
        ),
        (
            "Born in Enugu in 1968, Amara moved to London as a child.",
            &["Amara born_in Enugu | begins 1968", "Amara lives_in London | begins"],
        ),
        ("Klaus Hartmann, 58, lives in Graz.", &["Klaus Hartmann age 58 | holds"]),
        ("The film was directed by Paul Greer.", &["Paul Greer director_of film | begins"]),
        ("Lunch with Petra, who just came back from Chile.", &["Petra come_back_from Chile | happens"]),
        (
            "Marisol Vega, a cellist with the Lisbon Orchestra, lives in Rome.",
            &["Marisol Vega job_title cellist | holds", "Marisol Vega works_at Lisbon Orchestra | holds"],
        ),
        ("\"We met Ben Ito, CEO of Acme, in Tokyo last month,\" said Rosa Kim.", &["Ben Ito ceo_of Acme | holds"]),
        ("Police arrested a 34-year-old man.", &["Police arrest 34-year-old man | happens"]),
    ]);
    check_never(&[
        ("The flat is on Elm Street, third floor, no lift.", &["is_a"]),
        ("Amara moved to London as a child.", &["move_as"]),
        ("Hugo Brandt had opposed the bill.", &["has"]),
        ("Ben moved away at the age of 7.", &["age of"]),
    ]);
}

#[test]
fn a_verb_says_what_it_says_with_what_belongs_to_it() {
    check(&[
        ("Lena: I tore my knee back in 2019.", &["Lena tore knee | happens 2019"]),
        ("Lena: I came back in 2019.", &["Lena come_back true | happens 2019"]),
        ("Lena: I really only ever drink tea.", &["Lena drink tea | holds"]),
        ("Ana: They have had to sell the house.\nAna: I have had to cancel the trip.", &["Ana cancel trip | happens"]),
        ("Leo: I've got a girlfriend.", &["Leo has girlfriend | holds"]),
        ("Leo: I've got a new job at Acme!", &["Leo works_at Acme | begins"]),
        ("Omar: I've never been to Portugal.", &["Omar visited Portugal | denies"]),
        ("Tom: I quit smoking!", &["Tom quit smoking | happens"]),
        ("Sam: Leo turned four last month.", &["Leo age 4 | begins 2024-04"]),
        ("Leo: I was born in Split but raised in Vienna.", &["Leo grew_up_in Vienna | holds"]),
        ("Hugo: I had to sell my car in May.", &["Hugo owns car | ends 2024-05"]),
        ("Omar: I gave up on Spanish after two weeks.", &["Omar give_up_on Spanish | happens"]),
        ("Priya: Guess what, I opened my bakery last Saturday!", &["Priya open bakery | happens 2024-05-18"]),
        ("Ana: My goal is to run a marathon.", &["Ana wants run a marathon | holds"]),
        ("user: I replaced the air filter.", &["user replace air filter | happens"]),
        ("Ben Marsh replaced Dan Firth.", &["Ben Marsh succeeded Dan Firth | begins"]),
        ("Jess: My last day is January 31.", &["Jess last_day January 31 | holds 2025-01-31..2025-01-31"]),
    ]);
    check_never(&[
        ("Lena: I bought my niece a bike.", &["Lena owns"]),
        ("Ben began firing shots at the wall.", &["works_at"]),
        ("Ana: The people here are AWESOME.", &["nationality"]),
        ("user: I was nervous, and it was amazing to see them.", &["user is amazing"]),
        ("user: I had a talk with Ben yesterday, where I was selling my candles.", &["owns"]),
        ("user: I recently bought a camera and want to learn photography.", &["photography,"]),
        ("user: I'm interested in seeing the tree.", &["user see "]),
        ("user: I'm looking for supplies for a project.", &["wants project"]),
        ("Leo: My laptop died yesterday.", &["died_on"]),
        ("user: I've gotten into stand-up comedy.", &["studies_at"]),
        ("user: I worked up the courage to attend a show.", &["tries"]),
        ("user: My daily train fare is $6.", &["does_regularly"]),
        ("Mia: Had a great time at Sofia's wedding.", &["have_at"]),
        ("Ana is one of my friends.", &["age"]),
        ("user: I want a spare key in case I need it.", &["needs"]),
    ]);
}

#[test]
fn chat_is_read_as_it_is_spoken() {
    check(&[
        (
            "Lena: My friend Jolie, who's a software engineer, managed to recover most of the files.",
            &["Jolie recover most of the files | happens", "Jolie job_title software engineer | holds"],
        ),
        ("Gabe: Can't wait to meet my new teammates.", &["Gabe wants meet new teammates | holds"]),
        ("Tessa: I have a quilt my grandma made for my birthday.", &["Tessa's grandma make quilt | happens", "Tessa has quilt | holds"]),
        ("Tessa: My kids are into swimming.", &["Tessa's kids likes swimming | holds"]),
        ("Gabe: I'm in talks with Gatorade.", &["Gabe is in talks with Gatorade | holds"]),
        ("Lena: My laptop crashed last week.", &["Lena's laptop crash true | happens 2024-05-13/2024-05-19"]),
        ("Gabe: The season starts in October.", &["season start true | happens 2024-10"]),
        (
            "Hugo: I couldn't sleep last night.",
            &["Hugo sleep true | denies 2024-05-19T20:00:00Z/2024-05-19..2024-05-19T20:00:00Z/2024-05-19"],
        ),
        ("Omar: I've been painting a lot lately.", &["Omar paint true | happens 2024-02-20/2024-05-20"]),
        ("Mary: I'm writing a novel.", &["Mary write novel | holds"]),
    ]);
    check_never(&[
        ("Tessa: Congrats!\nOmar: Thanks!\nTessa: You're going to be an amazing dad.", &["plans"]),
        ("Tessa: I went to that workshop I told you about.", &["tell "]),
        ("Omar: He gave me this when I was ten.", &["age 10"]),
        ("Hugo: I couldn't be happier.", &["denies"]),
        ("Mary: I'm writing a novel.", &["author_of", "plans"]),
        ("Mum: I am still recovering from the flu.", &["ends"]),
        ("Gabe: We raised money for kids in need.", &["raise_in"]),
        ("Omar: The carrier will fly to Rome, the company announced.", &["announce"]),
    ]);
}

#[test]
fn what_is_told_of_work_health_and_plans() {
    check(&[
        ("Nadia: I was diagnosed with type 2 diabetes in January.", &["Nadia has_condition type 2 diabetes | begins 2024-01"]),
        ("Nadia: I don't have any siblings.", &["Nadia has siblings | denies"]),
        ("Nadia: My favorite author is Elif Shafak.", &["Nadia favorite_author Elif Shafak | holds"]),
        (
            "Nadia: We're selling the house and moving to Oregon in the fall.",
            &["Nadia plans sell the house | holds", "Nadia lives_in Oregon | begins 2024-09-01/2024-11-30"],
        ),
        ("Nadia: I'd been working at the library for ten years.", &["Nadia works_at library | ends"]),
        ("Nadia: Last year I ran my first marathon.", &["Nadia run first marathon | happens 2023"]),
        ("Nadia: My dad's a retired pilot.", &["Nadia's dad job_title pilot | ends"]),
        ("Nadia: My boss promoted me to head nurse last week.", &["Nadia job_title head nurse | begins 2024-05-13/2024-05-19"]),
        ("Acme has appointed Ben Ito as chief executive.", &["Ben Ito job_title chief executive | begins"]),
        ("Nadia: My daughter got into Brown! She'll start in September.", &["Nadia's daughter start true | happens 2024-09"]),
    ]);
    check_never(&[
        ("Nadia: My favorite author is Elif Shafak.", &["author_of"]),
        ("Nadia: I was going to call you but my phone died.", &["plans"]),
        ("Nadia: I owe Ben any money he wants.", &["denies"]),
        ("Nadia: I ran a bakery in 2019.", &["run bakery | happens"]),
        ("Nadia: I named my dog after my uncle. She promoted the book to friends.", &["job_title"]),
    ]);
}

#[test]
fn what_was_named_last_is_what_the_next_sentence_speaks_of() {
    check(&[
        ("The village of Sandholm has 412 inhabitants. It lies in the north.", &["Sandholm located_in north | holds"]),
        (
            "Calder Railway is a heritage railway in Marland. The line closed in 1966. It owns six trains.",
            &["Calder Railway close true | happens 1966", "Calder Railway owns six trains | holds"],
        ),
        (
            "Norlys is a Danish band. \"Tide\" is a song by the Danish band Norlys. The band performed in Rome.",
            &["Norlys perform_in Rome | happens"],
        ),
        (
            "Tyrell Biotech said it would close. Nora Quist founded the company in 1994.",
            &["Nora Quist founded Tyrell Biotech | begins 1994"],
        ),
        ("Vell is survived by his wife, Joan, and their three children.", &["Joan spouse_of Vell | holds"]),
        ("Rosa: My brother quit his job. He works in IT now.", &["Rosa's brother works_in IT | holds"]),
        ("Ines: They got a puppy, a corgi called Waffle.", &["corgi name Waffle | holds"]),
        ("Yusra earned her doctorate from Imperial College in 2005.", &["Yusra graduated_from Imperial College | begins 2005"]),
        ("Ethan: I was made team lead in April.", &["Ethan job_title team lead | begins 2024-04"]),
        ("Dev: My grandfather had a stroke in 2021.", &["Dev's grandfather has stroke | happens 2021"]),
        ("Ines: My summer was less adventurous.", &["Ines's summer is less adventurous | happens"]),
        ("Theo: My contract runs out in August.", &["Theo's contract run_out true | happens 2024-08"]),
    ]);
    check_never(&[
        ("Vell won two BAFTAs. He is survived by his wife, Joan, and their three children.", &["BAFTAs's"]),
        ("user: I saw Alex's graduation, and it got me thinking about school.", &["get user"]),
        ("Rosa: I've wanted to do this for years.", &["do this"]),
        ("Dev: On a brighter note, our band played on Friday.", &["note"]),
        ("Boxes were made of wood in April.", &["job_title"]),
        ("Ana had a car in 2019.", &["happens"]),
    ]);
}

#[test]
fn what_is_denied_supposed_or_made_up_is_not_told() {
    check(&[
        ("user: Neither Ben nor I can drive.", &["Ben drive true | denies", "user drive true | denies"]),
        ("user: I have neither a car nor a bike.", &["user has car | denies", "user has bike | denies"]),
        ("user: I no longer drink alcohol.", &["user drink alcohol | ends"]),
        ("user: I used to be a vegetarian, but now I eat fish.", &["user eat fish | holds"]),
        ("user: My laptop, a ThinkPad from 2017, is too slow.", &["user has ThinkPad | holds"]),
    ]);
    check_never(&[
        ("In the novel, the hero moves to Mars and marries a robot.", &["|"]),
        ("user: My laptop, a ThinkPad from 2017, is too slow.", &["begins", "laptop_of"]),
        ("user: People say Luxembourg is boring. I doubt it.", &["doubt Lux"]),
        ("Gina: Sorry about your job Jon, but it sounds awesome!", &["Jon job_title"]),
        ("Jon: I've been into dancing since I was a kid.", &["kid"]),
        ("user: I wonder whether my landlord knows.", &["knows"]),
        ("user: If I were rich I'd own a vineyard.", &["|"]),
        ("user: I would have studied medicine if my grades had been better.", &["|"]),
        ("user: My sister might be pregnant.", &["pregnant"]),
    ]);
}

#[test]
fn what_could_be_and_who_is_far_are_told_apart_from_what_is() {
    check(&[
        (
            "Audrey: I adopted another pup last week. She's super playful.",
            &["Audrey has_pet pup | begins 2024-05-13/2024-05-19", "pup is playful | holds"],
        ),
        (
            "Andrew: My girlfriend and I went out. The curry was good.\nAudrey: I love curry! I made some last month.\nAndrew: I made a bowl and she \
             made two mugs.",
            &["Andrew's girlfriend make two mugs | happens"],
        ),
        ("Dave: I've hired two mechanics.", &["Dave hire two mechanics | happens"]),
        ("Acme has hired two mechanics.", &["two mechanics works_at Acme | begins"]),
        ("Leo: I can play the guitar.", &["Leo plays guitar | holds"]),
    ]);
    check_never(&[
        ("Audrey: So you can finally get a dog.", &["has_pet"]),
        ("Andrew: I signed the lease for a bigger apartment.", &["member_of"]),
        ("Dave: A guy in Worcester was selling it.", &["sell Worcester"]),
        ("Audrey: It's a mix between a Chihuahua and a Yorkie and she's playful.", &["Yorkie is"]),
        ("Andrew: Yep, since I was a kid.", &["kid"]),
        ("Andrew: I'm at 214 so far.", &["214"]),
    ]);
}

#[test]
fn what_stands_beside_the_sentence_is_no_part_of_it() {
    check(&[
        (
            "user: I took ukulele lessons with my friend Rachel today.",
            &["Rachel friend_of user | holds", "user take_with Rachel | happens 2024-05-20"],
        ),
        ("Ana: Lots of people showed up.", &["Lots of people show_up true | happens"]),
        ("Ana: It reminds me why I'm passionate about teaching.", &["Ana likes teaching | holds"]),
        ("Ana: My mother is forever in my heart.", &["Ana's mother in Ana's heart | holds"]),
        ("user: I ran 5 kilometers in May.", &["user run 5 kilometer | happens 2024-05"]),
        ("user: I weigh 62 kg.", &["user weigh 62 kg | holds"]),
        ("user: For the kitchen, I'm looking for a lamp.", &["user wants lamp | holds"]),
    ]);
    check_never(&[
        ("user: By the way, the train fare is included in that amount.", &["way "]),
        ("user: By the way, my grandma is proud of me.", &["way"]),
        ("user: I found a shop that sells violins.", &["owns"]),
        ("user: I read three novels - \"The Seven Husbands of Evelyn Hugo\", \"The Silent Patient\", and \"Circe\".", &["is_a"]),
        ("user: I played my old keyboard today, and it was a lot of fun!", &["fun"]),
        ("user: I paid $240. It has good reviews.", &["has good reviews"]),
        ("user: Speaking of art, I met a curator.", &["speak"]),
        ("user: I want a hotel with breakfast included.", &["include"]),
        ("user: For the kitchen, I'm looking for a lamp.", &["wants kitchen"]),
        ("user: I still have a lot to sort through.", &["has lot"]),
    ]);
}

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
        ("A friend of mine owns a boat.", &["friend of mine owns boat | holds"]),
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
        ("Rhea: The new meds make me so sleepy.", &["make Rhea"]),
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
        ("Uri: Grandpa's house sold. He built the dock.", &["Grandpa created dock | begins"]),
    ]);
    check_never(&[
        ("Olive: My brother switched to coaching kids.", &["uses"]),
        ("Luis: It was about switching our office to solar power.", &["|"]),
        ("Ada: I wrote a song.\nGwen: You totally should! I could never.", &["|"]),
        ("Bree: Cooking makes me feel close to her. The bakery keeps me busy.", &["make", "keep"]),
        ("Jo: I cried when I was little.", &["little"]),
        ("Nell: There's a trail I've been wanting to check out.", &["wants"]),
        ("Isla: Our drummer, Kip, wrote a new song for it.", &["write_for"]),
        ("Ann: I won.\nMilo: You deserve a break! You're going to have the best time. Funny you say that, I sang a song.", &["|"]),
        ("Ty: I've wanted it since nursing school.", &["nurse"]),
        ("Sky: I'm over the moon.", &["over"]),
        ("Liz: I'm so sorry about Bella.", &["sorry"]),
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
