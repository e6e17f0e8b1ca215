// Passes frames from a fake Hive server through the operators.
const assert = require("node:assert/strict");
const { firstValueFrom, lastValueFrom, toArray } = require("rxjs");
const { HiveClient } = require("@hivekit/core");

const output = [0, 1, 2].map((time) => ({ time, classes: [{ class: "yes_smoking", score: time / 2 }] }));
const reply = { id: "task-1", status: [{ status: { code: "0" }, response: { input: {}, output } }] };

const policy = {
  instructions: "A forum.",
  categories: { insult: { description: "Insults.", decision: "review" } },
};
const verdict = { decision: "review" };

exports.use = async ({ index }) => {
  const { aboveThreshold, framesOf, judgementsOf, peakScores, segments, tasksOf } = index;
  const hive = new HiveClient({ apiKey: "k", fetch: async () => Response.json(reply) });
  const submission = { url: "https://a.example/clip.mp4" };
  const frames = framesOf(hive, submission);
  assert.equal((await lastValueFrom(frames.pipe(toArray()))).length, 3);
  assert.equal((await firstValueFrom(frames.pipe(aboveThreshold({ yes_smoking: 0.9 })))).timeSeconds, 2);
  assert.equal((await lastValueFrom(frames.pipe(peakScores())))[0].score, 1);
  const [segment] = await lastValueFrom(frames.pipe(segments({ yes_smoking: { enter: 0.5 } }), toArray()));
  assert.equal(segment.startSeconds, 1);
  assert.equal((await firstValueFrom(tasksOf(hive, [submission]))).task.id, "task-1");
  const vlm = { judge: async () => verdict };
  assert.equal((await firstValueFrom(judgementsOf(vlm, [{ text: "a" }], { policy }))).verdict, verdict);
};
