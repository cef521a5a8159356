//! Which options and variables of the environment set a limit?
//!
//! Every limit has one of each, made from its row in the table of limits.

use crate::engine::{Limit, Unit};
use crate::http::Settings;
use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches, value_parser};

/// The settings as the options for limits leave them.
#[derive(Debug, Default)]
pub(super) struct LimitArguments {
    pub(super) settings: Settings,
}

impl Args for LimitArguments {
    fn augment_args(command: Command) -> Command {
        let limits = Settings::default().limits();
        command
            .next_help_heading("Limits")
            .args(limits.into_iter().map(option))
            .next_help_heading(None)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for LimitArguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut arguments = Self::default();
        arguments.update_from_arg_matches(matches)?;
        Ok(arguments)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        for Limit { name, .. } in self.settings.limits() {
            if let Some(&figure) = matches.get_one(name) {
                self.settings.set_limit(name, figure);
            }
        }
        Ok(())
    }
}

/// Returns the option that sets a limit.
fn option(limit: Limit) -> Arg {
    let value_name = match limit.unit {
        Unit::Bytes => "BYTES",
        Unit::Count => "NUMBER",
        Unit::Milliseconds => "MILLISECONDS",
    };
    Arg::new(limit.name)
        .long(format!("limit-{}", limit.name.replace('_', "-")))
        .env(format!(
            "THROUGHLINE_LIMIT_{}",
            limit.name.to_ascii_uppercase()
        ))
        .value_name(value_name)
        .value_parser(value_parser!(u64).range(limit.range))
        .default_value(limit.value.to_string())
        .help(limit.description)
        .hide_short_help(true)
}
