//! What is the answer to one operation, without a server?

use super::arguments::QueryArguments;
use super::load::load;
use super::output::{failed, print};
use crate::engine::{Request, Variables};
use crate::http::Settings;
use std::process::ExitCode;

/// Executes an operation and prints the answer.
///
/// Ends with a failure when the answer holds errors.
pub(super) fn run(arguments: &QueryArguments) -> ExitCode {
    let request = match request(arguments) {
        Ok(request) => request,
        Err(message) => return failed(&message),
    };
    let loaded = match load(&arguments.folder, &Settings::default()) {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    let answer = loaded.engine.answer(&request);
    let parsed: Result<serde_json::Value, _> = serde_json::from_slice(&answer.body);
    let (text, has_errors) = match parsed {
        Ok(json) => (
            serde_json::to_string_pretty(&json).unwrap_or_default(),
            json.get("errors").is_some(),
        ),
        Err(_) => (String::from_utf8_lossy(&answer.body).into_owned(), true),
    };
    let printed = print(&format!("{text}\n"));
    if has_errors {
        ExitCode::FAILURE
    } else {
        printed
    }
}

fn request(arguments: &QueryArguments) -> Result<Request, String> {
    let text = match arguments.text.strip_prefix('@') {
        None => arguments.text.clone(),
        Some(file) => {
            std::fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?
        }
    };
    let mut request = Request::new(text);
    request.operation_name.clone_from(&arguments.operation);
    if let Some(variables) = &arguments.variables {
        let json: serde_json::Value = serde_json::from_str(variables)
            .map_err(|error| format!("the variables are not JSON: {error}"))?;
        if !json.is_object() {
            return Err("the variables are not a JSON object".to_owned());
        }
        request = request.variables(Variables::from_json(json));
    }
    Ok(request)
}
