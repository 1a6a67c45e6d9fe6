//! Rhythms: on which days, how often, in which part of the day, in which season; stated only where chance would not do.

use serde::{Serialize, Serializer};

use super::{
    Options,
    chance::{real, tail},
    day::{Moment, Told},
};

/// At least this share of the days must fit what is stated.
const SHARE: f64 = 0.75;
/// Of working days all but a few must fit, or every day would do as well.
const WORKING_SHARE: f64 = 0.9;
/// A habit that changed is looked for in so many of its last days.
const LATELY: usize = 8;

/// When something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Rhythm {
    /// On which days, or how often.
    pub every: Option<Every>,
    /// In which part of the day.
    pub part: Option<Part>,
    /// In which season.
    pub season: Option<Season>,
}

/// On which days, or how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// On these days of the week.
    Days(Days),
    /// Every day.
    Day,
    /// About once a week.
    Week,
    /// About every two weeks.
    Fortnight,
    /// About once a month.
    Month,
    /// Once a year, mostly in this month (1 to 12).
    Year(u32),
}

/// Days of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days(u8);

impl Days {
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b110_0000);
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);

    /// Days by their numbers, 0 for Monday.
    pub fn of(days: &[usize]) -> Self {
        Self(days.iter().filter(|day| **day < 7).fold(0, |all, day| all | 1 << day))
    }

    /// Whether a day is among them, 0 for Monday.
    pub fn has(self, day: usize) -> bool {
        day < 7 && self.0 >> day & 1 == 1
    }

    /// Their numbers, 0 for Monday.
    pub fn numbers(self) -> Vec<usize> {
        (0..7).filter(|day| self.has(*day)).collect()
    }
}

impl Serialize for Days {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.numbers())
    }
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 5 to 12.
    Morning,
    /// 12 to 17.
    Afternoon,
    /// 17 to 22.
    Evening,
    /// 22 to 5.
    Night,
}

/// A season.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Season {
    /// March to May, in the north.
    Spring,
    /// June to August, in the north.
    Summer,
    /// September to November, in the north.
    Autumn,
    /// December to February, in the north.
    Winter,
}

/// The rhythm of moments in order, and the share of them that keeps it.
pub(super) fn find(moments: &[Moment], options: &Options) -> Option<(Rhythm, f64)> {
    let exact: Vec<Moment> = moments.iter().copied().filter(|moment| moment.exact).collect();
    let mut days = exact.clone();
    days.dedup_by_key(|moment| moment.day);
    let all = Seen { days: &days, chance: options.chance };
    let last = days.len().checked_sub(LATELY).filter(|skipped| LATELY / 2 <= *skipped);
    let lately = last.and_then(|skipped| days.get(skipped..)).map(|days| Seen { days, chance: options.chance / 2.0 });
    // Days of the week kept of late speak before all days, which may mix two habits.
    let lately = lately.and_then(|lately| lately.every()).filter(|(every, _)| matches!(every, Every::Days(_)));
    let every = all.yearly().or(lately).or_else(|| all.every());
    let part = part(&exact, options);
    let yearly = matches!(every, Some((Every::Year(_), _)));
    let season = if yearly { None } else { season(&days, options) };
    let shares = [every.map(|(_, share)| share), part.map(|(_, share)| share), season.map(|(_, share)| share)];
    let share = shares.into_iter().flatten().reduce(f64::min)?;
    Some((Rhythm { every: every.map(|(every, _)| every), part: part.map(|(part, _)| part), season: season.map(|(one, _)| one) }, share))
}

/// Distinct days in order, and how likely chance may be.
struct Seen<'a> {
    days: &'a [Moment],
    chance: f64,
}

impl Seen<'_> {
    fn every(&self) -> Option<(Every, f64)> {
        self.yearly().or_else(|| self.weekdays()).or_else(|| self.daily()).or_else(|| self.period())
    }

    fn span(&self) -> i64 {
        self.days.first().zip(self.days.last()).map_or(0, |(first, last)| last.day.saturating_sub(first.day))
    }

    /// Whether so many of all the days fitting is beyond chance, given how many such rhythms were tried; and their share.
    fn fits(&self, hits: usize, chance: f64, tried: f64, least: f64) -> Option<f64> {
        let share = real(hits) / real(self.days.len().max(1));
        (least <= share && tail(self.days.len(), hits, chance) * tried <= self.chance).then_some(share)
    }

    /// One to three days of the week, the weekend, or the working days.
    fn weekdays(&self) -> Option<(Every, f64)> {
        let mut weeks: Vec<i64> = self.days.iter().map(|moment| (moment.day + 3).div_euclid(7)).collect();
        weeks.dedup();
        if weeks.len() < 3 {
            return None;
        }
        let mut counts = [0usize; 7];
        for moment in self.days {
            counts.iter_mut().skip(moment.weekday()).take(1).for_each(|count| *count += 1);
        }
        let mut best: Vec<usize> = (0..7).collect();
        let count = |day: usize| counts.get(day).copied().unwrap_or_default();
        best.sort_by_key(|day| (std::cmp::Reverse(count(*day)), *day));
        let top = |many: usize| Days::of(best.get(..many).unwrap_or_default());
        let tries = [
            (top(1), 7.0, SHARE),
            (Days::WEEKEND, 1.0, WORKING_SHARE),
            (top(2), 21.0, SHARE),
            (top(3), 35.0, SHARE),
            (Days::WORKING, 1.0, WORKING_SHARE),
        ];
        tries.into_iter().find_map(|(set, tried, least)| {
            let numbers = set.numbers();
            let hits = numbers.iter().map(|day| count(*day)).sum();
            // Each of the days must carry its part.
            let fair = numbers.iter().all(|day| self.days.len() < 3 * numbers.len() * count(*day));
            let share = fair.then(|| self.fits(hits, real(numbers.len()) / 7.0, tried, least)).flatten()?;
            Some((Every::Days(set), share))
        })
    }

    /// On at least 70 of 100 days.
    fn daily(&self) -> Option<(Every, f64)> {
        let share = real(self.days.len()) / real(usize::try_from(self.span() + 1).unwrap_or(usize::MAX));
        (5 <= self.days.len() && 0.7 <= share).then_some((Every::Day, share))
    }

    /// Gaps of a week, two weeks or a month, more even than gaps at random would be.
    fn period(&self) -> Option<(Every, f64)> {
        let gaps: Vec<i64> =
            self.days.windows(2).map(|pair| pair.iter().map(|moment| moment.day).reduce(|a, b| b - a).unwrap_or(0)).collect();
        let mean = real(usize::try_from(self.span()).unwrap_or_default()) / real(gaps.len().max(1));
        [(Every::Week, 5, 9), (Every::Fortnight, 12, 16), (Every::Month, 25, 35)].into_iter().find_map(|(every, least, most)| {
            let hits = gaps.iter().filter(|gap| (least..=most).contains(*gap)).count();
            let share = real(hits) / real(gaps.len().max(1));
            let [from, to] = [least, most + 1].map(|days| (-f64::from(days as i32) / mean.max(0.5)).exp());
            let beyond_chance = tail(gaps.len(), hits, (from - to).max(0.05)) * 3.0 <= self.chance;
            (SHARE <= share && beyond_chance).then_some((every, share))
        })
    }

    /// At the same time of the year, in three years or more.
    fn yearly(&self) -> Option<(Every, f64)> {
        let dates: Vec<(i32, u32, u32)> = self.days.iter().filter_map(Moment::date).collect();
        let place = |month: u32, day: u32| i64::from(month * 61 / 2 + day);
        let mut places: Vec<i64> = dates.iter().map(|(_, month, day)| place(*month, *day)).collect();
        places.sort_unstable();
        let middle = *places.get(places.len() / 2)?;
        let near = |month: u32, day: u32| (place(month, day) - middle + 183).rem_euclid(366).abs_diff(183) <= 20;
        let mut years: Vec<i32> = dates.iter().map(|date| date.0).collect();
        years.dedup();
        let mut hit: Vec<i32> = dates.iter().filter(|(_, month, day)| near(*month, *day)).map(|date| date.0).collect();
        let share = real(hit.len()) / real(dates.len());
        hit.dedup();
        let beyond_chance = tail(years.len().saturating_sub(1), hit.len().saturating_sub(1), 41.0 / 365.0) <= self.chance;
        let month = most_often(dates.iter().filter(|(_, month, day)| near(*month, *day)).map(|date| date.1))?;
        (3 <= hit.len() && 0.8 <= share && beyond_chance).then_some((Every::Year(month), share))
    }
}

/// What comes most often; of equals the least.
fn most_often<T: Ord + Copy>(all: impl Iterator<Item = T>) -> Option<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    let runs = all.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run.first().copied()))).and_then(|run| run.first().copied())
}

/// The part of the day in which it is done: told as one on enough days, or by times beyond chance.
fn part(moments: &[Moment], options: &Options) -> Option<(Part, f64)> {
    let mut days: Vec<(i64, Part, Told)> = moments.iter().filter_map(|one| one.part.map(|(part, told)| (one.day, part, told))).collect();
    days.dedup_by_key(|(day, part, _)| (*day, *part));
    let best = most_often(days.iter().map(|(_, part, _)| *part))?;
    let hits = days.iter().filter(|(_, part, _)| *part == best).count();
    let told = days.iter().filter(|(_, part, told)| *part == best && *told == Told::AsPart).count();
    let share = real(hits) / real(days.len());
    // People are up for two thirds of the day, in three parts of about as many hours.
    let beyond_chance = tail(days.len(), hits, 0.3) * 4.0 <= options.chance;
    (SHARE <= share && (options.days <= told || beyond_chance)).then_some((best, share))
}

/// The season in which it is done: each season of each year counts once, since its days hang together.
fn season(days: &[Moment], options: &Options) -> Option<(Season, f64)> {
    let dates = days.iter().filter_map(Moment::date);
    let mut seasons: Vec<(i32, Season)> = dates.map(|(year, month, _)| (year + i32::from(month == 12), of_month(month, options))).collect();
    seasons.sort_unstable();
    seasons.dedup();
    let best = most_often(seasons.iter().map(|(_, season)| *season))?;
    let hits = seasons.iter().filter(|(_, season)| *season == best).count();
    let share = real(hits) / real(seasons.len());
    (SHARE <= share && tail(seasons.len(), hits, 0.25) * 4.0 <= options.chance).then_some((best, share))
}

fn of_month(month: u32, options: &Options) -> Season {
    let half_a_year = if options.southern { 6 } else { 0 };
    match (month + half_a_year) % 12 / 3 {
        0 => Season::Winter,
        1 => Season::Spring,
        2 => Season::Summer,
        _ => Season::Autumn,
    }
}
