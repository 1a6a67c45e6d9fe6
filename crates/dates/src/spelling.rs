//! Common misspellings and short forms of words of time, read as what was meant.

/// What "2" and the word glued to it mean: "2nite".
pub(crate) fn meant_after_two(word: &str) -> Option<&'static str> {
    match word {
        "nite" | "night" => Some("tonight"),
        "moro" | "morow" | "morrow" => Some("tomorrow"),
        _ => None,
    }
}

/// The right spelling of a word that is often misspelt; short words that are also words or names stay as they are.
pub(crate) fn meant(word: &str) -> Option<&'static str> {
    Some(match word {
        "tomorow" | "tommorow" | "tommorrow" | "tomorro" | "tommorro" | "tomorrrow" | "tommrow" | "tomrrow" | "tmw" | "tmmrw" => "tomorrow",
        "yesturday" | "yesterdy" | "yestarday" | "yesterdat" | "yday" => "yesterday",
        "tonigt" | "tonght" | "tonihgt" | "tonigth" => "tonight",
        "mondy" | "monady" => "monday",
        "tusday" | "tuseday" | "teusday" | "tuesdy" | "tueday" => "tuesday",
        "wensday" | "wednsday" | "wedensday" | "wendsday" | "wendesday" | "wednessday" | "wednesdy" | "wenesday" => "wednesday",
        "thrusday" | "thurday" | "thersday" | "thursdy" | "thurdsay" => "thursday",
        "firday" | "fridy" => "friday",
        "saterday" | "satuday" | "satarday" | "saturdy" => "saturday",
        "janurary" | "janaury" | "januray" | "janury" => "january",
        "febuary" | "feburary" | "febraury" | "februrary" | "feburay" => "february",
        "apirl" | "aprli" => "april",
        "agust" | "augest" | "auguest" => "august",
        "septemeber" | "setember" | "septmber" | "sepember" | "septembre" => "september",
        "ocotber" | "octobor" | "ocober" | "octber" => "october",
        "novemeber" | "novmber" | "noveber" => "november",
        "decemeber" | "decmber" | "deceber" => "december",
        "morrning" | "mornin" | "mornign" | "morn" => "morning",
        "afernoon" | "aftenoon" | "afternon" | "arvo" => "afternoon",
        "evenning" | "evenin" => "evening",
        "nite" => "night",
        "midnite" => "midnight",
        "wknd" | "wkend" => "weekend",
        "nxt" => "next",
        "untill" => "until",
        "betwen" | "bewteen" | "beetween" => "between",
        "fourty" => "forty",
        "ninty" => "ninety",
        "twelth" => "twelfth",
        "eigth" => "eighth",
        "nineth" => "ninth",
        "anually" | "annualy" => "annually",
        "forthnight" => "fortnight",
        "everday" => "everyday",
        _ => return None,
    })
}
