import { describe, expect, it } from "vitest";
import { createEmulator, type EmulatorOptions, type FaultInput } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { demoMedia, createForm, submit, TAG_TASK_URL } from "./support/submit.ts";

const png = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();
const gif = await demoMedia("traffic-light.gif");

/** Submits media with six frames to an emulator with a fault. */
function send(fault: FaultInput, options: EmulatorOptions & { signal?: AbortSignal } = {}) {
  const { signal, ...rest } = options;
  const emulator = createEmulator({ ...rest, faults: [fault] });
  const response = emulator.fetch(TAG_TASK_URL, {
    method: "POST",
    headers: { authorization: "Token demo-visual" },
    body: createForm(gif, "a.gif"),
    ...(signal === undefined ? {} : { signal }),
  });
  return { emulator, response };
}

/** Reads until no chunk arrives for 60 ms, or to the end. */
async function readUntilStall(
  response: Response,
): Promise<{ text: string; reader: ReadableStreamDefaultReader<Uint8Array> }> {
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error("no body");
  let text = "";
  for (;;) {
    const chunk = await Promise.race([
      reader.read(),
      new Promise<null>((resolve) => setTimeout(() => resolve(null), 60)),
    ]);
    if (chunk === null || chunk.done) return { text, reader };
    text += new TextDecoder().decode(chunk.value);
  }
}

describe("a status", () => {
  it.each([400, 403, 404, 405, 429, 500, 502, 503, 504])(
    "%i happens once without a charge, and the next submission succeeds",
    async (status) => {
      const { emulator, response } = send({ kind: "status", status });
      expect((await response).status).toBe(status);
      expect(await (await response).json()).toEqual({ return_code: status, message: expect.any(String) });
      expect(emulator.verify.one()).toMatchObject({
        httpStatus: status,
        taskId: null,
        chargeUsd: 0,
        fault: String(status),
      });
      expect((await submit(emulator, "demo-visual", png)).status).toBe(200);
      expect(emulator.faults.list()).toEqual([]);
    },
  );

  it("can have an HTML page, a Retry-After header, and a charge", async () => {
    const { emulator, response } = send("503:html:billed:retry-after=30");
    const { status, headers } = await response;
    expect([status, headers.get("content-type"), headers.get("retry-after")]).toEqual([
      503,
      "text/html",
      "30",
    ]);
    expect(await (await response).text()).toMatch(/^<html>/);
    expect(emulator.verify.one()).toMatchObject({ httpStatus: 503, chargeUsd: 0.018, taskCode: "0" });
  });
});

describe("a failure inside HTTP 200", () => {
  it("can be a return_code", async () => {
    const { emulator, response } = send("return-code:400");
    expect((await response).status).toBe(200);
    expect(await (await response).json()).toEqual({ return_code: 400, message: "Bad Request" });
    expect(emulator.verify.one().chargeUsd).toBe(0);
  });

  it("can be a task code, without output and without a charge", async () => {
    const { emulator, response } = send({ kind: "task-code", code: "3401" });
    const body = await (await response).json();
    expect(body.status.status.code).toBe("3401");
    expect(body.status.response).toMatchObject({ output: [], input: { charge: 0 } });
    expect(emulator.verify.one()).toMatchObject({ taskCode: "3401", fault: "task-code:3401", chargeUsd: 0 });
  });
});

describe("a stall", () => {
  it("before the headers ends at an abort, after the task was processed and charged", async () => {
    const stop = new AbortController();
    const { emulator, response } = send("stall-headers", { signal: stop.signal });
    await expect.poll(() => emulator.journal[0]?.chargeUsd).toBe(0.018);
    stop.abort("enough");
    await expect(response).rejects.toBe("enough");
    expect(emulator.verify.one().httpStatus).toBeNull();
  });

  it.each(["reset", "close"] as const)(
    "before the headers ends at a %s with a broken connection",
    async (end) => {
      const { emulator, response } = send("stall-headers");
      await expect.poll(() => emulator.journal[0]?.chargeUsd).toBe(0.018);
      const outcome = response.catch((error: unknown) => error);
      await emulator[end]();
      expect(await outcome).toBeInstanceOf(TypeError);
    },
  );

  it("in the body happens after half of it, and ends at an abort", async () => {
    const stop = new AbortController();
    const { response } = send("stall-body", { signal: stop.signal });
    const { text, reader } = await readUntilStall(await response);
    expect(text).toMatch(/^\{"id"/);
    expect(() => JSON.parse(text)).toThrow();
    stop.abort("enough");
    await expect(reader.read()).rejects.toBe("enough");
  });

  it("between frames happens after the requested number of complete frames, and ends at a close", async () => {
    const { emulator, response } = send("stall-frames:after=2");
    const { text, reader } = await readUntilStall(await response);
    expect(text.match(/"time":/g)).toHaveLength(2);
    expect(text.endsWith("}]}")).toBe(true);
    await emulator.close();
    await expect(reader.read()).rejects.toThrow("terminated");
  });

  it.each(["stall-headers:ms=500", "stall-body:ms=500", "stall-frames:ms=500"])(
    "with a duration (%s) ends after it",
    async (fault) => {
      const slept: number[] = [];
      const { response } = send(fault, { sleep: async (ms) => void slept.push(ms) });
      expect((await (await response).json()).status.response.output).toHaveLength(6);
      expect(slept).toEqual([500]);
    },
  );

  it("ends when the body is cancelled", async () => {
    const { emulator, response } = send("stall-body");
    await expect((await response).body?.cancel()).resolves.toBeUndefined();
    await expect(emulator.close()).resolves.toBeUndefined();
  });
});

describe("a broken body", () => {
  it("can be truncated but end normally", async () => {
    const { response } = send("truncate");
    await expect((await response).json()).rejects.toThrow(SyntaxError);
  });

  it("can break in the middle, or be shorter than its Content-Length", async () => {
    const reset = await send("reset-body").response;
    await expect(reset.text()).rejects.toThrow("terminated");
    const short = await send("wrong-length").response;
    expect(Number(short.headers.get("content-length"))).toBeGreaterThan(1000);
    await expect(short.text()).rejects.toThrow("terminated");
  });

  it("can arrive in small chunks", async () => {
    const slept: number[] = [];
    const { response } = send("drip:ms=7:bytes=100", { sleep: async (ms) => void slept.push(ms) });
    const text = await (await response).text();
    expect(JSON.parse(text).status.response.output).toHaveLength(6);
    expect(slept).toHaveLength(Math.ceil(text.length / 100) - 1);
    expect(new Set(slept)).toEqual(new Set([7]));
  });

  it("can be missing: the connection breaks after the charge and before the response", async () => {
    const { emulator, response } = send("reset");
    await expect(response).rejects.toMatchObject({ name: "TypeError", message: "fetch failed" });
    expect(emulator.verify.one()).toMatchObject({ httpStatus: null, chargeUsd: 0.018, fault: "reset" });
  });
});

describe("faults", () => {
  const statuses = async (emulator: ReturnType<typeof createEmulator>, count: number) => {
    const seen: number[] = [];
    for (let index = 0; index < count; index += 1)
      seen.push((await submit(emulator, "demo-visual", png)).status);
    return seen;
  };

  it("happen the given number of times, in order", async () => {
    const emulator = createEmulator({ faults: "429*2,503" });
    expect(emulator.faults.list()).toMatchObject([
      { status: 429, times: 2 },
      { status: 503, times: 1 },
    ]);
    expect(await statuses(emulator, 4)).toEqual([429, 429, 503, 200]);
    emulator.reset();
    expect(await statuses(emulator, 2)).toEqual([429, 429]);
  });

  it("happen at a rate, and a seed makes them reproducible", async () => {
    const seen = await statuses(createEmulator({ faults: "500@0.3" }), 40);
    const failed = seen.filter((status) => status === 500).length;
    expect(failed).toBeGreaterThan(4);
    expect(failed).toBeLessThan(22);
    expect(await statuses(createEmulator({ faults: "500@0.3" }), 40)).toEqual(seen);
    expect(await statuses(createEmulator({ faults: "500@0.3", seed: 2 }), 40)).not.toEqual(seen);
  });

  it("can be added, removed, and restricted to a project or a route", async () => {
    const emulator = createEmulator();
    const remove = emulator.faults.add("500*9");
    expect(await statuses(emulator, 1)).toEqual([500]);
    remove();
    expect(await statuses(emulator, 1)).toEqual([200]);
    emulator.faults.add({ kind: "status", status: 502, project: "demo-colors" });
    emulator.faults.add({ kind: "status", status: 504, route: "GET" });
    expect(await statuses(emulator, 1)).toEqual([200]);
    expect((await submit(emulator, "demo-colors", png)).status).toBe(502);
    const path = "https://api.thehive.ai/api/v2/task?task_id=1";
    const headers = { authorization: "Token demo-visual" };
    expect((await emulator.fetch(path, { headers })).status).toBe(504);
    expect((await emulator.fetch(path, { headers })).status).toBe(404);
    emulator.faults.add("500*9");
    emulator.faults.clear();
    expect(await statuses(emulator, 1)).toEqual([200]);
  });

  it("never hide a wrong key", async () => {
    expect((await submit(createEmulator({ faults: "500" }), "nobody", png)).status).toBe(403);
  });

  it("are restored by a reset, including their random sequence", async () => {
    const emulator = createEmulator({ faults: "500@0.3" });
    const seen = await statuses(emulator, 20);
    emulator.reset();
    expect(await statuses(emulator, 20)).toEqual(seen);
  });

  it("wait for a submission, and ignore polls", async () => {
    const emulator = createEmulator({ faults: "503" });
    const headers = { authorization: "Token demo-visual" };
    const path = "https://api.thehive.ai/api/v2/task?task_id=1";
    expect((await emulator.fetch(path, { headers })).status).toBe(404);
    expect(await statuses(emulator, 2)).toEqual([503, 200]);
  });

  it.each([
    [
      "POST",
      "/api/v2/task/sync",
      "callback-drop",
      "the request is not an asynchronous submission with a callback_url",
    ],
    ["POST", "/api/v2/task/async", "task-code:3300,callback-drop", "not an asynchronous submission with"],
    ["POST", "/api/v2/task/sync", "503,stall-body", '"503" and "stall-body" cannot both happen'],
    ["GET", "/api/v2/task?task_id=1", "task-code:3300", "the request submits no task"],
  ])(
    "are rejected if they cannot happen to the request that asks for them: %s %s %s",
    async (method, path, fault, message) => {
      const emulator = createEmulator();
      const form = new FormData();
      form.set("media", new File([new Uint8Array(png)], "a.png"));
      const response = await emulator.fetch(`https://api.thehive.ai${path}`, {
        method,
        headers: { authorization: "Token demo-visual", "x-hivekit-emulator-fault": fault },
        ...(method === "POST" ? { body: form } : {}),
      });
      expect(response.status).toBe(400);
      expect((await response.json()).message).toContain(message);
      expect(emulator.tasks.list()).toEqual([]);
    },
  );

  it("can be requested in a header, for one request", async () => {
    const emulator = createEmulator();
    const withHeader = (fault: string) =>
      emulator.fetch(TAG_TASK_URL, {
        method: "POST",
        headers: { authorization: "Token demo-visual", "x-hivekit-emulator-fault": fault },
        body: createForm(png, "a.png"),
      });
    expect((await withHeader("503:html")).status).toBe(503);
    expect(await statuses(emulator, 1)).toEqual([200]);
    const invalid = await withHeader("503:htm");
    expect(invalid.status).toBe(400);
    expect((await invalid.json()).message).toContain('takes html, billed, retry-after=N, got "htm"');
  });
});

it("no stall is endless after the emulator is closed", async () => {
  const emulator = createEmulator();
  await emulator.close();
  emulator.faults.add("stall-headers");
  await expect(submit(emulator, "demo-colors", png)).rejects.toThrow(TypeError);
  emulator.faults.add("stall-body");
  await expect(submit(emulator, "demo-colors", png)).rejects.toThrow(TypeError);
});
