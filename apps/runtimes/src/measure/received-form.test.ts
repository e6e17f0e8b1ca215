import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ReceivedForm } from "./received-form.ts";

const CONTENT = "first\r\n--edge\r\n\r\nlast";
const HEAD = '--edge--x\r\nContent-Disposition: form-data; name="image"; filename="a.mp4"';
const BODY = `${HEAD}\r\n\r\n${CONTENT}\r\n--edge--x--\r\n`;

function receive(body: string, chunkBytes: number): ReturnType<ReceivedForm["end"]> {
  const form = new ReceivedForm("multipart/form-data; boundary=edge--x");
  const bytes = Buffer.from(body);
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    form.write(bytes.subarray(start, start + chunkBytes));
  }
  return form.end();
}

describe("a received form", () => {
  it.each([1, 2, 7, 64, 1000])("counts and hashes its file, in chunks of %i bytes", (chunkBytes) => {
    expect(receive(BODY, chunkBytes)).toEqual({
      head: HEAD,
      sizeBytes: CONTENT.length,
      sha256: createHash("sha256").update(CONTENT).digest("hex"),
    });
  });

  it("rejects a truncated body", () => {
    expect(() => receive(BODY.slice(0, -1), 7)).toThrow("does not end with its boundary");
    expect(() => receive(HEAD, 7)).toThrow("does not start with its boundary");
  });

  it("rejects another content type", () => {
    expect(() => new ReceivedForm("application/json")).toThrow("must be multipart/form-data");
  });
});
