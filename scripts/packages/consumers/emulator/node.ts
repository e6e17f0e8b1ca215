import { listen } from "@hivekit/emulator/node";
import type { EmulatorServer } from "@hivekit/emulator/node";

export async function addressOf(): Promise<string> {
  const server: EmulatorServer = await listen({ port: 0 });
  await server.close();
  return server.url;
}
// @ts-expect-error -- a port is a number
export const wrong = listen({ port: "8787" });
