import { expect, it } from "vitest";
import { createEmulator, JournalMismatch } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { createForm, submit } from "./support/submit.ts";

const png = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();

it("asserts one submission, a number of submissions, or none", async () => {
  const emulator = createEmulator({ labels: ["yes"] });
  emulator.verify.none();
  await submit(emulator, "demo-visual", createForm(png, "cat.png"));
  await submit(emulator, "demo-labeling", createForm(png, "dog.png"));
  expect(emulator.verify.one({ filename: /^cat/ })).toMatchObject({
    projectKey: "demo-visual",
    chargeUsd: 0.003,
  });
  expect(emulator.verify.one({ labels: ["yes"] })).toMatchObject({ filename: "dog.png" });
  expect(emulator.verify.count(2, { httpStatus: 200 })).toHaveLength(2);
  expect(emulator.verify.one((entry) => entry.chargeUsd === 0).filename).toBe("dog.png");
  emulator.verify.none({ fault: /./ });
});

it("throws an error that lists the submissions", async () => {
  const emulator = createEmulator();
  await submit(emulator, "demo-visual", createForm(png, "cat.png"));
  expect(() => emulator.verify.one({ filename: "dog.png" })).toThrow(JournalMismatch);
  expect(() => emulator.verify.one({ filename: "dog.png" })).toThrow(
    /^expected 1 submission with \{ filename: "dog\.png" \}, got 0 of 1:\n {2}· \{.*"filename":"cat\.png"/,
  );
  expect(() => emulator.verify.none()).toThrow("expected 0 submissions, got 1 of 1");
  emulator.reset();
  expect(() => emulator.verify.one(() => true)).toThrow(
    "expected 1 submission accepted by the function, got 0 of 0: the journal is empty",
  );
});
