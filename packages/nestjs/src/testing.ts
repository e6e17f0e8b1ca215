export { getEmulatorToken, HiveTestingModule, InjectEmulator } from "./testing/hive-testing.module.ts";
export type { HiveTestingOptions } from "./testing/hive-testing.module.ts";
