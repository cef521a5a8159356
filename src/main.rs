//! The command line program `throughline`.

fn main() {}
