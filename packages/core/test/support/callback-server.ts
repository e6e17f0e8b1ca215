// Serves callbacks on a free port of the loopback until its standard input ends. Prints the port, then one line of JSON
// for each callback: its status, and the memory that this process has allocated for it. Run by
// sockets-callback.test.ts.
import { createServer } from "node:http";
import { isHiveError } from "../../src/index.ts";
import { readCallback } from "../../src/callback.ts";

const maxBodyBytes = Number(process.argv[2]);

const server = createServer(async (request, response) => {
  const before = process.memoryUsage.rss();
  const status = await readCallback(request, { maxBodyBytes }).then(
    () => 200,
    (error: unknown) => (isHiveError(error) && error.kind === "input" && error.limit !== null ? 413 : 500),
  );
  // The peak of the process, which begins with the programs that it has loaded.
  const peakBytes = process.resourceUsage().maxRSS * 1024 - before;
  response.writeHead(status, { connection: "close" }).end();
  console.log(JSON.stringify({ status, peakBytes }));
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify(server.address()));
});
process.stdin.resume().once("end", () => process.exit());
