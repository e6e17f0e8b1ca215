import { describe, expect, it, vi } from "vitest";
import { sendGatewayError } from "./error-response.ts";

const payload = { status: "error" };

describe("sendGatewayError", () => {
  it("emits an event to socket.io and sends a message to a plain socket, whose emit is for its own events", () => {
    const socketIo = { emit: vi.fn<(event: string, data: object) => void>() };
    sendGatewayError(socketIo, payload);
    expect(socketIo.emit.mock.calls).toEqual([["exception", payload]]);
    const plain = { readyState: 1, emit: vi.fn<() => void>(), send: vi.fn<(text: string) => void>() };
    sendGatewayError(plain, payload);
    expect(plain.send.mock.calls).toEqual([['{"event":"exception","data":{"status":"error"}}']]);
    expect(plain.emit).not.toHaveBeenCalled();
  });

  it("ignores a value that is not a client", () => {
    expect(() => sendGatewayError(undefined, payload)).not.toThrow();
    expect(() => sendGatewayError({}, payload)).not.toThrow();
  });
});
