//! Lists that the tokeniser goes by: closed classes of English, none of them from one text.

/// Words that take a point as their own.
pub const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "rev", "gen", "sen", "rep", "gov", "lt", "col", "sgt", "capt", "cpl", "maj", "hon",
    "pres", "supt", "inc", "corp", "co", "ltd", "bros", "llc", "plc", "vs", "etc", "al", "approx", "dept", "est", "ext", "fig", "figs",
    "vol", "vols", "pp", "ed", "eds", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue",
    "tues", "wed", "thu", "thur", "thurs", "fri", "ave", "blvd", "rd", "hwy", "mt", "ft", "ph", "cf", "ca", "viz", "govt", "assn", "univ",
    "mins", "hrs", "lbs", "tel", "calif", "mass", "conn", "tenn", "wash", "messrs", "mme", "mlle", "attn", "oz", "sq",
];

/// What may follow a point inside a name of a file or a site.
pub const ENDINGS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "mil", "info", "biz", "io", "ai", "co", "uk", "de", "fr", "eu", "tv", "ca", "au", "html", "htm",
    "php", "asp", "aspx", "jsp", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "txt", "csv", "json", "xml", "zip", "jpg", "jpeg", "png",
    "gif", "exe", "dll", "js", "py", "rs", "md", "toml", "yaml", "yml", "mp3", "mp4",
];

/// Faces.
pub const FACES: &[&str] = &[
    ":)", ":-)", ":(", ":-(", ";)", ";-)", ":D", ":-D", ":P", ":-P", ":p", ":-p", ":/", ":-/", ":O", ":-O", ":o", ":'(", ":')", ":|",
    ":-|", "=)", "=(", "=D", "=P", ":]", ":[", ";P", ";D", "XD", "xD", "<3", "</3", ":*", ":-*", "8)", "8-)", ":))", ":)))", ":((", "^_^",
    "-_-", "^^", ":3", ">:(", ":S", ":-S", "(:", "):", ":-\\", ":\\", "o_O", "O_o", ";-P", ":>", ":-))", ";))", "B-)", "\\m/",
];

/// What keeps its hyphen: "e-mail", "co-worker", "non-smoker".
pub const JOINED: &[&str] = &[
    "e", "co", "pre", "post", "re", "non", "anti", "ex", "multi", "semi", "mid", "pro", "un", "sub", "inter", "intra", "ultra", "counter",
    "micro", "mini", "neo", "psycho", "socio", "trans", "de", "bi", "tri", "mis", "pseudo", "quasi", "extra", "over", "vice", "meta", "x",
    "uh", "mm", "ha",
];

/// Small words that link the parts of a name of a place: "Stratford-upon-Avon", "Rio-de-Janeiro". What stands between two names to tell
/// something of both is none ("the Paris-to-London train").
pub const LINKS: &[&str] = &[
    "upon", "on", "under", "over", "in", "by", "near", "next", "with", "without", "cum", "the", "of", "super", "sub", "juxta", "le", "la",
    "les", "lès", "lez", "de", "du", "des", "d", "l", "en", "et", "au", "aux", "à", "sur", "sous", "sainte", "saint", "am", "an", "auf",
    "bei", "im", "ob", "der", "dem", "den", "del", "di", "do", "da", "dos", "das", "dei", "delle", "della", "nad", "pod", "al", "el", "y",
    "e", "i", "van", "von", "zu", "aan", "op", "bij", "ter", "ten", "na",
];

/// What is a word of its own after digits: "5 pm", "10 km".
pub const UNITS: &[&str] = &[
    "am", "pm", "k", "m", "x", "ft", "mm", "cm", "km", "kg", "lb", "lbs", "hr", "hrs", "min", "mins", "g", "oz", "mg", "ml", "mph", "kmh",
    "kw", "kwh", "mw", "mwh", "gb", "mb", "kb", "tb", "ghz", "mhz", "hz", "yr", "yrs", "f", "c", "b", "bn", "mn", "in", "sq", "sec",
    "secs", "ish", "weeks", "years", "days", "hours", "minutes", "dollars", "usd", "eur", "pounds", "miles", "p", "w", "v",
];

/// Short forms with a stroke.
pub const SLASHED: &[&str] = &["w/", "w/o", "w/out", "b/c"];
