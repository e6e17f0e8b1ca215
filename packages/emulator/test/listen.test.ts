import { spawn } from "node:child_process";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { listen, type ListenOptions } from "../src/node.ts";
import { runCommand } from "../src/command/run-command.ts";
import { createForm, demoMedia } from "./support/submit.ts";

describe("listen", () => {
  it("serves the given emulator on a free port, and accepts a chunked upload without a length", async () => {
    const emulator = createEmulator();
    const server = await listen({ emulator });
    expect(server.emulator).toBe(emulator);
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    const form = new Response(createForm(await demoMedia("colors.mp4"), "colors.mp4"));
    const headers = {
      authorization: "Token demo-colors-mask",
      "content-type": form.headers.get("content-type") ?? "",
    };
    const init: RequestInit & { duplex: "half" } = {
      method: "POST",
      headers,
      body: form.body,
      duplex: "half",
    };
    const response = await fetch(`${server.url}/api/v1/tag/task`, init);
    expect(response.status).toBe(200);
    const { output } = (await response.json()).status.response;
    expect(output).toHaveLength(10);
    expect((await fetch(output[9].url)).headers.get("content-type")).toBe("image/png");
    await server.close();
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it("accepts a large upload, and reads an upload with an invalid key to its end before it responds", async () => {
    const server = await listen({ emulator: createEmulator({ labels: ["yes"] }) });
    const media = new Uint8Array(30 * 1024 * 1024);
    const post = (key: string) =>
      fetch(`${server.url}/api/v1/tag/task`, {
        method: "POST",
        headers: { authorization: `Token ${key}` },
        body: createForm(media, "big.bin"),
      });
    expect((await post("demo-labeling")).status).toBe(200);
    expect((await post("nobody")).status).toBe(403);
    expect(server.emulator.journal[0]?.sizeBytes).toBe(media.length);
    await server.close();
  });

  it("survives a client that disconnects during an upload", async () => {
    const server = await listen();
    const socket = connect(server.port, "127.0.0.1");
    socket.write("POST /api/v1/tag/task HTTP/1.1\r\nHost: x\r\nAuthorization: Token demo-colors\r\n");
    socket.write("Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\n");
    await expect.poll(() => server.emulator.journal.length).toBe(1);
    socket.destroy();
    expect((await fetch(`${server.url}/none`)).status).toBe(404);
    expect(server.emulator.journal[0]?.httpStatus).toBeNull();
    await server.close();
  });

  it("rejects with a clear message when the port is in use", async () => {
    const server = await listen();
    await expect(listen({ port: server.port })).rejects.toThrow(
      `The emulator cannot listen on 127.0.0.1:${server.port}: the port is in use; choose another port, or 0 for a free one.`,
    );
    await server.close();
  });
});

describe("hivekit-emulator", () => {
  const run = async (args: readonly string[], signal = AbortSignal.abort()) => {
    const out: string[] = [];
    const errors: string[] = [];
    const print = (line: string): void => void out.push(line);
    const printError = (line: string): void => void errors.push(line);
    const code = await runCommand(args, { print, printError, version: "1.2.3", signal });
    return { code, out: out.join(""), error: errors.join("") };
  };

  it("prints its help and its version", async () => {
    expect(await run(["--help"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("--port"),
      error: "",
    });
    expect(await run(["--version"])).toEqual({ code: 0, out: "1.2.3\n", error: "" });
  });

  it.each([[["--prot"]], [["extra"]], [["--port", "http"]], [["--port", "70000"]], [["--port"]]])(
    "reports %j in one line, with exit code 2",
    async (args) => {
      const { code, out, error } = await run(args);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(error).toMatch(/^hivekit-emulator: .+\n$/);
    },
  );

  it("reports in one line that the port is in use, with exit code 1", async () => {
    const server = await listen();
    const { code, error } = await run(["--port", String(server.port)]);
    await server.close();
    expect(code).toBe(1);
    expect(error).toMatch(/^hivekit-emulator: .*port is in use.*\n$/);
  });

  it("prints its URL and keys, serves requests, and exits with code 0 on SIGTERM", async () => {
    const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
    const child = spawn(process.execPath, [cli, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
    const errors = text(child.stderr);
    let out = "";
    for await (const chunk of child.stdout) {
      out += String(chunk);
      if (out.includes("Ctrl-C")) break;
    }
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? "";
    expect(out).toContain("demo-colors-mask");
    const body = createForm(await demoMedia("colors.mp4"), "colors.mp4");
    const response = await fetch(`${url}/api/v1/tag/task`, {
      method: "POST",
      headers: { authorization: "Token demo-colors" },
      body,
    });
    expect(response.status).toBe(200);
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
    expect(await errors).toBe("");
  });
});

it.each([
  [{ host: "" }, 'host must be a non-empty string, got "".'],
  [{ port: -1 }, "port must be a whole number from 0 to 65535, got -1."],
  [{ prot: 1 }, 'options has no option "prot". Known options: port, host, emulator.'],
  [null, "options must be an object, got null."],
])("listen(%j) is rejected", async (options, message) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a caller without types
  await expect(listen(options as ListenOptions)).rejects.toThrow(message);
});
