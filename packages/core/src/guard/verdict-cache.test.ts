import { createHash } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { bodyOf, fakeFetch } from "../../test/fake-fetch.ts";
import { cachedProject, heldResponse, JPEG, replyOf } from "../../test/cached-project.ts";
import { HiveClient } from "../index.ts";
import type { AttemptInfo, MediaFile } from "../index.ts";
import { HiveVlm } from "../vlm.ts";
import { decide } from "../policy.ts";
import type { ByteHash } from "./byte-hash.ts";
import { createBudget } from "./create-budget.ts";
import { createMemoryVerdictStore } from "./memory-verdict-store.ts";
import { isReused } from "./reused-task.ts";
import { withBudget } from "./with-budget.ts";
import { withVerdictCache } from "./with-verdict-cache.ts";

const media = JPEG;
const fileOf = (bytes: () => Uint8Array, extra: Partial<MediaFile> = {}): MediaFile => ({
  size: bytes().length,
  name: "a.jpg",
  stream: () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(bytes().slice());
        controller.close();
      },
    }),
  ...extra,
});
const failed = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "no error",
    (error: unknown) => error,
  );

describe("withVerdictCache", () => {
  it("submits 1,000 simultaneous equal images once", async () => {
    const { hive, seen } = cachedProject();
    const calls = Array.from({ length: 1000 }, async () => hive.classify({ media: media.slice() }));
    const tasks = await Promise.all(calls);
    expect(seen).toHaveLength(1);
    expect(tasks.filter((task) => !isReused(task))).toHaveLength(1);
    expect(new Set(tasks.map((task) => decide(task, { block: { yes_smoking: 0.9 } }).decision))).toEqual(
      new Set(["allow"]),
    );
    expect(tasks.reduce((sum, { results }) => sum + (results[0]?.chargeUsd ?? Number.NaN), 0)).toBeCloseTo(
      0.003,
      7,
    );
  });

  it("returns a free and redacted copy later, with the metadata of the call, and each policy judges it", async () => {
    const { hive, seen } = cachedProject(() => new Response(replyOf([0.95])));
    const attempts: AttemptInfo[] = [];
    const onAttempt = (attempt: AttemptInfo): void => void attempts.push(attempt);
    const first = await hive.classify({ media }, { metadata: "one", onAttempt });
    const second = await hive.classify({ media }, { metadata: "two", onAttempt });
    expect([seen.length, attempts.length, isReused(first), isReused(second)]).toEqual([1, 1, false, true]);
    const [fresh] = first.results;
    expect(second).toEqual({
      ...first,
      raw: null,
      metadata: "two",
      results: [
        {
          ...fresh,
          chargeUsd: 0,
          media: { ...fresh?.media, filename: null },
          frames: fresh?.frames.map((frame) => ({ ...frame, raw: null })),
        },
      ],
    });
    expect(JSON.stringify(second)).not.toContain("SECRET");
    expect(decide(second, { block: { yes_smoking: 0.9 } }).decision).toBe("block");
    expect(decide(second, { block: { yes_smoking: 0.99 } }).decision).toBe("allow");
    expect(decide(second, { block: { gun_in_hand: 0.9 } }).decision).toBe("unknown");
  });

  it("restores dates", async () => {
    const { hive } = cachedProject();
    const [first, second] = [await hive.classify({ media }), await hive.classify({ media })];
    expect(second.results[0]?.createdOn).toEqual(first.results[0]?.createdOn);
    expect(second.createdOn).toEqual(first.createdOn);
  });

  it("treats bytes, buffers, blobs, files and functions with equal content as equal", async () => {
    const { hive, seen } = cachedProject();
    for (const source of [
      media,
      media.slice().buffer,
      new Blob([media]),
      new Blob([media], { type: "image/jpeg" }),
      new File([media], "b.jpg"),
      fileOf(() => media),
      () => media,
      async () => fileOf(() => media),
      () => bodyOfBytes(media),
    ]) {
      await hive.classify({ media: source, filename: "any.jpg" });
      await hive.classify({ media: source });
    }
    expect(seen).toHaveLength(1);
  });

  it("submits again if bytes, content type, text, model, params, API, address or namespace differ", async () => {
    const store = createMemoryVerdictStore();
    const text = "hello";
    const v3 = () =>
      new Response(
        JSON.stringify({
          task_id: "1",
          output: [{ time: 0, classes: [{ class: "yes_smoking", value: 0.1 }] }],
        }),
      );
    const projects = [
      cachedProject(undefined, { store }),
      cachedProject(undefined, { store }, { baseUrl: "https://example.com" }),
      cachedProject(undefined, { store, namespace: "text" }),
      cachedProject(undefined, { store }, { api: "v1" }),
      cachedProject(v3, { store }, { api: "v3", model: "hive/visual-moderation" }),
    ];
    for (const { hive } of projects) for (let time = 0; time < 2; time++) await hive.classify({ media });
    expect(projects.map(({ seen }) => seen.length)).toEqual([1, 1, 1, 1, 1]);
    const [v2, , , v1, newest] = projects;
    for (let time = 0; time < 2; time++) {
      await v2?.hive.classify({ media: new Uint8Array([...media, 4]) });
      await v2?.hive.classify({ media, contentType: "image/png" });
      await v2?.hive.classify({ media }, { params: { a: 1 } });
      await v2?.hive.classify({ media }, { params: { a: 2 } });
      await v2?.hive.classify({ text });
      await v2?.hive.classify({ text: "hello " });
      await v1?.hive.classify({ media, text });
      await newest?.hive.classify({ media }, { model: "hive/other" });
    }
    expect(projects.map(({ seen }) => seen.length)).toEqual([7, 1, 1, 2, 2]);
  });

  it("does not use the cache for streams, URLs and calls with headers", async () => {
    const { hive, seen } = cachedProject();
    for (let time = 0; time < 2; time++) {
      await hive.classify({ media: bodyOfBytes(media) });
      await hive.classify({ url: "https://example.com/a.jpg" });
      await hive.classify({ media }, { headers: { "x-project": "other" } });
    }
    expect(seen).toHaveLength(6);
  });

  it("works with a cache around a cache, and forgets results after their time", async () => {
    const { hive, seen } = cachedProject(undefined, { ttlSeconds: 0.05 });
    const outer = withVerdictCache(hive, { policy: { block: { yes_smoking: 0.9 } }, ttlSeconds: 0.02 });
    await outer.classify({ media });
    await outer.classify({ media });
    expect(seen).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 80));
    await outer.classify({ media });
    expect(seen).toHaveLength(2);
  });

  it("sends nothing for invalid submissions and options", async () => {
    const { hive, seen } = cachedProject();
    expect(await failed(Reflect.apply(hive.classify, hive, [{}]))).toMatchObject({ kind: "input" });
    expect(await failed(Reflect.apply(hive.classify, hive, [{ media }, { timeout: 1 }]))).toMatchObject({
      kind: "config",
    });
    expect(await failed(hive.classify({ media: new Uint8Array() }))).toMatchObject({ kind: "input" });
    expect(await failed(hive.frames({ media: new Uint8Array() }).summary())).toMatchObject({ kind: "input" });
    expect(seen).toHaveLength(0);
  });

  it.each([
    ["a policy without conditions", { policy: {} }],
    ["no time", { ttlSeconds: 0 }],
    ["a store without a namespace", { store: createMemoryVerdictStore(), namespace: undefined }],
    ["a store without methods", { store: {}, namespace: "a" }],
    ["an unknown option", { ttl: 1 }],
  ])("rejects %s", (_name, options) => {
    const { client } = cachedProject();
    const given = { policy: { block: { yes_smoking: 0.9 } }, ttlSeconds: 1, ...options };
    expect(() => Reflect.apply(withVerdictCache, undefined, [client, given])).toThrow(
      expect.objectContaining({ kind: "config" }),
    );
  });

  it.each([
    [new HiveVlm({ apiKey: "k" }), /got a HiveVlm/],
    [{ classify: () => {} }, /must be a HiveClient/],
    [null, /must be a HiveClient/],
  ])("rejects other clients", (client, message) => {
    const given = [client, { policy: { block: { yes_smoking: 0.9 } }, ttlSeconds: 1 }];
    expect(() => Reflect.apply(withVerdictCache, undefined, given)).toThrow(message);
  });

  it("passes on polls and asynchronous submissions", async () => {
    const { hive, seen } = cachedProject(() => new Response('{"task_id":"t1"}'));
    for (let time = 0; time < 2; time++) await hive.submit({ media }).catch(() => {});
    expect(seen).toHaveLength(2);
  });
});

describe("bytes that change", () => {
  it("between the hash and the upload are never stored under the wrong hash", async () => {
    let version = 0;
    const bytes = (): Uint8Array => new Uint8Array([...media, version]);
    const { hive, seen } = cachedProject();
    for (const source of [
      () => (version++, bytes()),
      () => (version++, fileOf(bytes)),
      () => (version++, bodyOfBytes(bytes())),
    ]) {
      const first = version + 1;
      const before = seen.length;
      const task = await hive.classify({ media: source });
      expect(isReused(task)).toBe(false);
      for (const known of [first, first + 1])
        await hive.classify({ media: new Uint8Array([...media, known]) });
      // Neither the bytes that were hashed nor those that were sent are known.
      expect(seen.length - before).toBe(3);
      version += 10;
    }
  });

  it("do not count if they are the text of an object that the caller reuses", async () => {
    const { hive, seen } = cachedProject();
    const submission = { text: "one" };
    const call = hive.classify(submission);
    submission.text = "two";
    await call;
    expect((await seen[0]?.form())?.get("text_data")).toBe("one");
    expect(isReused(await hive.classify({ text: "one" }))).toBe(true);
    expect(isReused(await hive.classify({ text: "two" }))).toBe(false);
  });

  it("in a Blob that is a file of Bun are not stored under the wrong hash", async () => {
    vi.stubGlobal("Bun", {});
    try {
      const { hive, seen } = cachedProject();
      let opened = 0;
      const content = (): Blob => new Blob([opened++ === 0 ? media : media.map((byte) => byte ^ 1)]);
      const file = Object.defineProperties(new Blob([media]), {
        stream: { value: () => content().stream() },
        arrayBuffer: { value: async () => content().arrayBuffer() },
      });
      await hive.classify({ media: file });
      expect(isReused(await hive.classify({ media }))).toBe(false);
      expect(seen).toHaveLength(2);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("in memory while the key is claimed are not stored", async () => {
    const { hive, seen } = cachedProject();
    const bytes = media.slice();
    const call = hive.classify({ media: () => bytes });
    bytes[6] = 9;
    await call;
    const other = hive.classify({ media: () => media });
    await other;
    expect(seen.length).toBe(2);
  });

  it("are not shared with callers who have the bytes that were hashed", async () => {
    let opened = 0;
    const held = heldResponse();
    let requests = 0;
    const { hive, seen } = cachedProject(async () =>
      requests++ === 0 ? held.respond() : new Response(replyOf([0.95])),
    );
    const changing = hive.classify({ media: () => (opened++ === 0 ? media : new Uint8Array([...media, 7])) });
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    const stable = hive.classify({ media });
    await new Promise((resolve) => setTimeout(resolve, 5));
    held.send(new Response(replyOf([0.1])));
    expect((await changing).results[0]?.frames[0]?.classes[0]?.score).toBe(0.1);
    expect((await stable).results[0]?.frames[0]?.classes[0]?.score).toBe(0.95);
    expect(seen).toHaveLength(2);
  });
});

describe("a hash", () => {
  const other = new Uint8Array([...media, 1]);
  it.each<[string, () => unknown]>([
    ["undefined", () => undefined],
    ["bytes", () => new Uint8Array(32)],
    ["short", () => "ab"],
    ["empty", () => ""],
    ["not hexadecimal", () => `sha256:${"0".repeat(64)}`],
    ["an error", () => Promise.reject(new Error("hash"))],
  ])("whose digest is %s is not used, and the calls continue", async (_name, digest) => {
    // A hash in JavaScript may return anything.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test is about invalid hashes
    const hash = (() => ({ update: () => {}, digest })) as () => ByteHash;
    const { hive, seen, errors } = cachedProject(undefined, { hash });
    const tasks = await Promise.all([hive.classify({ media }), hive.classify({ media: other })]);
    expect([...tasks.map(isReused), seen.length, errors.length]).toEqual([false, false, 2, 2]);
  });

  it("that fails during the upload does not make the call fail", async () => {
    let created = 0;
    for (const failing of ["create", "digest", "update"]) {
      const hash = (): ByteHash => {
        const sha = createHash("sha256");
        // The first one hashes the media, the second one the key.
        const isBroken = ++created > 2;
        if (isBroken && failing === "create") throw new Error("create");
        return {
          update: (chunk) => {
            if (isBroken && failing === "update") throw new Error("update");
            sha.update(chunk);
          },
          digest: () => {
            if (isBroken && failing === "digest") throw new Error("digest");
            return sha.digest("hex");
          },
        };
      };
      created = 0;
      const { hive } = cachedProject(undefined, { hash });
      await expect(hive.classify({ media: () => fileOf(() => media) })).resolves.toMatchObject({
        kind: "model",
      });
    }
  });
});

describe("a failure", () => {
  it("is shared with all callers who wait, and is not kept", async () => {
    let requests = 0;
    const { hive, seen } = cachedProject(() =>
      requests++ === 0 ? new Response("", { status: 400 }) : new Response(replyOf([0.1])),
    );
    const errors = await Promise.all(
      Array.from({ length: 100 }, async () => failed(hive.classify({ media }))),
    );
    expect([new Set(errors).size, seen.length]).toEqual([1, 1]);
    expect(errors[0]).toMatchObject({ kind: "http", status: 400 });
    await expect(hive.classify({ media })).resolves.toMatchObject({ kind: "model" });
    expect(seen).toHaveLength(2);
  });

  it("of the media concerns only its caller", async () => {
    const { hive, seen } = cachedProject();
    const broken = (): never => {
      throw new Error("disk");
    };
    expect(await failed(hive.classify({ media: broken }))).toMatchObject({ kind: "input" });
    expect(seen).toHaveLength(0);
  });
});

describe("a caller who leaves", () => {
  it("does not end the submission of the others, whoever it is", async () => {
    for (const leaver of [0, 1]) {
      const held = heldResponse();
      const { hive, seen } = cachedProject(held.respond);
      const controllers = [new AbortController(), new AbortController()];
      const calls = controllers.map(async ({ signal }) => failed(hive.classify({ media }, { signal })));
      await vi.waitFor(() => expect(seen).toHaveLength(1));
      controllers[leaver]?.abort("left");
      expect(await calls[leaver]).toBe("left");
      held.send(new Response(replyOf([0.1])));
      expect(await calls[1 - leaver]).toBe("no error");
      await hive.classify({ media });
      expect(seen).toHaveLength(1);
    }
  });

  it("ends the submission if it is the last one, and the next caller submits again", async () => {
    const held = heldResponse();
    let requests = 0;
    const { hive, seen } = cachedProject(async () =>
      requests++ === 0 ? held.respond() : new Response(replyOf([0.1])),
    );
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(async ({ signal }) => failed(hive.classify({ media }, { signal })));
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    for (const controller of controllers) controller.abort("left");
    expect(await Promise.all(calls)).toEqual(["left", "left"]);
    await vi.waitFor(() => expect(seen[0]?.request.signal.aborted).toBe(true));
    await expect(hive.classify({ media })).resolves.toMatchObject({ kind: "model" });
    expect(seen).toHaveLength(2);
  });

  it("before the hash is computed sends nothing", async () => {
    const { hive, seen } = cachedProject();
    const controller = new AbortController();
    const call = failed(
      hive.classify({ media: async () => new Promise(() => {}) }, { signal: controller.signal }),
    );
    controller.abort("left");
    expect(await call).toBe("left");
    expect(await failed(hive.classify({ media }, { signal: AbortSignal.abort("gone") }))).toBe("gone");
    expect(seen).toHaveLength(0);
  });

  it("because of its own timeout does not end the others", async () => {
    const held = heldResponse();
    const { hive, seen } = cachedProject(held.respond);
    const short = failed(hive.classify({ media }, { timeoutMs: 30 }));
    const long = failed(hive.classify({ media }, { timeoutMs: 20_000 }));
    expect(await short).toMatchObject({
      kind: "timeout",
      limit: "deadline",
      timeoutMs: 30,
      message: expect.stringContaining("may still be billed"),
    });
    held.send(new Response(replyOf([0.1])));
    expect([await long, seen.length]).toEqual(["no error", 1]);
  });
});

describe("frames", () => {
  const parts = (reply: string): string[] => reply.split(/(?<=\]\},)/);

  it("delivers the frames to the first caller as they arrive, and replays them afterwards", async () => {
    let resume = (): void => {};
    const paused = new Promise<void>((resolve) => {
      resume = resolve;
    });
    const [head = "", ...rest] = parts(replyOf([0.1, 0.2, 0.3]));
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode(head));
        await paused;
        controller.enqueue(new TextEncoder().encode(rest.join("")));
        controller.close();
      },
    });
    const { hive, seen } = cachedProject(() => new Response(body));
    const stream = hive.frames({ media });
    const iterator = stream[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ index: 0, raw: expect.anything() });
    resume();
    expect(await iterator.next()).toMatchObject({ value: { index: 1 } });
    expect(await iterator.next()).toMatchObject({ value: { index: 2 } });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(await stream.summary()).toMatchObject({ results: [{ chargeUsd: 0.003, frameCount: 3 }] });

    const again = hive.frames({ media }, { metadata: "mine" });
    const frames = await collect(again);
    expect(frames.map(({ index, raw, timeSeconds }) => [index, raw, timeSeconds])).toEqual([
      [0, null, 0],
      [1, null, 1],
      [2, null, 2],
    ]);
    const summary = await again.summary();
    expect(summary).toMatchObject({
      metadata: "mine",
      raw: null,
      results: [{ chargeUsd: 0, frameCount: 3 }],
    });
    expect([isReused(summary), isReused(await stream.summary())]).toEqual([true, false]);
    expect(isReused(await hive.classify({ media }))).toBe(true);
    expect(decide(await hive.classify({ media }), { block: { yes_smoking: 0.9 } }).decision).toBe("allow");
    expect((await decide(hive.frames({ media }), { block: { yes_smoking: 0.3 } })).decision).toBe("block");
    expect(seen).toHaveLength(1);
  });

  it.each(["stops", "is slow", "cancels"])(
    "serves the others if the first caller %s after a frame",
    async (what) => {
      const { hive, seen } = cachedProject(() => new Response(bodyOf(parts(replyOf([0.1, 0.2, 0.3])))));
      const first = hive.frames({ media });
      const iterator = first[Symbol.asyncIterator]();
      await iterator.next();
      const followers = [
        hive.classify({ media }),
        hive.frames({ media }).summary(),
        collect(hive.frames({ media })),
      ] as const;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (what === "stops") await iterator.return?.();
      if (what === "cancels") first.cancel();
      const [task, summary, frames] = await Promise.all(followers);
      expect([task.results[0]?.frames.length, summary.results[0]?.frameCount, frames.length]).toEqual([
        3, 3, 3,
      ]);
      if (what === "is slow") expect(await iterator.next()).toMatchObject({ value: { index: 1 } });
      expect(seen).toHaveLength(1);
    },
  );

  it("holds the rest for a slow first caller", async () => {
    const { hive } = cachedProject(() => new Response(bodyOf(parts(replyOf([0.1, 0.2, 0.3])))));
    const iterator = hive.frames({ media })[Symbol.asyncIterator]();
    await iterator.next();
    await hive.classify({ media });
    const rest = [await iterator.next(), await iterator.next(), await iterator.next()];
    expect(rest.map(({ value }) => value?.index)).toEqual([1, 2, undefined]);
  });

  it("closes the connection if the only caller stops, keeps nothing, and the next one submits again", async () => {
    const onCancel = vi.fn<() => void>();
    let requests = 0;
    const { hive, seen } = cachedProject(() =>
      requests++ === 0
        ? new Response(bodyOf([...parts(replyOf([0.1, 0.2])).slice(0, 1), null], onCancel))
        : new Response(replyOf([0.1])),
    );
    for await (const frame of hive.frames({ media })) {
      expect(frame.index).toBe(0);
      break;
    }
    await vi.waitFor(() => expect(onCancel).toHaveBeenCalledOnce());
    expect(isReused(await hive.classify({ media }))).toBe(false);
    expect(seen).toHaveLength(2);
  });

  it("delivers the complete frames of an interrupted response, then the error, to everyone", async () => {
    const { hive, seen } = cachedProject(
      () => new Response(bodyOf([parts(replyOf([0.1, 0.2])).at(0) ?? "", new TypeError("terminated")])),
    );
    const iterator = hive.frames({ media })[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ index: 0 });
    const [other, one] = await Promise.all([failed(hive.classify({ media })), failed(iterator.next())]);
    expect(one).toMatchObject({ kind: "network" });
    expect([other === one, seen.length]).toEqual([true, 1]);
  });

  it("can be canceled before, while and after the media is hashed", async () => {
    for (const media of [JPEG, async () => new Promise<never>(() => {})]) {
      const { hive } = cachedProject(async () => new Promise(() => {}));
      const stream = hive.frames({ media });
      const next = failed(stream[Symbol.asyncIterator]().next());
      await new Promise((resolve) => setTimeout(resolve, 5));
      stream.cancel("enough");
      expect(await next).toMatchObject({ kind: "closed", cause: "enough" });
      expect(await failed(stream.summary())).toMatchObject({ kind: "closed" });
    }
    const { hive, seen } = cachedProject();
    const unused = hive.frames({ media });
    await unused[Symbol.asyncDispose]();
    expect(await failed(unused.summary())).toMatchObject({ kind: "closed" });
    expect(seen).toHaveLength(0);
  });

  it.each(["aborts", "times out"])(
    "closes the connection if the call %s while the consumer requests nothing",
    async (what) => {
      const head = parts(replyOf([0.1, 0.2])).at(0) ?? "";
      const { hive, seen } = cachedProject(() => new Response(bodyOf([head, null])));
      const controller = new AbortController();
      const options = what === "aborts" ? { signal: controller.signal } : { timeoutMs: 100 };
      const iterator = hive.frames({ media }, options)[Symbol.asyncIterator]();
      await iterator.next();
      if (what === "aborts") controller.abort("left");
      await vi.waitFor(() => expect(seen[0]?.request.signal.aborted).toBe(true));
      const error = await failed(iterator.next());
      if (what === "aborts") expect(error).toBe("left");
      else expect(error).toMatchObject({ kind: "timeout", timeoutMs: 100 });
    },
  );

  it("end when the signal aborts, even if they come from the store", async () => {
    const { hive, seen } = cachedProject(() => new Response(replyOf([0.1, 0.2, 0.3])));
    await hive.classify({ media });
    const controller = new AbortController();
    const { signal } = controller;
    const iterator = hive.frames({ media }, { signal })[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ index: 0 });
    controller.abort("left");
    expect(await failed(iterator.next())).toBe("left");
    expect(seen).toHaveLength(1);
  });

  it("end immediately when they are canceled, even if others wait for the rest", async () => {
    for (let turns = 0; turns < 10; turns++) {
      const two = parts(replyOf([0.1, 0.2, 0.3])).slice(0, 2);
      const { hive } = cachedProject(() => new Response(bodyOf([...two, null])));
      const stream = hive.frames({ media });
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      const controller = new AbortController();
      const follower = failed(hive.classify({ media }, { signal: controller.signal }));
      await new Promise((resolve) => setTimeout(resolve, 5));
      const next = failed(iterator.next());
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      stream.cancel();
      await Promise.race([next, new Promise((_resolve, reject) => setTimeout(reject, 1000, turns))]);
      controller.abort("left");
      expect(await follower).toBe("left");
    }
  });

  it("of a long response are not subject to the deadline of the client, even for callers who wait", async () => {
    let finish = (): void => {};
    const [head = "", ...rest] = parts(replyOf([0.1, 0.2]));
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(head));
        finish = () => {
          controller.enqueue(new TextEncoder().encode(rest.join("")));
          controller.close();
        };
      },
    });
    const { hive, seen } = cachedProject(() => new Response(body), {}, { timeoutMs: 60 });
    const first = hive.frames({ media });
    const iterator = first[Symbol.asyncIterator]();
    await iterator.next();
    const second = hive.frames({ media }).summary();
    await new Promise((resolve) => setTimeout(resolve, 120));
    finish();
    await expect(second).resolves.toMatchObject({ results: [{ frameCount: 2 }] });
    await iterator.next();
    expect(seen).toHaveLength(1);
  });

  it("has one consumer, and its summary drops the frames", async () => {
    const { hive } = cachedProject(() => new Response(replyOf([0.1, 0.2])));
    for (let time = 0; time < 2; time++) {
      const stream = hive.frames({ media });
      const iterator = stream[Symbol.asyncIterator]();
      expect(await failed(stream[Symbol.asyncIterator]().next())).toMatchObject({ kind: "closed" });
      expect(await stream.summary()).toMatchObject({ results: [{ frameCount: 2 }] });
      expect(await failed(iterator.next())).toMatchObject({ kind: "closed" });
    }
  });
});

it("a client has its identity without showing it", () => {
  expect(Object.keys(new HiveClient({ apiKey: "k" }))).toEqual([]);
});

function bodyOfBytes(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.slice());
      controller.close();
    },
  });
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

it("tells models apart through a budget, too", async () => {
  const output = [{ time: 0, classes: [{ class: "yes_smoking", value: 0.1 }] }];
  const { fetch, seen } = fakeFetch(() => new Response(JSON.stringify({ task_id: "1", output })));
  const policy = { block: { yes_smoking: 0.9 } };
  const store = createMemoryVerdictStore();
  const budget = createBudget({ limitUsd: 10, per: "run" });
  for (const model of ["hive/visual-moderation", "hive/other"]) {
    const client = withBudget(new HiveClient({ apiKey: "k", api: "v3", model, fetch }), { budget });
    const hive = withVerdictCache(client, { policy, ttlSeconds: 60, store, namespace: "visual" });
    await hive.classify({ media: JPEG });
    await hive.classify({ media: JPEG });
  }
  expect(seen).toHaveLength(2);
});
