// Submits to a fake Hive server, then reads, judges and validates the response.
const assert = require("node:assert/strict");

const output = [{ time: 0, classes: [{ class: "yes_smoking", score: 0.97 }] }];
const input = { charge: 0.003 };
const reply = { id: "task-1", status: [{ status: { code: "0" }, response: { input, output } }] };

const message = { role: "assistant", content: '{"safe": true}' };
const usage = { prompt_tokens: 280, completion_tokens: 5, total_tokens: 285 };
const chat = { id: "chat-1", choices: [{ index: 0, message, finish_reason: "stop" }], usage };

exports.use = async ({
  index,
  callback,
  classes,
  evaluate,
  guard,
  guard_testing: guardTesting,
  mask,
  node,
  options,
  panel,
  policy,
  schemas,
  vlm,
}) => {
  const hive = new index.HiveClient({ apiKey: "k", fetch: async () => Response.json(reply) });
  const task = await hive.classify({ url: "https://a.example/a.jpg" });
  assert.equal(task.results[0].frames[0].classes[0].score, 0.97);
  const times = [];
  for await (const frame of hive.frames({ url: "https://a.example/a.jpg" })) times.push(frame.timeSeconds);
  assert.deepEqual(times, [0]);
  assert.equal(policy.decide(task, policy.definePolicy({ block: { yes_smoking: 0.9 } })).decision, "block");
  const visual = { client: hive, policy: { block: { yes_smoking: 0.9 } } };
  const judged = await panel.createPanel({ members: { visual } }).judge({ url: "https://a.example/a.jpg" });
  assert.deepEqual([judged.decision, judged.charge], ["block", { knownUsd: 0.003, isComplete: true }]);
  assert.equal(schemas.TaskSchema.parse(task).id, "task-1");
  const model = new vlm.HiveVlm({ apiKey: "k", fetch: async () => Response.json(chat) });
  const schema = require("zod").strictObject({ safe: require("zod").boolean() });
  const answer = await model.ask({ prompt: "Is it safe?", media: Buffer.from("GIF89a"), schema });
  assert.deepEqual([answer.value, answer.usage.totalTokens], [{ safe: true }, 285]);
  assert.ok(classes.isNegativeClass("no_smoking"));
  const curve = await evaluate.sweepThreshold("yes_smoking", [{ id: "1", task, truth: "block" }]);
  assert.equal(curve.steps[0].threshold, 0.97);
  const budget = guard.createBudget({ limitUsd: 0.005, per: "run" });
  const limited = guard.withBudget(hive, { budget });
  await limited.classify({ url: "https://a.example/a.jpg" });
  await assert.rejects(limited.classify({ url: "https://a.example/a.jpg" }), {
    kind: "budget",
    spentUsd: 0.003,
  });
  const [store] = guardTesting.budgetStoreCases(() => guard.createMemoryBudgetStore());
  await store.run();
  const mapping = [{ class: "cat", value: 1 }];
  const first = { x: 0, y: 0, widthPx: 1, channels: 1 };
  assert.equal(mask.maskClassAt(new Uint8Array([1]), mapping, first), "cat");
  const secret = "s".repeat(32);
  const url = await callback.signCallbackUrl("https://me.example/hive", { secret, project: "p" });
  const check = await callback.verifyCallbackUrl(url, { secrets: [secret], project: "p" });
  assert.equal(check.isValid, true);
  assert.equal((await hive.classify({ media: node.fromPath(__filename) })).id, "task-1");
  // This project does not install undici, an optional peer.
  await assert.rejects(async () => node.longFetch()("https://a.example/"), /undici/);
  const isPositive = { timeoutMs: options.positiveNumber };
  assert.throws(() => options.checkOptions({ timeoutMs: -1 }, isPositive), index.HiveConfigError);
  await assert.rejects(hive.classify({ media: "https://a.example/" }), (error) => index.isHiveError(error));
};
