// Runs the emulator in process, as a server and as a command, without the optional decoders.
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const { join } = require("node:path");

exports.use = async ({ index: { createEmulator }, node: { listen } }) => {
  const emulator = createEmulator();
  const submission = (text) => ({
    method: "POST",
    headers: { authorization: "Token demo-text", "content-type": "application/json" },
    body: JSON.stringify({ text_data: text }),
  });
  const inProcess = await emulator.fetch("https://api.thehive.ai/api/v2/task/sync", submission("hello"));
  assert.equal(inProcess.status, 200);
  const server = await listen({ emulator });
  const overSocket = await fetch(`${server.url}/api/v2/task/sync`, submission("hello"));
  assert.equal((await overSocket.json()).status[0].status.code, "0");
  emulator.verify.count(2, { projectKey: "demo-text" });
  await server.close();
  const command = join(__dirname, "node_modules", ".bin", "hivekit-emulator");
  assert.match(execFileSync(process.execPath, [command, "--help"], { encoding: "utf8" }), /--port/);
};
