//! How sure a speaker is of what they tell, whose things are, who is called what, and names that stand in several pieces.

mod shown;

use shown::{check, check_never};

#[test]
fn a_guess_is_no_plain_fact() {
    let guesses = [
        "Maybe Mia works for Acme.",
        "Mia works for Acme, maybe.",
        "Mia works for Acme, I think.",
        "Mia works for Acme, I believe.",
        "Mia works for Acme, I suppose.",
        "I guess Mia works for Acme.",
        "I suspect Mia works for Acme.",
        "Mia most likely works for Acme.",
        "Mia probably works for Acme.",
        "I'm not sure, but Mia works for Acme.",
        "Not sure, but Mia works for Acme.",
        "I could be wrong, but Mia works for Acme.",
        "Don't quote me, but Mia works for Acme.",
        "Mia works for Acme or Globex.",
        "Either Mia or Leo works for Acme.",
    ];
    guesses.iter().for_each(|text| check_never(&[(text, &["works_at"])]));
    check_never(&[
        ("The dam was built in 1910, probably by the Romans.", &["Romans created"]),
        ("Leo: Mia works for Acme, I believe.", &["believe"]),
        ("Leo: I'm not sure, but Mia works for Acme.", &["sure"]),
        ("Leo: I'm excited to try it and create a memorable evening.", &["create"]),
        ("Leo: I've been thinking about my garden and how I can use the herbs.", &["use herbs"]),
        ("Leo: We can make a real impact.", &["impact"]),
        ("Leo: Much appreciated.", &["appreciate"]),
        ("Leo: Uplifting!", &["uplift"]),
        ("Ana: I'm back.\nLeo: Love the quote, Ana.", &["Ana"]),
        ("Ana: I'm back.\nLeo: Having someone to support and motivate you is so important.", &["important"]),
        ("Ana: I'm back.\nLeo: It's great when you reach a goal.", &["reach"]),
        ("Ana: I'm back.\nLeo: You're right. I wish you all the best.", &["right", "best"]),
        ("Leo: Surrounding ourselves with people who care is key.", &["surround"]),
        ("Leo: Moments like that make me love sports and admire the players.", &["admire"]),
        ("Leo: I had a great experience hiking with my friends.", &["experience hike"]),
        ("Leo: I'm on the hunt for a new job.", &["located_at"]),
        ("Leo: I can't imagine life without him.", &["imagine"]),
        ("Leo: These are the obstacles I had to overcome.", &["Leo has"]),
        ("Leo: I'm getting creative too.", &["creative"]),
        ("Leo: We made sure to leave early.", &["sure"]),
    ]);
}

#[test]
fn what_is_told_as_far_as_somebody_knows_is_told() {
    check(&[
        ("As far as I know, Mia works at Acme.", &["Mia works_at Acme | holds"]),
        ("From what I hear, Mia works at Acme.", &["Mia works_at Acme | holds"]),
        ("Mia works at Acme, if I remember correctly.", &["Mia works_at Acme | holds"]),
        ("If I'm not mistaken, Mia works at Acme.", &["Mia works_at Acme | holds"]),
        ("To my knowledge, Mia works at Acme.", &["Mia works_at Acme | holds"]),
        ("Leo: I hate dill but I love coriander seeds, weird right?", &["Leo likes coriander seeds | holds"]),
        ("Leo: I don't eat meat or fish.", &["Leo eat meat | denies", "Leo eat fish | denies"]),
        ("Leo: I can't eat nuts.", &["Leo eat nuts | denies"]),
        ("Leo: Traveling is so eye-opening!", &["Traveling is eye-opening | holds"]),
        ("Leo: I love to get lost in good books.", &["Leo likes get lost in good books | holds"]),
        ("Leo: I look forward to reading the book.", &["Leo wants reading the book | holds"]),
    ]);
}

#[test]
fn to_belong_is_to_be_owned_or_to_be_a_member() {
    check(&[
        ("The bike belongs to Ana.", &["Ana owns bike | holds"]),
        ("Greenland belongs to Denmark.", &["Denmark owns Greenland | holds"]),
        ("Instagram belongs to Meta.", &["Meta owns Instagram | holds"]),
        ("Ana belongs to a chess club.", &["Ana member_of chess club | holds"]),
        ("The shop belongs to the Khan family.", &["Khan family owns shop | holds"]),
        ("Halden belongs to the continent of Asia.", &["Halden belong_to Asia | holds"]),
        ("The music of Corvus belongs to the jazz genre.", &["music of Corvus belong_to jazz genre | holds"]),
    ]);
    check_never(&[("The plant belongs to the family Rosaceae.", &["owns", "member_of"])]);
}

#[test]
fn who_joins_a_band_works_at_no_firm() {
    check(&[
        ("Metallica is a heavy metal band. Jason Newsted joined Metallica in 1986.", &["Jason Newsted member_of Metallica | begins 1986"]),
        ("Kirk Hammett is an American guitarist. He joined Exodus in 1980.", &["Kirk Hammett member_of Exodus | begins 1980"]),
        ("Ana Sousa joined the indie band Norlys in 2011.", &["Ana Sousa member_of Norlys | begins 2011"]),
        ("Ana joined Norlys for their second album.", &["Ana member_of Norlys | begins"]),
        ("Alan Pryce has joined the board of Meridian Bank.", &["Alan Pryce member_of board of Meridian Bank | begins"]),
        ("Ben works for 3M in Minnesota.", &["Ben works_at 3M | holds"]),
        ("Ana works for 3S.", &["Ana works_at 3S | holds"]),
    ]);
    check_never(&[("Leo: He played four games for that season.", &["member_of"])]);
}

#[test]
fn what_is_called_by_a_name_is_told_of_the_name() {
    check(&[
        ("Ana's dog is called Bruno.", &["Ana has_pet Bruno | holds", "Bruno is_a dog | holds"]),
        ("The name of Ana's dog is Bruno.", &["Ana has_pet Bruno | holds", "Bruno is_a dog | holds"]),
        ("Leo: My cat is called Luna.", &["Leo has_pet Luna | holds"]),
        ("Ana has a dog. It is called Bruno.", &["Ana has_pet Bruno | holds", "Bruno is_a dog | holds"]),
        ("Leo: We adopted a kitten. Her name is Pepper and she's already ruling the house.", &["Pepper rule house | holds"]),
        ("Leo: We named our son Theo.", &["Leo parent_of Theo | holds"]),
        ("Leo: I've got two brothers, Mark and Simon.", &["Mark sibling_of Leo | holds", "Simon sibling_of Leo | holds"]),
        ("Leo: My physio's called Greg. He's brilliant.", &["Greg is brilliant | holds"]),
    ]);
    check_never(&[("Ana's dog is called Bruno.", &["has_pet dog"])]);
}

#[test]
fn a_name_in_several_pieces_is_one() {
    check(&[
        ("Delmont United F.C. is a football club based in Ohio.", &["Delmont United F.C. is_a football club | holds"]),
        ("The airport is owned by Luton Borough Council.", &["Luton Borough Council owns airport | holds"]),
        ("It is a novel by Irish author Nuala Byrne.", &["Nuala Byrne nationality Irish | holds", "Nuala Byrne job_title author | holds"]),
        ("Kirsten Holm (born Knudsen) was born in the coastal town Kristiansand.", &["Kirsten Holm born_in Kristiansand | begins"]),
        ("Brian Mills (born June 17, 1949 in Hamilton) was a lawyer.", &["Brian Mills born_on 1949-06-17 | begins 1949-06-17"]),
        ("Nora Lind (born 4 May 1971) is a Swedish politician.", &["Nora Lind born_on 1971-05-04 | begins 1971-05-04"]),
        ("Ecuador borders Colombia and Peru.", &["Ecuador shares_border_with Colombia | holds", "Ecuador shares_border_with Peru | holds"]),
        ("The couple, who met at university, have two sons, Luca and Nico.", &["couple parent_of Luca | holds"]),
        ("Norvik, the Oslo-based shipping group, has bought Danish rival Ferm.", &["Norvik owns Ferm | begins"]),
        ("Chief executive Dana Ortiz resigned.", &["Dana Ortiz resign true | happens"]),
        (
            "Born in Lahore in 1950, Tariq Ansari moved to London as a teenager.",
            &["Tariq Ansari lives_in London | begins", "Tariq Ansari born_in Lahore | begins 1950"],
        ),
        ("Leo: My favourite singer is Nina Simone and my favourite colour is teal.", &["Leo favourite_colour teal | holds"]),
        ("Leo: Happy birthday to my amazing wife Julia!", &["Julia spouse_of Leo | holds"]),
        ("Sandoria is a country in Africa whose capital is Mbara.", &["Sandoria capital Mbara | holds"]),
        ("Leo: We run a bakery in Ghent called Korst.", &["Leo run Korst | holds"]),
        ("Leo: My mum is 74 and lives in Ayr.", &["Leo's mum lives_in Ayr | holds"]),
        ("Leo: I've been to Rome but never to Venice.", &["Leo visited Venice | denies"]),
        ("Leo: I started at uni in 2019.", &["Leo studies_at uni | begins 2019"]),
        ("Leo: Our flight to Lima is on 3 July.", &["Leo's flight to Lima takes_place_on 2024-07-03 | happens 2024-07-03"]),
        ("Leo: My dad was an engineer at Rolls-Royce.", &["Leo's dad works_at Rolls-Royce | ends"]),
        ("Coca-Cola was founded by John Pemberton.", &["John Pemberton founded Coca-Cola | begins"]),
        ("Leo: My nephew's starting school in September.", &["Leo's nephew start school | happens 2024-09"]),
        ("Emily lost her first tooth!", &["Emily lose first tooth | happens"]),
        ("Dr. Patel prescribed me statins.", &["Dr. Patel prescribe statins | happens"]),
        ("Ana works nights at Acme.", &["Ana works_at Acme | holds"]),
        ("Leo: I had never been to Asia, but last year I went to Japan.", &["Leo visited Asia | denies", "Leo go_to Japan | happens 2023"]),
        ("Leo: The kids swim every Tuesday and Thursday.", &["kids does_regularly swim, every Tuesday and Thursday | holds"]),
    ]);
}

#[test]
fn it_is_what_the_sentence_before_was_about() {
    check(&[
        (
            "Ecuador borders Colombia and Peru. Its capital is Quito, and its official language is Spanish.",
            &["Ecuador capital Quito | holds", "Ecuador official_language Spanish | holds"],
        ),
        (
            "Port Ellis is a town in Queensland. At the 2016 census it had a population of 4,312.",
            &["Port Ellis has population of 4,312 | holds 2016..2016"],
        ),
        ("The Kestrel is a small falcon. In Britain its numbers have fallen.", &["Kestrel's numbers fall_in Britain | happens"]),
        (
            "Ben: Milo is a handful. He ate my shoes.\nAna: Our cat did that once. What breed is he?\nBen: He's a border collie.",
            &["Milo is_a border collie | holds"],
        ),
    ]);
    check(&[
        (
            "Nina met Oskar in Vienna. He was giving a talk on bees. She asked him for his slides, and they have been friends ever since.",
            &["Oskar give talk on bees | happens", "Nina friend_of Oskar | holds"],
        ),
        ("Leo: My parents moved to Leicester and opened a shop. It sold spices.", &["shop sell spices | happens"]),
        ("Leo: The owner used to work with my dad. He remembered me!", &["owner remember Leo | happens"]),
        ("Leo: We adopted Luna and Max in May. They are siblings.", &["Luna sibling_of Max | holds"]),
        ("Leo: I've got a new therapist. She's called Dr. Moss. I see her on Fridays.", &["Leo see Dr. Moss | holds"]),
        (
            "Ana: My sister Paula is coming.\nBen: What's new?\nAna: Not much.\nBen: Is it still raining?\nAna: She left Bath in March.",
            &["Paula leave Bath | happens 2024-03"],
        ),
        ("Leo: My dad is a gardener. He's 78.", &["Leo's dad age 78 | holds"]),
    ]);
    check_never(&[
        ("Emma and her daughter live in Crewe. She is six.", &["age"]),
        ("Theo plays the drums with his cousin. They rehearse in her garage.", &["drums rehearse"]),
        ("Leo: Raj fixed my brother's.", &["fix"]),
    ]);
    check_never(&[("His mother was a teacher and his father worked as a miner.", &["teacher's"])]);
}
