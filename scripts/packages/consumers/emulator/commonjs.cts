import emulator = require("@hivekit/emulator");
import { listen } from "@hivekit/emulator/node";

export const server = listen({ emulator: emulator.createEmulator() });
// @ts-expect-error -- rules must be an array
export const wrong = emulator.createEmulator({ rules: 1 });
