//! Times the reader on hard input of one megabyte each; the figures should be alike, and double with the size.
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let reference = asof_dates::Reference::at("2024-04-02".parse()?);
    for seed in [
        "the ",
        "1/1/",
        "last ",
        "from ",
        "in the first week of the end of ",
        "a year after ",
        "two hundred thousand and ",
        "2019-",
        "may 5 to ",
        "monday ",
        "before ",
        "every ",
        "9:30 - ",
        "twenty ",
        "Ana moved to Porto in March and works at a mill near the river. ",
    ] {
        for size in [1 << 19, 1 << 20] {
            let text = seed.repeat(size / seed.len());
            let start = Instant::now();
            let found = asof_dates::find(&text, &reference).len();
            println!("{:>8.0} ms  {size:>8} bytes  {found:>7} found  {seed}", start.elapsed().as_secs_f64() * 1e3);
        }
    }
    Ok(())
}
