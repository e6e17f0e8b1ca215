import { request } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createEmulator } from "../src/index.ts";
import { listen, type EmulatorServer } from "../src/node.ts";
import { demoMedia, createForm } from "./support/submit.ts";

const gif = await demoMedia("traffic-light.gif");
let server: EmulatorServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function send(fault: string, init: RequestInit = {}): Promise<Response> {
  server = await listen({ emulator: createEmulator({ faults: fault }) });
  return fetch(`${server.url}/api/v1/tag/task`, {
    method: "POST",
    headers: { authorization: "Token demo-visual" },
    body: createForm(gif, "a.gif"),
    ...init,
  });
}

const getCauseCode = async (work: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof Error && error.cause instanceof Error && "code" in error.cause
    ? error.cause.code
    : error;
};

describe("over a socket", () => {
  it("reset resets the connection", async () => {
    expect(await getCauseCode(send("reset"))).toBe("ECONNRESET");
  });

  it("reset-body resets the connection after the headers", async () => {
    const response = await send("reset-body");
    expect(response.status).toBe(200);
    expect(await getCauseCode(response.text())).toBe("ECONNRESET");
  });

  it("wrong-length ends the body before its announced length", async () => {
    const response = await send("wrong-length");
    expect(await getCauseCode(response.text())).toBe("UND_ERR_SOCKET");
  });

  it("truncate ends the body normally, but it is not valid JSON", async () => {
    const text = await (await send("truncate")).text();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it.each(["stall-body", "stall-frames"])(
    "%s ends when the caller disconnects or the server closes",
    async (fault) => {
      const stop = new AbortController();
      const answer = (await send(fault, { signal: stop.signal })).text();
      stop.abort("enough");
      await expect(answer).rejects.toBe("enough");
      await server?.close();
      const other = (await send(fault)).text();
      const outcome = getCauseCode(other);
      await server?.close();
      expect(await outcome).not.toBeNull();
    },
  );

  it("stall-headers ends when the caller disconnects", async () => {
    const stop = new AbortController();
    const answer = send("stall-headers", { signal: stop.signal });
    await expect.poll(() => server?.emulator.journal[0]?.chargeUsd).toBe(0.018);
    stop.abort("enough");
    await expect(answer).rejects.toBe("enough");
    await server?.close();
  });

  it("stall-headers ends when the server closes", async () => {
    const outcome = getCauseCode(send("stall-headers"));
    await expect.poll(() => server?.emulator.journal[0]?.chargeUsd).toBe(0.018);
    await server?.close();
    expect(await outcome).not.toBeNull();
  });

  it("a caller that disconnects removes its labeling task from the queue", async () => {
    server = await listen();
    const socket = connect(server.port, "127.0.0.1");
    const boundary = "x";
    const part = `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="a.gif"\r\n\r\nGIF\r\n--${boundary}--\r\n`;
    socket.write(
      `POST /api/v1/tag/task HTTP/1.1\r\nHost: x\r\nAuthorization: Token demo-labeling\r\n` +
        `Content-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${part.length}\r\n\r\n${part}`,
    );
    await server.emulator.tasks.nextQueued();
    socket.destroy();
    await expect.poll(() => server?.emulator.tasks.list()).toMatchObject([{ state: "cancelled" }]);
  });

  it.each(["stall-headers", "stall-body"])(
    "%s without a duration resets the connection after 15 minutes",
    async (fault) => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
      try {
        const sleep = async (): Promise<void> => undefined;
        server = await listen({ emulator: createEmulator({ faults: fault, sleep }) });
        // Without the timeouts of `fetch`.
        const call = request(`${server.url}/api/v2/task/sync`, {
          method: "POST",
          headers: { authorization: "Token demo-text", "content-type": "application/x-www-form-urlencoded" },
        });
        const failure = new Promise<unknown>((resolve) => {
          call.once("error", resolve);
          call.once("response", (response) => response.resume().once("error", resolve));
        });
        call.end("text_data=hello");
        await expect.poll(() => server?.emulator.journal[0]?.chargeUsd).toBe(0.001);
        await vi.advanceTimersByTimeAsync(14 * 60_000);
        expect(await Promise.race([failure, Promise.resolve("waiting")])).toBe("waiting");
        await vi.advanceTimersByTimeAsync(2 * 60_000);
        expect(await failure).toMatchObject({ code: "ECONNRESET" });
      } finally {
        vi.useRealTimers();
      }
    },
  );

  it("prints nothing for a fault", async () => {
    const print = [vi.spyOn(console, "error"), vi.spyOn(console, "info")];
    for (const fault of ["reset", "reset-body", "wrong-length"]) {
      await getCauseCode(send(fault).then((response) => response.text()));
      await server?.close();
    }
    for (const spy of print) expect(spy).not.toHaveBeenCalled();
  });
});
