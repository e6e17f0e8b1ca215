import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";

it("encodes like Node, and decodes its own output", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const text = encodeBase64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64url"));
      expect(decodeBase64url(text)).toEqual(new Uint8Array(bytes));
    }),
  );
});

it.each(["_-8=", "/-8", "_+8", "A", "AAAAA", "_-9", "AB", "A A", "AA\n", "é"])(
  "rejects %j, which it never produces",
  (text) => {
    expect(decodeBase64url(text)).toBeNull();
  },
);
