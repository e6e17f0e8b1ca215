import { defineProject } from "vitest/config";

export default defineProject({ test: { name: "rxjs", include: ["src/**/*.test.ts", "test/**/*.test.ts"] } });
