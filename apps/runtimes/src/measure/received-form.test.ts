import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ReceivedForm } from "./received-form.ts";

const CONTENT = "first\r\n--edge\r\n\r\nlast";
const HEAD = '--edge--x\r\nContent-Disposition: form-data; name="image"; filename="a.mp4"';
const BODY = `${HEAD}\r\n\r\n${CONTENT}\r\n--edge--x--\r\n`;

function receive(body: string, pieceBytes: number): ReturnType<ReceivedForm["end"]> {
  const form = new ReceivedForm("multipart/form-data; boundary=edge--x");
  const bytes = Buffer.from(body);
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    form.write(bytes.subarray(start, start + pieceBytes));
  }
  return form.end();
}

describe("a received form", () => {
  it.each([1, 2, 7, 64, 1000])("counts and hashes its file alone, in pieces of %i bytes", (pieceBytes) => {
    expect(receive(BODY, pieceBytes)).toEqual({
      head: HEAD,
      sizeBytes: CONTENT.length,
      sha256: createHash("sha256").update(CONTENT).digest("hex"),
    });
  });

  it("refuses a body that is cut short", () => {
    expect(() => receive(BODY.slice(0, -1), 7)).toThrow("does not end with its boundary");
    expect(() => receive(HEAD, 7)).toThrow("does not begin with its boundary");
  });

  it("refuses another type", () => {
    expect(() => new ReceivedForm("application/json")).toThrow("no multipart/form-data");
  });
});
