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
export { HiveExceptionFilter } from "./http/hive-exception.filter.ts";
export { hiveHttpException } from "./http/hive-http-exception.ts";
export type { HiveHttpBody } from "./http/hive-http-body.ts";
export { HiveVerdict, HiveVerdicts } from "./http/hive-verdict.decorator.ts";
export { HiveVerdictInterceptor } from "./http/hive-verdict.interceptor.ts";
export type { HiveVerdictOptions, VerdictAction } from "./http/hive-verdict.interceptor.ts";
export type { HiveMediaType, MediaCheck } from "./http/media-check.ts";
export { ParseMediaPipe } from "./http/parse-media.pipe.ts";
export type { ParseMediaOptions } from "./http/parse-media.pipe.ts";
export { RequestSignal } from "./http/request-signal.decorator.ts";
export { requestSignal } from "./http/request-signal.ts";
