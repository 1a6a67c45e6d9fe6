//! What people say of themselves and of those about them, in the words of every day.

mod shown;

use shown::{check, check_never};

#[test]
fn somebody_is_told_of_by_whose_they_are() {
    check(&[
        ("Ana: My mom and dad live in Leeds.", &["Ana's dad lives_in Leeds | holds", "Ana's dad parent_of Ana | holds"]),
        ("Ana: A friend of mine runs a bakery.", &["Ana's friend run bakery | holds", "Ana's friend friend_of Ana | holds"]),
        (
            "Ana: I have a younger sister who studies at Leiden.",
            &["Ana's younger sister sibling_of Ana | holds", "Ana's younger sister studies_at Leiden | holds"],
        ),
        ("Ana: I have a sister in Boston.", &["Ana's sister sibling_of Ana | holds", "Ana's sister lives_in Boston | holds"]),
        ("Ana: I have a daughter. She's called Emma.", &["Ana parent_of Emma | holds"]),
        ("Ana: My ex-husband lives in Spain.", &["Ana's ex-husband lives_in Spain | holds", "Ana's ex-husband spouse_of Ana | ends"]),
        ("Ana: My boss is called Henrike.", &["Henrike manages Ana | holds"]),
        ("Ana: My roommate Dan snores.", &["Dan snore true | holds", "Dan lives_with Ana | holds"]),
        ("Ana: We adopted a kitten in May and named her Olive.", &["Ana has_pet Olive | begins 2024-05"]),
        ("Ana: My brother-in-law works for the city.", &["Ana's brother-in-law relative_of Ana | holds"]),
        ("Ana: My great-grandmother came from Ireland.", &["Ana's great-grandmother relative_of Ana | holds"]),
        ("Ana: One of my sisters lives in Japan.", &["Ana's sister lives_in Japan | holds"]),
        ("Ana: Both of my brothers are engineers.", &["Ana's brothers job_title engineers | holds"]),
        ("Ana: Most of my colleagues work remotely.", &["most of Ana's colleagues work true | holds"]),
        ("Ana: My siblings are Mia, Ben and Carl.", &["Mia sibling_of Ana | holds", "Ben sibling_of Ana | holds"]),
        ("Ana: I have two dogs, Rex and Bella.", &["Ana has_pet Rex | holds", "Ana has_pet Bella | holds"]),
    ]);
    check_never(&[
        ("Ana: My team lost but mine will win.", &["Ana plans"]),
        ("Ana: My great-grandmother came from Ireland.", &["grandparent_of"]),
        ("Ana: A buddy of mine adopted. It was a long process.", &["buddy is_a"]),
    ]);
}

#[test]
fn what_went_on_is_told_as_it_went() {
    check(&[
        ("Ana: I used to love hiking.", &["Ana likes hike | ends"]),
        ("Ana: I had the chance to meet the mayor yesterday.", &["Ana knows mayor | begins 2024-05-19"]),
        ("Ana: I've been working on my health.", &["Ana work_on health | holds"]),
        ("Ana: The interview went well.", &["interview go well | happens"]),
        ("Ana: My flight was cancelled.", &["Ana's flight cancelled true | happens"]),
        ("Ana: My car broke down on the way to work.", &["Ana's car break_down true | happens"]),
        ("Ana: My parents got divorced when I was seven.", &["Ana's parents divorce true | happens"]),
        ("Ana: I've been married since 2012.", &["Ana is married | begins 2012"]),
        ("Ana: I'm engaged!", &["Ana is engaged | holds"]),
        ("Ana: I'd rather stay home.", &["Ana prefers stay home | holds"]),
        ("Ana: I was named after my grandmother.", &["Ana named_after Ana's grandmother | begins"]),
        ("Ana: I did a bit of coding in HTML a few years back.", &["Ana do bit of coding in HTML | happens 2020-01-01/2022-12-31"]),
        (
            "Ana: Yesterday, I took up some community work with my friends from church.",
            &["Ana practises community work | begins 2024-05-19"],
        ),
        ("Ana: During Thanksgiving we usually watch films.", &["Ana watch films | holds"]),
        ("Ana: I had another encounter with a tourist recently.", &["Ana has encounter | happens 2024-02-20/2024-05-20"]),
        ("Ana: I've been focusing on growing my business.", &["Ana focus_on growing business | holds"]),
        ("Ana: I attended a workshop on street art.", &["Ana attended workshop | happens"]),
        ("The wedding was on April 15. A week after the wedding Ana bought a house.", &["Ana owns house | begins 2024-04-22"]),
    ]);
    check_never(&[
        ("Ana: I had the chance to meet the mayor yesterday.", &["chance"]),
        ("Ana: My parents got divorced when I was seven.", &["Ana divorce"]),
        ("Ana: They shared the same love of it as me.", &["share_as"]),
        ("Ana: You sound like you had fun.\nBen: You sound like you fit right in.", &["sound true"]),
        ("Ana: I attended a workshop on street art.", &["attend_on"]),
        ("Ana: We have each other's back through good times.", &["have_back"]),
    ]);
}

#[test]
fn what_somebody_is_is_read_from_small_words() {
    check(&[
        ("Ana: As a Leeds fan, I can't agree.", &["Ana is_a Leeds fan | holds"]),
        ("Ana: As a mother of three, I never sleep.", &["Ana is_a mother of three | holds"]),
        ("Ana: My son is lactose intolerant.", &["Ana's son is lactose intolerant | holds"]),
        ("Ana: I'm left-handed.", &["Ana is left-handed | holds"]),
        ("Ana: I feel stressed about my exams.", &["Ana feels stressed | holds"]),
        ("Ana: Jazz is my favourite music.", &["Ana favourite_music Jazz | holds"]),
        ("Ana: Ines is my favourite cousin.", &["Ines relative_of Ana | holds"]),
        ("Ana: My phone is a Pixel 8.", &["Ana phone Pixel 8 | holds"]),
        ("Ana: My job is stressful.", &["Ana's job is stressful | holds"]),
        ("Ana: My hobbies are knitting and birdwatching.", &["Ana practises knitting | holds", "Ana practises birdwatching | holds"]),
        ("Ana: My coworker Ingrid quit last week.", &["Ingrid quit true | happens 2024-05-13/2024-05-19"]),
    ]);
    check_never(&[
        ("Ana: I drive a red Toyota.", &["is_a"]),
        ("Ana: I'm 5'4\".", &["age", "is_a"]),
        ("Ana: I'm in my second year of medical school.", &["located_at"]),
        ("Ana: I'm game for trying new art.", &["is_a"]),
        ("Ana: That's why we are friends.", &["is_a"]),
        ("Ana: I'm the oldest of four.", &["four"]),
        ("Ana: As a treat, we had cake.", &["is_a"]),
        ("Ana: My job is stressful.", &["job_title"]),
    ]);
}

#[test]
fn what_is_announced_is_told_and_what_is_to_come_is_not() {
    check(&[
        ("Ana: I wanted to let you know I joined a travel club!", &["Ana member_of travel club | begins"]),
        ("Ana: I'm so excited to tell you I started a new job.", &["Ana start new job | happens"]),
        ("Ana: I can't wait for the trip!", &["Ana wants trip | holds"]),
        ("Ana: I loved \"Becoming Nicole\".", &["Ana likes Becoming Nicole | holds"]),
        ("Ana: I worked at Nokia for ten years before joining Ericsson.", &["Ana works_at Ericsson | begins"]),
    ]);
    check_never(&[
        ("Ana: I wanted to let you know I joined a travel club!", &["wants"]),
        ("Ana: It's a day I'll never forget.", &["denies"]),
        ("Ana: I can't wait for the trip!", &["denies"]),
        ("Ana: As I like to say, football is life.", &["say"]),
        ("Ana: Haven't talked in a few days.", &["talk_in"]),
        ("Ana: I worked at Nokia for ten years before joining Ericsson.", &["ten years"]),
        ("Ana: I want to tell my mum that I passed.", &["Ana pass"]),
    ]);
}

#[test]
fn what_chat_leaves_out_is_filled_in() {
    check(&[
        ("Ana: Always been interested in different cultures.", &["Ana interested_in different cultures | holds"]),
        ("Ana: Been to Paris twice.", &["Ana visited Paris | happens"]),
        ("Ana: Working on my thesis.", &["Ana work_on thesis | holds"]),
        ("Ana: We ended up staying home.", &["Ana stay true | happens"]),
    ]);
    check_never(&[("Ana: There are five of us in my family.", &["five of us"])]);
}

#[test]
fn what_somebody_is_glad_of_and_what_is_done_to_them_is_told() {
    check(&[
        ("Ana: I'm blessed to have a close bond with my sister.", &["Ana has close bond | holds"]),
        ("Ana: I'm proud to be a teacher.", &["Ana job_title teacher | holds"]),
        ("Ana: Painting makes me happy.", &["Painting make Ana happy | holds"]),
        ("Ana: The music made me cry.", &["music make Ana cry | happens"]),
        ("Ana: I love how the colors blend.", &["Ana likes how the colors blend | holds"]),
        ("Ana: This series is one of my favorites.", &["Ana likes series | holds"]),
        ("Ana: My passion is teaching kids.", &["Ana likes teaching kids | holds"]),
        ("Ana: I'm sick of winter.", &["Ana dislikes winter | holds"]),
        ("Ana: I'm on the school board.", &["Ana member_of school board | holds"]),
        ("Ana: The view was so beautiful that I wanted to paint it.", &["Ana wants paint it | holds"]),
    ]);
    check_never(&[
        ("Ana: I'm sick of winter.", &["feels"]),
        ("Ana: It makes me happy.", &["make"]),
        ("Ana: I'm happy to help.", &["Ana help"]),
        ("Ana: Yeah, been crazy.", &["crazy"]),
        ("Ana: Been to Peru once.", &["is Peru"]),
        ("Ana: That pic makes me think of home.", &["make"]),
        ("Ana: My passion is teaching kids.", &["teach kids"]),
    ]);
}

#[test]
fn a_hyphened_name_that_a_sentence_hangs_from_is_read_to_its_end() {
    check(&[(
        "The name of the current head of the Australia government is Te-Pei Feng.",
        &["current head of the Australia government name Te-Pei Feng | holds"],
    )]);
}

#[test]
fn a_place_whose_name_is_linked_by_small_words_is_one() {
    check(&[
        ("Ana lives in Stratford-upon-Avon.", &["Ana lives_in Stratford-upon-Avon | holds"]),
        (
            "Ben Ito moved from Newcastle-under-Lyme to Rio-de-Janeiro in 2019.",
            &["Ben Ito lives_in Newcastle-under-Lyme | ends 2019", "Ben Ito lives_in Rio-de-Janeiro | begins 2019"],
        ),
        ("The mayor of Kingston-upon-Hull is Ana Silva.", &["Ana Silva mayor_of Kingston-upon-Hull | holds"]),
        (
            "Lars works at Rolls-Royce in Stow-on-the-Wold.",
            &["Lars works_at Rolls-Royce | holds", "Lars works_in Stow-on-the-Wold | holds"],
        ),
        ("Ana: I love Stratford-upon-Avon's theatre.", &["Ana likes Stratford-upon-Avon's theatre | holds"]),
        ("Ana: My Mother-in-Law lives in Porto.", &["Ana's Mother-in-Law lives_in Porto | holds"]),
    ]);
}
