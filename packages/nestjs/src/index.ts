export type { HiveCallbackOptions } from "./callbacks/hive-callback-options.ts";
export { hiveHealth } from "./health/hive-health.ts";
export type { HiveHealth, HiveHealthStatus, HiveHealthThresholds } from "./health/hive-health.ts";
export type {
  HiveModuleAsyncOptions,
  HiveModuleOptions,
  HiveOptionsFactory,
  HiveProjectOptions,
  HiveRegistration,
} from "./module/hive-module-options.ts";
export { getHiveToken, InjectHive } from "./service/hive-token.ts";
export { HiveModule } from "./module/hive.module.ts";
export { HiveService } from "./service/hive.service.ts";
export type { HiveServiceOptions, HiveSubmitOptions } from "./service/hive.service.ts";
export type { HiveProjectVlm } from "./service/project-vlm.ts";
export type { HiveFailure, HiveStats, HiveStatsOptions } from "./stats/hive-stats.ts";
export { HiveExceptionFilter } from "./http/hive-exception.filter.ts";
export { hiveHttpException } from "./http/hive-http-exception.ts";
export type { HiveHttpBody } from "./http/hive-http-exception.ts";
export { HiveVerdict, HiveVerdicts } from "./http/hive-verdict.decorator.ts";
export { HiveVerdictInterceptor } from "./http/hive-verdict.interceptor.ts";
export type { HiveVerdictOptions, VerdictAction } from "./http/hive-verdict.interceptor.ts";
export type { HiveMediaType, MediaCheck } from "./http/media-check.ts";
export { ParseMediaPipe } from "./http/parse-media.pipe.ts";
export type { ParseMediaOptions } from "./http/parse-media.pipe.ts";
export { RequestSignal, requestSignal } from "./http/request-signal.decorator.ts";
export { HivePanel } from "./panel/hive-panel.ts";
export { HivePanelModule } from "./panel/hive-panel.module.ts";
export type {
  HivePanelMember,
  HivePanelModuleAsyncOptions,
  HivePanelModuleOptions,
  HivePanelOptions,
  HivePanelOptionsFactory,
  HivePanelProjectMember,
  HivePanelRegistration,
} from "./panel/hive-panel-options.ts";
export { getHivePanelToken, InjectHivePanel } from "./panel/hive-panel-token.ts";
