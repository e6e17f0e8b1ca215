export { HiveHealthIndicator } from "./health/hive-health.indicator.ts";
export type { HiveHealthData, HiveHealthOptions } from "./health/hive-health.indicator.ts";
export { hiveHealth } from "./health/hive-health.ts";
export type { HiveHealth, HiveHealthStatus, HiveHealthThresholds } from "./health/hive-health.ts";
