// How fast does a server answer one request, asked again and again?
//
// A closed loop: each of a few connections asks again as soon as it is answered, for a slice of
// time. One process asks all servers, so what it takes itself is the same for each.
import { Pool } from "undici";
import { cpuTime, cpuTimeOfAll } from "./process.mjs";

/** Asks a server for some milliseconds, and returns how long each answer took, how long all of it
 * took, and the processor time of the server, in milliseconds; and which share of a processor went
 * to others than the server and the process that asks. */
export async function ask(server, { connections, slice }) {
  const pool = new Pool(new URL(server.url).origin, { connections, pipelining: 1 });
  const once = () => request(pool, server);
  // What connecting takes is not measured.
  await together(connections, once);
  const before = spent(server);
  const start = performance.now();
  const latencies = [];
  await together(connections, async () => {
    do {
      const sent = performance.now();
      await once();
      latencies.push(performance.now() - sent);
    } while (performance.now() - start < slice);
  });
  const time = performance.now() - start;
  const after = spent(server);
  await pool.close();
  const [all, own, cpu] = after.map((spent, at) => (spent - before[at]) * 1000);
  return { latencies, time, cpu, others: (all - own - cpu) / time };
}

/** Returns the processor time that everything, this process and a server have taken, in seconds. */
function spent(server) {
  const { user, system } = process.cpuUsage();
  return [cpuTimeOfAll(), (user + system) / 1e6, cpuTime(server.children)];
}

function together(n, work) {
  return Promise.all(Array.from({ length: n }, work));
}

/** Sends the request of a server; an answer that has not the length that it should is an error. */
function request(pool, { url, body, length }) {
  return new Promise((resolve, reject) => {
    let [status, received] = [0, 0];
    const headers = { "content-type": "application/json", accept: "application/json" };
    pool.dispatch(
      { method: "POST", path: new URL(url).pathname, headers, body },
      {
        onRequestStart() {},
        onResponseStart(_, code) {
          status = code;
        },
        onResponseData(_, chunk) {
          received += chunk.length;
        },
        onResponseEnd() {
          if (status === 200 && received === length) resolve();
          else
            reject(
              new Error(`${url} answers ${status} with ${received} bytes instead of ${length}`),
            );
        },
        onResponseError: (_, error) => reject(error),
      },
    );
  });
}
