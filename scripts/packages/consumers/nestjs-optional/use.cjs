// Uses the entry points that need terminus or the emulator.
const assert = require("node:assert/strict");
require("reflect-metadata");
const { NestFactory } = require("@nestjs/core");
const { TerminusModule } = require("@nestjs/terminus");
const { getHiveToken } = require("@hivekit/nestjs");

exports.use = async ({
  health: { HiveHealthIndicator },
  testing: { getEmulatorToken, HiveTestingModule },
}) => {
  class AppModule {}
  const imports = [TerminusModule, HiveTestingModule.forRoot({ apiKey: "demo-text", api: "v2" })];
  const root = { module: AppModule, imports, providers: [HiveHealthIndicator] };
  const app = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
  await app.get(getHiveToken(), { strict: false }).classify({ text: "hello" });
  app.get(getEmulatorToken(), { strict: false }).verify.one({ projectKey: "demo-text", hasText: true });
  const { hive } = await app.get(HiveHealthIndicator).check("hive");
  assert.equal(hive.status, "up");
  await app.close();
};
