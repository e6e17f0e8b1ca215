/** What all test projects share. A project of vitest does not inherit the options of the root. */
export const SHARED_OPTIONS = {
  // By default, vitest leaves one core to itself, so on two cores it would run one file at a time.
  maxWorkers: "100%",
  // A timeout only ends a test that hangs: on a busy machine, a test may take twenty times as long.
  testTimeout: 120_000,
  hookTimeout: 120_000,
} as const;
