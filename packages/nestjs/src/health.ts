export { HiveHealthIndicator } from "./health/hive-health.indicator.ts";
export type { HiveHealthData, HiveHealthOptions } from "./health/hive-health.indicator.ts";
