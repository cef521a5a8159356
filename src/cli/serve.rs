//! How is a story served until somebody says stop?

use super::arguments::ServeArguments;
use super::follow::Watched;
use super::load::{Loaded, grouped, load};
use super::manifest::read_manifest;
use super::output::{failed, print};
use crate::http::example::{Example, read_examples};
use crate::http::{self, Awaited, Ending, Limits, Live, Settings, Vitals, router};
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

/// Serves a story until the process is told to stop.
pub(super) fn run(arguments: Box<ServeArguments>) -> ExitCode {
    arguments.log.begin();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("cannot start threads: {error}")),
    };
    let code = runtime.block_on(serve(arguments.into()));
    // Nobody waits for a story that is still being read.
    runtime.shutdown_background();
    code
}

/// Listens, reads the story in the meantime, and serves it.
async fn serve(arguments: Arc<ServeArguments>) -> ExitCode {
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
    tracing::info!(%address, "listening");
    let settings = arguments.settings();
    let (vitals, served) = (Arc::new(Vitals::default()), Awaited::default());
    let (stop, stopping) = oneshot::channel::<()>();
    let stopped = async {
        stopped.await;
        drop(stop);
    };
    #[cfg(feature = "otlp")]
    let traces = match http::Traces::begin() {
        Ok(traces) => traces,
        Err(problem) => return failed(&problem),
    };
    let code = tokio::select! {
        Err(code) = open(arguments, address, &served, &vitals, stopping) => code,
        ending = http::serve(listener, served.clone(), &settings, &vitals, stopped) => {
            tell(ending, &settings.requests);
            ExitCode::SUCCESS
        }
    };
    #[cfg(feature = "otlp")]
    traces.end().await;
    code
}

/// Reads the story, has it served, and follows its changes until the server stops.
///
/// # Errors
/// Returns the exit code of a process that cannot go on.
async fn open(
    arguments: Arc<ServeArguments>,
    address: SocketAddr,
    served: &Awaited,
    vitals: &Arc<Vitals>,
    stopping: oneshot::Receiver<()>,
) -> Result<(), ExitCode> {
    let watched = Watched::begin(&arguments);
    let asked = Arc::clone(&arguments);
    let opening = spawn_blocking(move || read(&asked)).await;
    let Opening {
        loaded,
        settings,
        examples,
    } = opening.unwrap_or_else(|_| Err(failed("reading the story failed")))?;
    let summary = summary(&loaded, address);
    let live = Live::new(loaded.engine);
    served.arrive(router(live.clone(), &examples, &settings, vitals));
    // Serving goes on when nobody reads the output.
    let _ = print(&summary);
    let first = live.clone();
    spawn_blocking(move || first.engine().domain().warm_up());
    tokio::select! {
        () = watched.follow(live.clone(), arguments, settings) => {}
        _ = stopping => {}
    }
    // Subscriptions have no end of their own.
    live.close();
    Ok(())
}

/// Everything that is read before the story can be served.
struct Opening {
    loaded: Loaded,
    settings: Settings,
    examples: Vec<Example>,
}

/// Reads everything; when something is wrong, tells it on the error output.
///
/// # Errors
/// Returns the exit code of a process that cannot go on.
fn read(arguments: &ServeArguments) -> Result<Opening, ExitCode> {
    let mut settings = arguments.settings();
    let loaded = load(&arguments.folder, &settings)?;
    if let Some(path) = &arguments.trusted_documents {
        let trusted = read_manifest(path, &loaded.engine).map_err(|problem| failed(&problem))?;
        settings.trusted = Some(trusted.into());
    }
    let data = &arguments.folder.data;
    let examples = match data.is_file() {
        true => Ok(Vec::new()),
        false => read_examples(&data.join("queries")),
    };
    let examples = examples.map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        failed(&errors.join("\nerror: "))
    })?;
    Ok(Opening {
        loaded,
        settings,
        examples,
    })
}

/// Tells of requests that were not answered.
fn tell(ending: Ending, limits: &Limits) {
    match ending {
        Ending::Finished => {}
        Ending::Unfinished => tracing::warn!(
            "stopped with requests unfinished after {} ms",
            limits.stopping_time.as_millis()
        ),
    }
}

/// Returns what was read and where it can be asked.
fn summary(loaded: &Loaded, address: SocketAddr) -> String {
    let graph = loaded.engine.domain().graph();
    format!(
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
    )
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
