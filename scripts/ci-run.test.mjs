import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ROOT } from "./workspace.mjs";

/** What `.ci/run` needs of any machine; the rest are stand-ins, each of which says `exit 0`. */
const REAL = ["bash", "dirname", "grep", "mktemp", "rm", "tail", "tee"];
const STAND_INS = ["apt-get", "chromium", "curl", "ffprobe", "git", "redis-server"];
const LINE = "5 passed, 0 failed, 1 skipped";

// A program of bash's, for the Linux that CI has.
describe.skipIf(process.platform === "win32")(".ci/run", () => {
  test("all that CI checks is checked, with CI set, and the line of the tests comes last", () => {
    const { code, last, calls } = runCi({ tests: `echo "${LINE}"` });
    expect({ code, last }).toEqual({ code: 0, last: LINE });
    expect(calls).toEqual([
      "CI=true test",
      "CI=true run check -- lint format types build house unused",
      "CI=true run check:packages",
    ]);
  });

  test.each([
    [
      "a test that failed",
      { tests: 'echo "4 passed, 1 failed, 0 skipped"; exit 1' },
      1,
      "4 passed, 1 failed, 0 skipped",
    ],
    [
      "a failure that the exit code hides",
      { tests: 'echo "4 passed, 1 failed, 0 skipped"' },
      1,
      "4 passed, 1 failed, 0 skipped",
    ],
    [
      "tests that are killed behind their line",
      { tests: `echo "${LINE}"; exit 137` },
      137,
      "5 passed, 1 failed, 1 skipped",
    ],
    ["tests that never come to their line", { tests: "exit 0" }, 1, "0 passed, 1 failed, 0 skipped"],
    ["a check that failed", { tests: `echo "${LINE}"`, check: "exit 1" }, 1, "5 passed, 1 failed, 1 skipped"],
    [
      "packages that failed",
      { tests: `echo "${LINE}"`, packages: "exit 1" },
      1,
      "5 passed, 1 failed, 1 skipped",
    ],
    [
      "everything at once",
      { tests: 'echo "4 passed, 2 failed, 0 skipped"; exit 1', check: "exit 1", packages: "exit 1" },
      1,
      "4 passed, 4 failed, 0 skipped",
    ],
    [
      "a test that misses a program which cannot be had",
      {
        without: "curl",
        apt: "exit 100",
        tests: 'echo "4 passed, 1 failed, 0 skipped"; exit 1',
      },
      1,
      "4 passed, 1 failed, 0 skipped",
    ],
    ["a signal", { tests: `echo "${LINE}"; kill -TERM "$PPID"` }, 143, "5 passed, 1 failed, 1 skipped"],
  ])("%s counts as failed in the last line and in the exit code", (_, parts, code, last) => {
    expect(runCi(parts)).toMatchObject({ code, last });
  });
});

/** Runs a copy of `.ci/run` whose npm does what the parts say, and nothing where they do not. */
function runCi({ tests = "exit 0", check = "exit 0", packages = "exit 0", apt = "exit 0", without }) {
  const home = mkdtempSync(join(tmpdir(), "hivekit-ci-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const bin = join(home, "bin");
  mkdirSync(bin);
  cpSync(join(ROOT, ".ci"), join(home, ".ci"), { recursive: true });
  for (const name of REAL) symlinkSync(find(name), join(bin, name));
  const program = (name, text) => {
    writeFileSync(join(bin, name), `#!${find("bash")}\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  for (const name of STAND_INS) if (name !== without) program(name, name === "apt-get" ? apt : "exit 0");
  program(
    "npm",
    `echo "CI=$CI $*" >> calls\ncase "$*" in test) ${tests} ;; *packages) ${packages} ;; *) ${check} ;; esac`,
  );
  const { status, stdout } = spawnSync(join(bin, "bash"), [join(home, ".ci", "run")], {
    encoding: "utf8",
    env: { PATH: bin },
  });
  const calls = existsSync(join(home, "calls"))
    ? readFileSync(join(home, "calls"), "utf8").trim().split("\n")
    : [];
  return { code: status, last: stdout.trimEnd().split("\n").at(-1), calls };
}

/** Where a program of the machine is. */
function find(name) {
  const folder = process.env.PATH?.split(delimiter).find((path) => existsSync(join(path, name)));
  if (folder === undefined) throw new Error(`The machine has no ${name}, which .ci/run needs.`);
  return join(folder, name);
}
