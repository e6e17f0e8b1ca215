import { describe, expect, it, vi } from "vitest";
import { emitException } from "./emit-exception.ts";

const payload = { status: "error" };

describe("emitException", () => {
  it("gives socket.io an event, and a plain socket, which has emit for its own events, a text", () => {
    const socketIo = { emit: vi.fn<(event: string, data: object) => void>() };
    emitException(socketIo, payload);
    expect(socketIo.emit.mock.calls).toEqual([["exception", payload]]);
    const plain = { readyState: 1, emit: vi.fn<() => void>(), send: vi.fn<(text: string) => void>() };
    emitException(plain, payload);
    expect(plain.send.mock.calls).toEqual([['{"event":"exception","data":{"status":"error"}}']]);
    expect(plain.emit).not.toHaveBeenCalled();
  });

  it("leaves a client alone that is none", () => {
    expect(() => emitException(undefined, payload)).not.toThrow();
    expect(() => emitException({}, payload)).not.toThrow();
  });
});
