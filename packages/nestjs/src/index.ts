export type {
  HiveModuleAsyncOptions,
  HiveModuleOptions,
  HiveOptionsFactory,
  HiveRegistration,
} from "./hive-module-options.ts";
export { getHiveToken, InjectHive } from "./hive-token.ts";
export { HiveModule } from "./hive.module.ts";
export { HiveService } from "./hive.service.ts";
