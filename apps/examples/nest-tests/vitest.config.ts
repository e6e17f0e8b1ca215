import { mergeConfig } from "vitest/config";
import packagesConfig from "../../../scripts/packages/vitest.config.ts";

// npm run nest-tests: tests all projects; the check `packages` tests some of them. Needs the npm registry.
export default mergeConfig(packagesConfig, { test: { env: { HIVEKIT_NEST_TESTS: "all" } } });
