//! How is a story served until somebody says stop?

use super::arguments::ServeArguments;
use super::follow::follow;
use super::load::{Loaded, grouped, load};
use super::output::{failed, print};
use crate::evidence::read_text;
use crate::http::example::{Example, read_examples};
use crate::http::{self, Ending, Live, Settings, Trusted, Vitals, router};
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

/// Serves a story until the process is told to stop.
pub(super) fn run(arguments: &ServeArguments) -> ExitCode {
    arguments.log.begin();
    let mut settings = arguments.settings();
    let loaded = match load(&arguments.folder, &settings) {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    if let Some(path) = &arguments.trusted_documents {
        match trusted_documents(path, &loaded) {
            Ok(trusted) => settings.trusted = Some(Arc::new(trusted)),
            Err(problem) => return failed(&problem),
        }
    }
    let examples = match read_examples(&arguments.folder.data.join("queries")) {
        Ok(examples) => examples,
        Err(errors) => {
            let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
            return failed(&errors.join("\nerror: "));
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("cannot start threads: {error}")),
    };
    runtime.block_on(serve(loaded, examples, arguments, &settings))
}

/// Reads the manifest of the documents that may run; returns what is wrong with it.
fn trusted_documents(path: &Path, loaded: &Loaded) -> Result<Trusted, String> {
    let shown = path.display().to_string();
    let text = read_text(path, &shown).map_err(|absence| absence.to_string())?;
    Trusted::parse(&text, &loaded.engine).map_err(|error| format!("{shown}:{error}"))
}

async fn serve(
    loaded: Loaded,
    examples: Vec<Example>,
    arguments: &ServeArguments,
    settings: &Settings,
) -> ExitCode {
    let listen = arguments.listen;
    let listener = match TcpListener::bind(listen).await {
        Ok(listener) => listener,
        Err(error) => return failed(&format!("cannot listen on {listen}: {error}")),
    };
    // Whoever has read the address may stop the process at once.
    let stopped = match stop_signal() {
        Ok(stopped) => stopped,
        Err(error) => return failed(&format!("cannot listen for signals: {error}")),
    };
    let address = listener.local_addr().unwrap_or(listen);
    announce(&loaded, address);
    let vitals = Arc::new(Vitals::default());
    let live = Live::new(loaded.engine);
    let following = tokio::spawn(follow(
        live.clone(),
        arguments.folder.data.clone(),
        settings.clone(),
    ));
    let router = router(live.clone(), &examples, settings, &vitals);
    let stopped = async {
        stopped.await;
        following.abort();
        // Subscriptions have no end of their own.
        live.close();
    };
    match http::serve(listener, router, &settings.requests, &vitals, stopped).await {
        Ending::Finished => {}
        Ending::Unfinished => {
            // Nobody is left to tell when the output is closed.
            let _ = writeln!(
                io::stderr(),
                "Stopped with requests unfinished after {} ms.",
                settings.requests.stopping_time.as_millis()
            );
        }
    }
    ExitCode::SUCCESS
}

fn announce(loaded: &Loaded, address: SocketAddr) {
    let graph = loaded.engine.domain().graph();
    let text = format!(
        "Read {} sources, {} entities and {} claims in {} ms.\n\
         \n  \
         explore   http://{address}/\n  \
         GraphQL   http://{address}/graphql\n  \
         schema    http://{address}/schema.graphql\n  \
         health    http://{address}/health/live and http://{address}/health/ready\n  \
         metrics   http://{address}/metrics\n\
         \nPress Ctrl-C to stop.\n",
        grouped(graph.sources().len()),
        grouped(graph.n_entities()),
        grouped(graph.claims().len()),
        loaded.time.as_millis(),
    );
    // Serving goes on when nobody reads the output.
    let _ = print(&text);
}

/// Listens from now on for the signals that stop the process; what is returned ends with the
/// first of them.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Listens for the signal that stops the process; what is returned ends with it.
#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
