// What does the table say?

const FIGURES = ["requests/s", "p50", "p99", "CPU time", "ratio", "memory", "counted", "others"];

/** Returns the table in Markdown: for each question a row for each server. */
export function table(rows, servers) {
  const head = ["question", "server", ...FIGURES];
  const dashes = ["---", "---", ...FIGURES.map(() => "---:")];
  const lines = rows.flatMap(({ text, results }) =>
    servers.map((server, at) => {
      const base = results.get(servers[0]);
      const result = results.get(server);
      return [at === 0 ? text : "", server.name, ...(result ? figures(result, base) : missing())];
    }),
  );
  return [head, dashes, ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

function missing() {
  return FIGURES.map((_, at) => (at === 0 ? "NOT MEASURED" : ""));
}

function figures(result, base) {
  const { latencies, time, memory, others } = result;
  const sorted = latencies.toSorted((a, b) => a - b);
  const quantile = (share) => sorted[Math.floor((sorted.length - 1) * share)];
  return [
    grouped((sorted.length / time) * 1000),
    duration(quantile(0.5)),
    duration(quantile(0.99)),
    duration(cpuTime(result)),
    base ? rounded(cpuTime(result) / cpuTime(base)) : "",
    `${grouped(memory / 2 ** 20)} MiB`,
    grouped(sorted.length),
    `${grouped(Math.max(0, others) * 100)} %`,
  ];
}

/** Returns the processor time of one request. */
function cpuTime({ cpu, latencies }) {
  return cpu / latencies.length;
}

function duration(milliseconds) {
  return milliseconds < 1 ? `${rounded(milliseconds * 1000)} us` : `${rounded(milliseconds)} ms`;
}

/** Returns a number with the digits that mean something. */
function rounded(number) {
  return number < 10 ? number.toFixed(1) : grouped(number);
}

function grouped(number) {
  return Math.round(number).toLocaleString("en");
}
