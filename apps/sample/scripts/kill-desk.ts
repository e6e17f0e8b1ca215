// Part of npm run measure -- kills: kills the desk again and again, and prints a line of JSON for each database and for
// the folder lock. The program ends when its input is closed.
import type { ChildProcess } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { Item, ItemPage } from "../api/desk-api.ts";
import { contendForLock, killProcess } from "../test/support/contend-for-lock.ts";
import { createDatabase, startPostgres } from "../test/support/start-postgres.ts";
import { startDesk } from "../test/support/start-command.ts";

/** A line of the output: a row of the measurement. */
export type KillRow = {
  readonly cells: Readonly<Record<string, string | number>>;
  readonly problem: string | null;
};

const ROUNDS = 20;
const LOCK_ROUNDS = 1000;
const UPLOADS_PER_ROUND = 10;
/** The number of items that each round deletes, and the number that it submits again. */
const CHANGES_PER_ROUND = 4;
/** The desk is killed this long after the first request of a round, later in each round. */
const KILL_AFTER_MS = { first: 20, step: 25 };
const SETTLE_TIMEOUT_MS = 60_000;
const DEMO_FOLDER = join(import.meta.dirname, "../../../demo-media");
const FILES = ["shapes.jpg", "colors.mp4"];

/** What a sender knows about an upload. */
type Upload = {
  /** The id in the response; `null` if the desk was killed first. */
  id: string | null;
  deletion: "none" | "sent" | "acknowledged";
  /** The number of requests to submit it again, whether acknowledged or not. */
  resubmissions: number;
};

/** The counts of a run. The first four must stay 0; the others show that the run has tested something. */
type Counts = Record<
  "lost" | "twice" | "stuck" | "orphans" | "interrupted" | "deleted" | "resubmitted",
  number
>;

/** The desk that must not outlive this program; `null` until the first one is started. */
let running: ChildProcess | null = null;
process.once("exit", () => running?.kill("SIGKILL"));
process.stdin.resume().once("end", () => process.exit());
const postgres = await startPostgres();
print(await killDesks("PGlite", undefined));
print(
  postgres === null
    ? { cells: { subject: "PostgreSQL" }, problem: "PostgreSQL was not found" }
    : await killDesks("PostgreSQL", await createDatabase(postgres.folder)),
);
await postgres?.stop();
print(await contend());
process.exit();

function print(row: KillRow): void {
  console.log(JSON.stringify(row));
}

async function killDesks(subject: string, databaseUrl: string | undefined): Promise<KillRow> {
  const folder = await mkdtemp(join(tmpdir(), "hivekit-kills-"));
  const hive = await listen({ emulator: createEmulator({ pace: { msPerFrame: 20 } }) });
  const environment = {
    HIVE_API_KEY: "demo-colors",
    HIVE_BASE_URL: hive.url,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
  const start = async () => {
    const desk = await startDesk(["--live", "--data", folder], environment);
    running = desk.child;
    return desk;
  };
  const uploads = new Map<string, Upload>();
  const counts: Counts = {
    lost: 0,
    twice: 0,
    stuck: 0,
    orphans: 0,
    interrupted: 0,
    deleted: 0,
    resubmitted: 0,
  };
  let desk = await start();
  for (let round = 0; round < ROUNDS; round++) {
    console.error(`${subject}: round ${round + 1} of ${ROUNDS} ...`);
    const requests = await sendRequests(desk.url, round, uploads, counts);
    await sleep(KILL_AFTER_MS.first + round * KILL_AFTER_MS.step);
    await killProcess(desk.child);
    await Promise.all(requests);
    desk = await start();
    const items = await listItems(desk.url);
    counts.stuck += items.filter(({ state }) => state === "submitting").length;
    await verify({ url: desk.url, folder, items, uploads }, counts);
  }
  await finish(desk.url, uploads, counts);
  await verify({ url: desk.url, folder, items: await listItems(desk.url), uploads }, counts);
  for (const [filename, { resubmissions }] of uploads) {
    const submissions = hive.emulator.journal.filter((entry) => entry.filename === filename).length;
    if (submissions > 1 + resubmissions) counts.twice += 1;
  }
  await killProcess(desk.child);
  await hive.close();
  await rm(folder, { recursive: true });
  return {
    cells: { subject, rounds: ROUNDS, uploads: uploads.size, ...counts },
    problem: findProblem(counts),
  };
}

function findProblem({
  lost,
  twice,
  stuck,
  orphans,
  interrupted,
  deleted,
  resubmitted,
}: Counts): string | null {
  const failures = { lost, twice, stuck, orphans };
  if (Object.values(failures).some((count) => count > 0))
    return `expected 0, got ${JSON.stringify(failures)}`;
  if (Math.min(interrupted, deleted, resubmitted) === 0)
    return "no item was interrupted, deleted or submitted again, so nothing was tested";
  return null;
}

/** Sends the requests of a round at once. Each promise resolves when its request has ended, however it ends. */
async function sendRequests(
  url: string,
  round: number,
  uploads: Map<string, Upload>,
  counts: Counts,
): Promise<readonly Promise<void>[]> {
  const requests: Promise<void>[] = [];
  const items = await listItems(url);
  const kept = items.filter((item) => findUpload(uploads, item)?.deletion === "none");
  const interrupted = kept.filter(({ state }) => state === "interrupted").slice(0, CHANGES_PER_ROUND);
  const deleted = kept.filter((item) => !interrupted.includes(item)).slice(-CHANGES_PER_ROUND);
  for (let index = 0; index < UPLOADS_PER_ROUND; index++) {
    const file = FILES[index % FILES.length] ?? "";
    const filename = `${round}-${index}-${file}`;
    const upload: Upload = { id: null, deletion: "none", resubmissions: 0 };
    uploads.set(filename, upload);
    const body = new FormData();
    body.set("media", new File([await readFile(join(DEMO_FOLDER, file))], filename));
    const read = async (response: Response): Promise<void> => {
      const { id }: Item = await response.json();
      upload.id = id;
    };
    requests.push(send(`${url}/api/items`, { method: "POST", body }, read));
  }
  for (const item of interrupted) {
    const upload = findUpload(uploads, item);
    if (upload === undefined) continue;
    upload.resubmissions += 1;
    counts.resubmitted += 1;
    requests.push(send(`${url}/api/items/${item.id}/resubmit`, { method: "POST" }));
  }
  for (const item of deleted) {
    const upload = findUpload(uploads, item);
    if (upload === undefined) continue;
    upload.deletion = "sent";
    counts.deleted += 1;
    const acknowledge = (): void => void (upload.deletion = "acknowledged");
    requests.push(send(`${url}/api/items/${item.id}`, { method: "DELETE" }, acknowledge));
  }
  return requests;
}

/** Sends a request that may be cut off when the desk is killed. */
async function send(
  url: string,
  init: RequestInit,
  acknowledge: (response: Response) => unknown = () => {},
): Promise<void> {
  try {
    const response = await fetch(url, init);
    if (response.ok) await acknowledge(response);
  } catch {
    // The desk was killed before it responded.
  }
}

/** Compares what the senders know with the items and the files. */
async function verify(
  desk: {
    readonly url: string;
    readonly folder: string;
    readonly items: readonly Item[];
    readonly uploads: ReadonlyMap<string, Upload>;
  },
  counts: Counts,
): Promise<void> {
  const ids = new Set(desk.items.map(({ id }) => id));
  for (const { id, deletion } of desk.uploads.values()) {
    if (id === null) continue;
    const isKept = ids.has(id) && (await fetch(`${desk.url}/api/items/${id}/media`)).ok;
    if (deletion === "none" && !isKept) counts.lost += 1;
    // A deletion that was acknowledged must be kept, too.
    if (deletion === "acknowledged" && ids.has(id)) counts.lost += 1;
  }
  for (const folder of await readdir(join(desk.folder, "media"))) {
    const names = await readdir(join(desk.folder, "media", folder));
    counts.orphans += names.filter((name) => !ids.has(name)).length;
  }
}

/** Submits all interrupted items again, and waits until all items are done. */
async function finish(url: string, uploads: ReadonlyMap<string, Upload>, counts: Counts): Promise<void> {
  const interrupted = (await listItems(url)).filter(({ state }) => state === "interrupted");
  counts.interrupted = interrupted.length;
  for (const item of interrupted) {
    const upload = findUpload(uploads, item);
    if (upload !== undefined) upload.resubmissions += 1;
    await fetch(`${url}/api/items/${item.id}/resubmit`, { method: "POST" });
  }
  const deadlineMs = Date.now() + SETTLE_TIMEOUT_MS;
  const findOpen = async () => (await listItems(url)).filter(({ state }) => state !== "done");
  let open = await findOpen();
  while (open.length > 0 && Date.now() < deadlineMs) {
    await sleep(100);
    open = await findOpen();
  }
  counts.stuck += open.length;
}

function findUpload(uploads: ReadonlyMap<string, Upload>, { source }: Item): Upload | undefined {
  return source.kind === "media" ? uploads.get(source.filename) : undefined;
}

/** Lists all items, the latest first. */
async function listItems(url: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let next: string | null = ""; next !== null;) {
    const page: ItemPage = await (await fetch(`${url}/api/items?before=${next}`)).json();
    items.push(...page.items);
    ({ next } = page);
  }
  return items;
}

async function contend(): Promise<KillRow> {
  console.error(`The lock of the folder: ${LOCK_ROUNDS} rounds ...`);
  const folder = await mkdtemp(join(tmpdir(), "hivekit-lock-"));
  const owners = await contendForLock(folder, LOCK_ROUNDS);
  await rm(folder, { recursive: true });
  const [none, several] = [owners.filter((count) => count === 0), owners.filter((count) => count > 1)];
  return {
    cells: {
      subject: "lock of the folder",
      rounds: owners.length,
      "no owner": none.length,
      "two owners": several.length,
    },
    problem: none.length + several.length === 0 ? null : "expected exactly one owner in each round",
  };
}
