// How is a database served by PostGraphile?
//
// With its own preset, lists instead of connections, which have less to count and to wrap, no
// mutations and no GraphiQL. Its adaptor prepares statements and keeps them.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const [, , connection, port] = process.argv;
const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({ poolConfig: { ...JSON.parse(connection), max: 20 }, schemas: ["public"] }),
  ],
  schema: { defaultBehavior: "-connection +list -insert -update -delete" },
  grafserv: { graphiql: false, watch: false, maxRequestLength: 100_000 },
  grafast: { explain: false },
};
const server = createServer();
const served = postgraphile(preset).createServ(grafserv);
await served.addTo(server);
server.listen(Number(port), "127.0.0.1");
