//! How does GraphiQL get into the binary?
//!
//! With the feature `web` this script has npm build the page in `web/` and lays the files out for
//! embedding. Without npm the build goes on, says so, and the binary serves its own plain page.

#[path = "build/web.rs"]
mod web;

use std::env;
use std::path::PathBuf;

fn main() {
    println!("cargo::rustc-check-cfg=cfg(graphiql)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    if env::var_os("CARGO_FEATURE_WEB").is_none() {
        return;
    }
    let (Some(root), Some(out)) = (env::var_os("CARGO_MANIFEST_DIR"), env::var_os("OUT_DIR"))
    else {
        panic!("Cargo sets CARGO_MANIFEST_DIR and OUT_DIR for every build script");
    };
    let project = web::Project::new(PathBuf::from(root).join("web"));
    project
        .inputs()
        .iter()
        .for_each(|path| println!("cargo::rerun-if-changed={}", path.display()));

    match project.build_into(&PathBuf::from(out).join("web")) {
        Ok(()) => println!("cargo::rustc-cfg=graphiql"),
        Err(failure) => {
            // Only after a failure: two shells with different paths would otherwise compile the
            // crate in turns.
            println!("cargo::rerun-if-env-changed=PATH");
            for line in failure.to_string().lines() {
                println!("cargo::warning={line}");
            }
        }
    }
}
