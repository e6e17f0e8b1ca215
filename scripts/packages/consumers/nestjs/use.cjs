// Creates a Nest context with two projects that use a fake Hive server, without optional dependencies.
const assert = require("node:assert/strict");
require("reflect-metadata");
const { NestFactory } = require("@nestjs/core");

const QUIET = { logger: false, abortOnError: false };
const reply = { id: "task-1", status: [{ status: { code: "0" }, response: { input: {}, output: [] } }] };

exports.use = async ({ index: { getHiveToken, hiveHealth, HiveModule, HiveService }, callbacks }) => {
  class AppModule {}
  const options = { apiKey: "k", fetch: async () => Response.json(reply) };
  const imports = [HiveModule.forRoot(options), HiveModule.forRoot({ ...options, name: "text" })];
  const app = await NestFactory.createApplicationContext({ module: AppModule, imports }, QUIET);
  const hive = app.get(HiveService, { strict: false });
  assert.equal((await hive.classify({ url: "https://a.example/a.jpg" })).id, "task-1");
  assert.ok(app.get(getHiveToken("text"), { strict: false }) instanceof HiveService);
  assert.throws(() => hive.vlm, /vlm\.apiKey/);
  assert.equal(hiveHealth(hive.stats()).status, "up");
  await app.close();
  assert.equal(typeof callbacks.OnHiveTask({ project: "text" }), "function");
  assert.equal(new callbacks.MemoryCallbackStore().claim("a", { leaseMs: 1_000 }), "claimed");
  await assert.rejects(
    async () => NestFactory.createApplicationContext(HiveModule.forRoot({ apiKey: "" }), QUIET),
    /HiveConfigError|apiKey|key/,
  );
};
