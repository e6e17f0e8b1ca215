export { getEmulatorToken, InjectEmulator } from "./testing/emulator-token.ts";
export { HiveTestingModule } from "./testing/hive-testing.module.ts";
export type { HiveTestingOptions } from "./testing/hive-testing.module.ts";
