import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ROOT } from "./workspace.mjs";

/** The programs that the test really runs. All other programs of `.ci/run` are replaced by `exit 0`. */
const REAL = ["bash", "dirname", "grep", "mktemp", "rm", "tail", "tee"];
const REPLACED = ["apt-get", "chromium", "curl", "ffprobe", "git", "redis-server"];
const LINE = "5 passed, 0 failed, 1 skipped";
/** The last line if the tests print LINE and a failure follows. */
const LATE_FAILURE = "5 passed, 1 failed, 1 skipped";
const FAILED = "4 passed, 1 failed, 0 skipped";
const FAILING = `echo "${FAILED}"; exit 1`;

// `.ci/run` is a bash script for Linux.
describe.skipIf(process.platform === "win32")(".ci/run", () => {
  test("runs the tests, then all other checks, with CI set, and ends with the summary of the tests", () => {
    const { code, last, calls } = runCi({ tests: `echo "${LINE}"` });
    expect({ code, last }).toEqual({ code: 0, last: LINE });
    expect(calls).toEqual(["CI=true test", "CI=true run check -- --after tests"]);
  });

  test.each([
    ["a failed test", { tests: FAILING }, 1, FAILED],
    ["a failure that the exit code hides", { tests: `echo "${FAILED}"` }, 1, FAILED],
    ["tests that are killed after their summary", { tests: `echo "${LINE}"; exit 137` }, 137, LATE_FAILURE],
    ["tests that do not print a summary", { tests: "exit 0" }, 1, "0 passed, 1 failed, 0 skipped"],
    ["a failed check", { tests: `echo "${LINE}"`, checks: "exit 1" }, 1, LATE_FAILURE],
    ["both", { tests: FAILING, checks: "exit 1" }, 1, "4 passed, 2 failed, 0 skipped"],
    ["a test whose program is missing", { without: "curl", apt: "exit 100", tests: FAILING }, 1, FAILED],
    ["a signal", { tests: `echo "${LINE}"; kill -TERM "$PPID"` }, 143, LATE_FAILURE],
  ])("counts %s as failed in the last line and in the exit code", (_, parts, code, last) => {
    expect(runCi(parts)).toMatchObject({ code, last });
  });
});

/** Runs a copy of `.ci/run` with an npm that runs the given commands. */
function runCi({ tests = "exit 0", checks = "exit 0", apt = "exit 0", without }) {
  const home = fs.mkdtempSync(join(tmpdir(), "hivekit-ci-"));
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
  const bin = join(home, "bin");
  fs.mkdirSync(bin);
  fs.cpSync(join(ROOT, ".ci"), join(home, ".ci"), { recursive: true });
  for (const name of REAL) fs.symlinkSync(find(name), join(bin, name));
  const program = (name, text) => {
    fs.writeFileSync(join(bin, name), `#!${find("bash")}\n${text}\n`);
    fs.chmodSync(join(bin, name), 0o755);
  };
  for (const name of REPLACED) if (name !== without) program(name, name === "apt-get" ? apt : "exit 0");
  program("npm", `echo "CI=$CI $*" >> calls\ncase "$*" in test) ${tests} ;; *) ${checks} ;; esac`);
  const options = { encoding: "utf8", env: { PATH: bin } };
  const { status, stdout } = spawnSync(join(bin, "bash"), [join(home, ".ci", "run")], options);
  const calls = join(home, "calls");
  return {
    code: status,
    last: stdout.trimEnd().split("\n").at(-1),
    calls: fs.existsSync(calls) ? fs.readFileSync(calls, "utf8").trim().split("\n") : [],
  };
}

/** Finds a program on the machine. */
function find(name) {
  const folder = process.env.PATH?.split(delimiter).find((path) => fs.existsSync(join(path, name)));
  if (folder === undefined) throw new Error(`${name} was not found on this machine; .ci/run needs it.`);
  return join(folder, name);
}
