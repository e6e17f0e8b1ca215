import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** Ends the output with one line that counts: `N passed, N failed, N skipped`. */
export class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      // A file that could not be loaded has no tests that could fail.
      count.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test that never came to its end did not pass.
        count[state === "pending" ? "failed" : state]++;
      }
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    }
    if (count.passed + count.failed === 0) {
      count.failed = 1;
      console.error("No test was run.");
      process.exitCode = 1;
    }
    const line = `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`;
    // Other reporters print their summary when the run ends, too; this line comes after them.
    process.once("exit", () => {
      console.log(line);
      const receipt = process.env["HIVEKIT_CLOSING_LINE_RECEIPT"];
      if (receipt !== undefined) writeFileSync(receipt, line);
    });
  }
}
