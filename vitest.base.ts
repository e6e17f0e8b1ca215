/** What all test projects share. A project of vitest does not inherit the options of the root. */
export const SHARED_OPTIONS = {
  // By default, vitest leaves one core to itself, so on two cores it would run one file at a time.
  maxWorkers: "100%",
  // A timeout only ends a test that hangs: on a busy machine, a test may take twenty times as long.
  testTimeout: 120_000,
  hookTimeout: 120_000,
} as const;

/**
 * For projects whose modules keep no state. Their files share modules and workers, because starting a worker and
 * loading all modules for each file takes a third of the time.
 */
export const SHARED_MODULES = {
  ...SHARED_OPTIONS,
  isolate: false,
  // Before each test, so that no file depends on the files before it.
  restoreMocks: true,
  unstubEnvs: true,
  unstubGlobals: true,
} as const;
