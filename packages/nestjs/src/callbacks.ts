export type { HiveCallbackOptions } from "./callbacks/hive-callback-options.ts";
export type { HiveCallbackClaim, HiveCallbackStore } from "./callbacks/hive-callback-store.ts";
export { MemoryCallbackStore } from "./callbacks/memory-callback-store.ts";
export type { MemoryCallbackStoreOptions } from "./callbacks/memory-callback-store.ts";
export { OnHiveTask, OnHiveTaskFailure } from "./callbacks/on-hive-task.decorator.ts";
export type {
  HiveCallbackInfo,
  HiveTaskFailureHandler,
  HiveTaskHandler,
  OnHiveTaskOptions,
} from "./callbacks/on-hive-task.decorator.ts";
