//! How is a story served until somebody says stop?

use super::arguments::ServeArguments;
use super::load::{Loaded, grouped, load};
use crate::http::example::{Example, read_examples};
use crate::http::router;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::signal;

/// Serves a story until the process is told to stop.
pub(super) fn run(arguments: &ServeArguments) -> ExitCode {
    let loaded = match load(&arguments.folder) {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
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
    runtime.block_on(serve(loaded, examples, arguments.listen))
}

async fn serve(loaded: Loaded, examples: Vec<Example>, listen: SocketAddr) -> ExitCode {
    let listener = match TcpListener::bind(listen).await {
        Ok(listener) => listener,
        Err(error) => return failed(&format!("cannot listen on {listen}: {error}")),
    };
    let address = listener.local_addr().unwrap_or(listen);
    announce(&loaded, address);
    let router = router(loaded.engine, &examples);
    let served = axum::serve(listener, router).with_graceful_shutdown(told_to_stop());
    match served.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&format!("cannot serve: {error}")),
    }
}

fn announce(loaded: &Loaded, address: SocketAddr) {
    let graph = loaded.engine.domain().graph();
    let text = format!(
        "Read {} sources, {} entities and {} claims in {} ms.\n\
         \n  \
         explore   http://{address}/\n  \
         GraphQL   http://{address}/graphql\n  \
         schema    http://{address}/schema.graphql\n  \
         health    http://{address}/health/live and http://{address}/health/ready\n\
         \nPress Ctrl-C to stop.\n",
        grouped(graph.sources().len()),
        grouped(graph.n_entities()),
        grouped(graph.claims().len()),
        loaded.time.as_millis(),
    );
    // Serving goes on when nobody reads the output.
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Ends when the process is interrupted or terminated.
async fn told_to_stop() {
    let interrupted = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

fn failed(message: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "error: {message}");
    ExitCode::FAILURE
}
