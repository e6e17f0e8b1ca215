import { test } from "@hivekit/emulator/vitest";

test("the emulator responds over a socket", async ({ emulatorServer, expect }) => {
  const response = await fetch(`${emulatorServer.url}/api/v2/task/sync`, {
    method: "POST",
    headers: { authorization: "Token demo-text", "content-type": "application/json" },
    body: JSON.stringify({ text_data: "hello" }),
  });
  expect(response.status).toBe(200);
});
