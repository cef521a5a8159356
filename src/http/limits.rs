//! How much may clients ask for at once, and how slowly?

use crate::engine::limits;
use std::time::Duration;

limits! {
    /// The limits of connections and requests.
    Limits;
    "Bytes of the body of a request."
    body_bytes: usize, Bytes = 64 * 1024, in 1..=(16 << 20);
    "Heavy operations that run at once."
    operations_at_once: usize, Count = all_processors_but_one(), in 1..=256;
    "Heavy operations that wait until they can run; one more is answered with 503."
    waiting_operations: usize, Count = 100, in 1..=100_000;
    "Connections that are open at once; one more is answered with 503."
    connections: usize, Count = 500, in 1..=100_000;
    "Connections of one client address that are open at once; one more is answered with 503, unless the address is a trusted proxy's."
    connections_per_address: usize, Count = 400, in 1..=100_000;
    "The time that a client has to send the headers of a request, and that an idle connection is kept."
    header_time: Duration, Milliseconds = 5_000, in 1..=600_000;
    "The time that a client has to send the body of a request."
    body_time: Duration, Milliseconds = 5_000, in 1..=600_000;
    "The time that a client has to take an answer."
    answer_time: Duration, Milliseconds = 30_000, in 1..=600_000;
    "The time that the server goes on taking requests, and says that it is not ready, once it was told to stop."
    draining_time: Duration, Milliseconds = 0, in 0..=600_000;
    "WebSockets that are open at once; one more is answered with 503."
    sockets: usize, Count = 200, in 0..=100_000;
    "Bytes of a message over a WebSocket."
    message_bytes: usize, Bytes = 64 * 1024, in 1..=(16 << 20);
    "Operations that one WebSocket runs at once."
    subscriptions: usize, Count = 10, in 1..=10_000;
    "The time that a client has to open the connection over a WebSocket."
    init_time: Duration, Milliseconds = 3_000, in 1..=600_000;
    "The time after which a WebSocket is asked whether anybody is there, and closed when nobody answers for as long again."
    silence_time: Duration, Milliseconds = 30_000, in 1..=3_600_000;
    "What one client address may spend in a minute, in the bytes of its documents and the cost of its operations; with 0 nothing is counted."
    cost_per_minute: u64, Count = 0, in 0..=1_000_000_000;
    "What one client address may spend at once after it was silent; an operation that costs more never runs where spending is counted."
    cost_burst: u64, Count = 10_000_000, in 1..=100_000_000;
    "Client addresses whose spending is remembered; where they are more, those that ask seldom are forgotten."
    addresses: usize, Count = 100_000, in 1..=10_000_000;
    "The time that requests in flight have to finish once the server was told to stop."
    stopping_time: Duration, Milliseconds = 5_000, in 1..=600_000;
}

/// Heavy operations leave a processor to the small ones, where there is more than one.
fn all_processors_but_one() -> u64 {
    let n_processors = std::thread::available_parallelism().map_or(1, usize::from);
    n_processors.saturating_sub(1).clamp(1, 256) as u64
}
