export type { HiveCallbackOptions } from "./callbacks/hive-callback-options.ts";
export { hiveHealth } from "./health/hive-health.ts";
export type { HiveHealth, HiveHealthStatus, HiveHealthThresholds } from "./health/hive-health.ts";
export type {
  HiveModuleAsyncOptions,
  HiveModuleOptions,
  HiveOptionsFactory,
  HiveProjectOptions,
  HiveRegistration,
} from "./hive-module-options.ts";
export { getHiveToken, InjectHive } from "./hive-token.ts";
export { HiveModule } from "./hive.module.ts";
export { HiveService } from "./hive.service.ts";
export type { HiveServiceOptions, HiveSubmitOptions } from "./hive.service.ts";
export type { HiveFailure, HiveStats, HiveStatsOptions } from "./stats/hive-stats.ts";
