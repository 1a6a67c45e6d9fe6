#!/bin/sh
# A tour in one command: builds Asof, tells it real chats, and asks what was so, as of any date, as known at any date.
set -eu
cd "$(dirname "$0")"
cargo build --quiet --release
store=$(mktemp -d)
trap 'rm -rf "$store"' EXIT
export ASOF_STORE="$store/memory"
asof() {
    echo
    echo "\$ asof $*"
    ./target/release/asof "$@"
}
asof import fixtures/conversations/nine-chats.jsonl
echo
echo "Where are the old sneakers? The answer depends on when you ask about:"
asof facts "old sneakers" --as-of 2023-05-22
asof facts "old sneakers" --as-of 2023-06
echo
echo "And on what was known. On 20 June 2023 nobody had heard of the Friday class:"
asof facts "cocktail-making class" --as-of 2023-07
asof facts "cocktail-making class" --as-of 2023-07 --known-at 2023-06-20
echo
echo "A timeline keeps everything that was ever so:"
asof timeline User frequent_flyer_status
echo
echo "What is read in prose, a real chat's words, before any of it is believed:"
asof extract "By the way, I've been living in Harajuku for 3 months now, and I'm still discovering new hidden gems in the neighborhood. Do you know a good café?" --speaker User --at 2023-10-15
echo
echo "Told again in plain words, an older fact slots into the past; a correction takes back what was never so:"
asof remember "I lived in Osaka from 2019 to 2022. I live in Harajuku." --speaker User --at 2023-11-01
asof correct c15 Saturday --reason "misread the chat"
asof facts "cocktail-making class" --as-of 2023-07
asof facts "cocktail-making class" --as-of 2023-07 --known-at 2023-07-01
asof timeline User lives_in
echo
echo "What to put into a prompt for a question: facts first, then what was said; and why each is there:"
asof recall "When is my cocktail-making class?" --speaker User --now 2023-08-01 --budget 300
asof recall "Where did I live in 2021?" --speaker User --now 2023-11-02 --budget 120 --explain
echo
echo "What changed between two dates:"
asof diff --from 2023-04-15 --to 2023-08-15 User
echo
echo "Numbered statements keep their order: later ones are newer. A question over them, and what a pass over the memory finds:"
asof --space facts remember fixtures/conversations/numbered.txt --at 2024-04-02 --quiet
asof --space facts ask "What is the capital of the country that the author of Blue Hour is a citizen of?"
asof --space facts ask "Who is the king of Peru?"
asof --space facts consolidate
