//! Dictionary forms, checked against tables of common words.

use super::*;

/// Checks words parted by commas: a dictionary form, and forms with a tag that belong to it.
fn check(tag: &str, words: &str) {
    let lemmas = Lemmas::read(&mut Reader::new(include_bytes!("../../weights/lemmas.bin"))).unwrap();
    let mut wrong = Vec::new();
    for (lemma, forms) in words.split(',').filter_map(|word| word.split_once(':')) {
        for form in forms.split_whitespace() {
            let found = lemmas.lemma(form, tag);
            if found != lemma.trim() {
                wrong.push(format!("{form}: {found}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "{tag}");
}

#[test]
fn verbs_in_ing() {
    check(
        "VBG",
        "try: trying, die: dying, lie: lying, tie: tying, dye: dyeing, cry: crying, fly: flying, buy: buying, play: playing, \
         stay: staying, enjoy: enjoying, study: studying, marry: marrying, worry: worrying, carry: carrying, move: moving, \
         live: living, love: loving, give: giving, have: having, leave: leaving, drive: driving, make: making, take: taking, \
         bake: baking, come: coming, become: becoming, hope: hoping, hop: hopping, write: writing, ride: riding, hide: hiding, \
         use: using, lose: losing, close: closing, choose: choosing, raise: raising, practise: practising, \
         practice: practicing, dance: dancing, place: placing, notice: noticing, change: changing, manage: managing, \
         arrange: arranging, sing: singing, bring: bringing, hang: hanging, argue: arguing, continue: continuing, \
         value: valuing, rescue: rescuing, see: seeing, agree: agreeing, be: being, run: running, sit: sitting, get: getting, \
         put: putting, stop: stopping, plan: planning, shop: shopping, begin: beginning, swim: swimming, win: winning, \
         jog: jogging, travel: traveling travelling, cancel: cancelling canceling, meet: meeting, read: reading, eat: eating, \
         wait: waiting, visit: visiting, edit: editing, sleep: sleeping, call: calling, sell: selling, tell: telling, \
         miss: missing, pass: passing, discuss: discussing, add: adding, work: working, walk: walking, talk: talking, \
         watch: watching, teach: teaching, finish: finishing, fix: fixing, open: opening, listen: listening, happen: happening, \
         remember: remembering, offer: offering, enter: entering, paint: painting, plant: planting, start: starting, \
         want: wanting, hike: hiking, bike: biking, smile: smiling, handle: handling, settle: settling, struggle: struggling, \
         create: creating, celebrate: celebrating, volunteer: volunteering, adopt: adopting, retire: retiring, hire: hiring, \
         share: sharing, prepare: preparing, explore: exploring, store: storing, cook: cooking, knit: knitting, \
         babysit: babysitting, garden: gardening, mentor: mentoring, camp: camping, commute: commuting, graduate: graduating, \
         divorce: divorcing, relocate: relocating, foster: fostering, renovate: renovating, skate: skating, surf: surfing, \
         ski: skiing, panic: panicking, serve: serving, solve: solving, improve: improving, believe: believing, \
         receive: receiving, breathe: breathing, age: aging ageing, judge: judging, charge: charging, suppose: supposing, \
         advise: advising, analyze: analyzing, realize: realizing, organize: organizing, freeze: freezing",
    );
}

#[test]
fn verbs_in_ed() {
    check(
        "VBD",
        "try: tried, die: died, lie: lied, tie: tied, marry: married, study: studied, play: played, stay: stayed, move: moved, \
         live: lived, love: loved, hope: hoped, hop: hopped, stop: stopped, plan: planned, hug: hugged, agree: agreed, \
         free: freed, use: used, close: closed, cause: caused, purchase: purchased, promise: promised, change: changed, \
         manage: managed, argue: argued, retire: retired, hire: hired, admire: admired, inspire: inspired, divorce: divorced, \
         place: placed, announce: announced, create: created, graduate: graduated, visit: visited, start: started, \
         want: wanted, need: needed, add: added, end: ended, decide: decided, include: included, invite: invited, \
         unite: united, note: noted, quote: quoted, vote: voted, adopt: adopted, accept: accepted, join: joined, \
         train: trained, explain: explained, open: opened, listen: listened, happen: happened, call: called, pull: pulled, \
         fill: filled, travel: traveled travelled, label: labelled labeled, prefer: preferred, offer: offered, \
         remember: remembered, enter: entered, occur: occurred, refer: referred, admit: admitted, watch: watched, wash: washed, \
         fix: fixed, kiss: kissed, pass: passed, handle: handled, settle: settled, walk: walked, work: worked, help: helped, \
         ask: asked, enjoy: enjoyed, smile: smiled, name: named, phone: phoned, define: defined, combine: combined, \
         examine: examined, imagine: imagined, determine: determined, produce: produced, share: shared, prepare: prepared, \
         compare: compared, explore: explored, ignore: ignored, restore: restored, score: scored, paint: painted, \
         publish: published, found: founded, base: based, release: released, increase: increased, complete: completed, \
         delete: deleted, compete: competed, pursue: pursued, damage: damaged, believe: believed, serve: served, \
         guarantee: guaranteed, ignite: ignited",
    );
}

#[test]
fn irregular_pasts() {
    check(
        "VBD",
        "be: was were, have: had, do: did, go: went, say: said, make: made, take: took, see: saw, get: got, give: gave, \
         find: found, tell: told, feel: felt, leave: left, keep: kept, begin: began, bring: brought, write: wrote, buy: bought, \
         sell: sold, break: broke, choose: chose, fly: flew, drive: drove, swim: swam, teach: taught, catch: caught, \
         wear: wore, lay: laid, lie: lay, wake: woke, bear: bore, bite: bit, put: put, read: read, set: set, cost: cost, \
         hurt: hurt, quit: quit, shed: shed, wed: wed, spread: spread, undergo: underwent, withdraw: withdrew, \
         overcome: overcame, speed: sped, bleed: bled, flee: fled, feed: fed",
    );
    check("VBN", "go: gone, eat: eaten, write: written, bear: born, wear: worn, know: known, steal: stolen, swim: swum");
}

#[test]
fn verbs_in_s() {
    check(
        "VBZ",
        "be: is, have: has, do: does, go: goes, try: tries, die: dies, lie: lies, tie: ties, fly: flies, study: studies, \
         play: plays, live: lives, leave: leaves, love: loves, use: uses, close: closes, lose: loses, choose: chooses, \
         pass: passes, miss: misses, watch: watches, teach: teaches, wash: washes, fix: fixes, mix: mixes, change: changes, \
         dance: dances, make: makes, take: takes, write: writes, run: runs, ache: aches, focus: focuses, buzz: buzzes, \
         see: sees, agree: agrees, continue: continues, call: calls, realize: realizes, analyze: analyzes, discuss: discusses",
    );
}

#[test]
fn plurals() {
    check(
        "NNS",
        "child: children, man: men, woman: women, policewoman: policewomen, foot: feet, tooth: teeth, mouse: mice, \
         goose: geese, wife: wives, life: lives, knife: knives, leaf: leaves, half: halves, shelf: shelves, wolf: wolves, \
         thief: thieves, loaf: loaves, city: cities, family: families, party: parties, story: stories, baby: babies, day: days, \
         boy: boys, movie: movies, cookie: cookies, calorie: calories, tie: ties, pie: pies, class: classes, glass: glasses, \
         boss: bosses, bus: buses, virus: viruses, box: boxes, tax: taxes, church: churches, watch: watches, dish: dishes, \
         wish: wishes, house: houses, horse: horses, nurse: nurses, course: courses, case: cases, rose: roses, \
         potato: potatoes, tomato: tomatoes, hero: heroes, shoe: shoes, toe: toes, photo: photos, piano: pianos, video: videos, \
         sheep: sheep, fish: fish, deer: deer, species: species, series: series, crisis: crises, analysis: analyses, \
         criterion: criteria, phenomenon: phenomena, cactus: cacti, parent: parents, friend: friends, sister: sisters, \
         year: years, headache: headaches, quiz: quizzes, lens: lenses, place: places, price: prices, language: languages, \
         college: colleges, prize: prizes, size: sizes, roof: roofs, chief: chiefs, glove: gloves, olive: olives, \
         sleeve: sleeves, wave: waves, cave: caves, slave: slaves, grave: graves, stove: stoves, valve: valves",
    );
}

#[test]
fn names_and_the_rest() {
    check("NNP", "Paris: Paris, James: James, NASA: NASA");
    check("NNPS", "Alp: Alps");
    check("JJR", "big: bigger, good: better, happy: happier, large: larger, old: older");
    check("JJS", "big: biggest, good: best, happy: happiest, late: latest, old: oldest");
    check("", "strange: Strange");
}

#[test]
fn damaged_lists_are_refused() {
    let bytes = include_bytes!("../../weights/lemmas.bin");
    for length in (0..bytes.len()).step_by(501) {
        assert!(Lemmas::read(&mut Reader::new(&bytes[..length])).is_none(), "{length}");
    }
    assert!(Lemmas::read(&mut Reader::new(&[0xFF; 40])).is_none());
}
