//! petgraph's algorithms on the graph as it was.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use asof::{AsOf, Claim, Kind, Memory, Operation, Point, Statement};
use petgraph::{
    algo::{dijkstra, has_path_connecting},
    visit::{Bfs, Walker},
};

/// Ana knows Bo from 2010, Bo works at Acme from 2015 to 2020, Acme is part of Globex from 2018.
fn memory() -> Memory {
    let memory = Memory::options().volatile().unwrap();
    let date = |text: &str| text.parse::<Point>().unwrap();
    let claims = [
        Claim::new("Ana", "manages", "Bo").kind(Kind::Begins).from(date("2010-01-01")),
        Claim::new("Bo", "works_at", "Acme").from(date("2015-01-01")).to(date("2020-01-01")),
        Claim::new("Acme", "part_of", "Globex").kind(Kind::Begins).from(date("2018-01-01")),
    ];
    memory.tell_all(claims.map(|claim| Operation::Claim(Statement::new(claim))).into()).unwrap();
    memory
}

#[test]
fn a_walk_goes_only_over_what_held_then() {
    let snapshot = memory().snapshot();
    let [ana, globex] = ["Ana", "Globex"].map(|name| snapshot.entity(name).unwrap());
    let connected = |year: &str| {
        let graph = snapshot.as_of(AsOf::valid(year.parse().unwrap())).graph();
        (has_path_connecting(&graph, ana, globex, None), Bfs::new(&graph, ana).iter(&graph).count())
    };
    assert_eq!(connected("2012"), (false, 2));
    assert_eq!(connected("2016"), (false, 3));
    assert_eq!(connected("2019"), (true, 4));
    assert_eq!(connected("2021"), (false, 2));
}

#[test]
fn distances_are_those_of_the_date() {
    let snapshot = memory().snapshot();
    let [ana, globex] = ["Ana", "Globex"].map(|name| snapshot.entity(name).unwrap());
    let graph = snapshot.as_of(AsOf::valid("2019-06".parse().unwrap())).graph();
    assert_eq!(dijkstra(&graph, ana, Some(globex), |_| 1)[&globex], 3);
    assert_eq!(graph.within(ana, 2).len(), 2);
}
