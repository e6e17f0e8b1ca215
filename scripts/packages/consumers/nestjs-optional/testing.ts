import { createEmulator } from "@hivekit/emulator";
import type { Emulator } from "@hivekit/emulator";
import type { HiveService } from "@hivekit/nestjs";
import { getEmulatorToken, HiveTestingModule } from "@hivekit/nestjs/testing";

const emulator: Emulator = createEmulator();
export const service: HiveService = HiveTestingModule.serviceOn({ emulator, apiKey: "demo-visual" });
export const registered = HiveTestingModule.forRoot({ apiKey: "demo-text", api: "v2" });
export const token: string = getEmulatorToken("text");
// @ts-expect-error -- the module sets the base URL
export const wrong = HiveTestingModule.forRoot({ baseUrl: "https://a.example" });
