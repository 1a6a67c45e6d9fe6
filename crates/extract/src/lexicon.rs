//! The lexicon: closed lists of general English.

use std::{collections::HashSet, sync::LazyLock};

/// A list of words.
pub struct Lexicon(LazyLock<HashSet<&'static str>>);

impl Lexicon {
    /// Whether the word is in the list as it is written.
    pub fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// Whether the word is in the list, in small letters.
    pub fn has_any_case(&self, word: &str) -> bool {
        self.0.contains(word.to_lowercase().as_str())
    }
}

macro_rules! lexicon {
    ($($(#[$doc:meta])* $name:ident = $words:expr;)*) => {
        $($(#[$doc])* pub static $name: Lexicon = Lexicon(LazyLock::new(|| $words.split_whitespace().collect()));)*
    };
}

lexicon! {
    /// Words that make a question of the sentence they open.
    INVERTED = "
        Do Does Did Is Are Was Were Am Have Has Had Can Could Should Would
    ";

    /// Words of what might be, or is only wanted.
    HYPOTHETICAL = "
        if unless whether would could might may should ought must wish wishes wished want wants wanted plan plans planned planning
        hope hopes hoped hoping intend intends intended dream dreams dreamed dreamt dreaming maybe perhaps probably possibly
        presumably imagine imagines suppose supposes supposed pretend pretends pretended consider considers considered considering
        almost nearly otherwise refuse refuses refused decided tried try tries failed expect expects expected
    ";

    /// Words of what is to come.
    FUTURE = "
        will shall tomorrow soon gonna next upcoming
    ";

    /// Words of what somebody says or thinks.
    REPORTED = "
        think thinks thought say says said saying believe believes believed claim claims claimed tell tells told hear hears heard
        reckon reckons reckoned guess guesses guessed seem seems seemed according reportedly allegedly supposedly apparently
        rumour rumor rumoured rumored deny denies denied insist insists insisted ask asks asked doubt doubts doubted assume
        assumes assumed suspect suspects suspected joke jokes joked lied lies wrote writes announced announces reports reported
        suggests suggested argues argued feared fears wonder wonders wondered
    ";

    /// Words for whom only the text around a sentence names.
    PRONOUNS = "
        he she they it him her them his hers their theirs its you your yours this that these those
    ";

    /// Small words that may stand inside a name.
    PARTICLES = "
        of the de del della da di do dos das du la le van von der den bin ibn al y
    ";

    /// The last word of a company's name.
    COMPANY = "
        Inc Inc. Corp Corp. Corporation Ltd Ltd. Limited LLC LLP PLC GmbH AG Company Co. Technologies
    ";

    /// Words of the closed classes, and adverbs: no name and no plain noun phrase has one.
    FUNCTION = "
        a about above across after again against ago all alone along already also although always am among an and another any
        anybody anyone anything anyway are around as at away back be because been before behind being below best better between
        beyond bit both but by can cannot certain couple deep despite did do does done down during each early either else enough
        even ever every everybody everyone everything except far few fine first for former formerly from further had half hard has
        have having he heaps hence her here hers him his home how however i in indeed inside instead into is it its itself just
        last late later least less like likewise little long lots lot loads many me meanwhile mine more moreover most much my
        myself near neither never nevertheless nobody none nor no not nothing now nowhere of off often on once one ones only onto
        or other others our ours out outside over own past per plenty plus poor rather same several she short since so some
        somebody somehow someone something sometimes somewhere still such than that the their theirs them going doing getting making taking giving coming seeing putting letting trying then there therefore
        these they this those though through throughout thus till to today together tomorrow tonight too toward towards twice two
        three four five six seven eight nine ten under until up upon us very was we well were what whatever when whenever where
        wherever which while who whoever whom whose why with within without yes yesterday yet you young old your yours if unless
        whether via versus vs please ok okay
    ";

    /// Nouns that open a sentence with a capital and are no name when they stand alone.
    GENERIC = "
        man woman men women children boy girl child people person police mother father mum mom dad daddy mummy mommy grandma
        grandpa granny sister brother wife husband son daughter uncle aunt baby friend teacher student doctor nurse management
        society nature love life death time money history science music art business government parliament congress company team
        staff family mankind humanity youth fortune fate luck god wisdom evil power fame water winter summer spring autumn
        everyman president king queen prince princess emperor mayor chancellor director captain boss neighbour neighbor dog cat
        class group nation country city village town world hell heaven home work guess thank thanks anybody whoever mister sir
        madam lord lady
    ";

    /// Names that end as adverbs do.
    ADVERB_LIKE = "
        Emily Kelly Sally Molly Billy Lily Polly Carly Holly Willy Beverly Kimberly
    ";

    /// Words that end in a full stop.
    ABBREVIATIONS = "
        Mr Mrs Ms Dr Prof Rev Hon Gen Col Capt Lt Sgt Sen Rep Gov Pres St Mt Ft Inc Ltd Corp Co Bros Jr Sr Ave Blvd Rd Dept Univ
        Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec No vs etc approx ca est née eg ie Ste Sta
    ";

    /// Words that a line may end in without its name being complete.
    HALVES = "
        New San Santa Los Las Saint El La Le North South East West Port Fort Mount Lake Great Rio São United Cape Hong Tel Abu
        Buenos Kuala Sri Costa Puerto The
    ";

    /// Nouns and adjectives that make no name by a capital alone: departments, notions, times of day.
    ABSTRACT = "
        sales marketing engineering finance accounting hr legal support operations management research development logistics
        free night day noon midnight dawn dusk home work steam money truth sin hope vain fear love peace war hell heaven freedom
        trouble style fashion prison jail school college church court office bed poverty luxury exile secret silence summer winter
        spring autumn christmas easter life death time music art science politics business cancer god everything phase plan
    ";

    /// Those who marry others to each other.
    CLERGY = "
        Father Reverend Rev. Pastor Rabbi Judge Bishop Archbishop Priest Vicar Imam Deacon Mayor
    ";

    /// Adjectives, callings and calls that may open a sentence before a name.
    OPENERS = "
        actor actress singer author writer painter composer poet ceo cto cfo founder striker coach pop-star thank dear sweet clever happy sad lucky good bad nice big new smart hey hi hello oh ah wow sorry sure damn btw fyi lol omg ps
        unlike given provided let only young thanks lest supposing true false fact note update news welcome congratulations ex
        today's
    ";

    /// Names that end as plurals do.
    PLURAL_LIKE = "
        James Charles Agnes Hans Jens Lars Ines Giles Jules Myles Miles Yves
    ";
}
