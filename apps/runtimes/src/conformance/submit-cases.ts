import { checkPicture, checkVideo, equal } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";
const MODEL = "hive/visual-moderation";

/** What can be submitted, in each generation. */
export const SUBMIT_CASES: readonly ConformanceCase[] = [
  {
    name: "submits a URL",
    project,
    run: async ({ hive, mediaUrl, seen }) => {
      checkPicture(await hive().classify({ url: mediaUrl("shapes.jpg") }));
      equal((await seen()).journal[0]?.kind, "image_url");
    },
  },
  {
    name: "submits bytes, with their name and length",
    project,
    run: async ({ hive, media, seen }) => {
      const bytes = await media("shapes.jpg");
      checkPicture(await hive().classify({ media: bytes, filename: "a name.jpg" }));
      const { journal, exchanges } = await seen();
      const [entry] = journal;
      equal([entry?.filename, entry?.mimetype, entry?.sizeBytes], ["a name.jpg", "image/jpeg", bytes.length]);
      equal(exchanges[0]?.lengthBytes, exchanges[0]?.receivedBytes);
    },
  },
  {
    name: "submits a Blob",
    project,
    run: async ({ hive, media }) => {
      const blob = new Blob([await media("colors.mp4")], { type: "video/mp4" });
      checkVideo(await hive().classify({ media: blob }));
    },
  },
  {
    name: "submits a File, by its own name",
    project,
    run: async ({ hive, media, seen }) => {
      const file = new File([await media("shapes.jpg")], "ein Bild.jpg");
      checkPicture(await hive().classify({ media: file }));
      equal((await seen()).journal[0]?.filename, "ein Bild.jpg");
    },
  },
  {
    name: "submits a stream of unknown size",
    project,
    run: async ({ hive, media, seen }) => {
      const bytes = await media("colors.mp4");
      checkVideo(await hive().classify({ media: new Blob([bytes]).stream() }));
      equal((await seen()).journal[0]?.sizeBytes, bytes.length);
    },
  },
  {
    name: "submits what an async generator yields",
    project,
    run: async ({ hive, media, seen }) => {
      const bytes = await media("shapes.jpg");
      checkPicture(await hive().classify({ media: halves(bytes) }));
      equal((await seen()).journal[0]?.sizeBytes, bytes.length);
    },
  },
  {
    name: "submits media and text (v1)",
    project,
    run: async ({ hive, media, seen }) => {
      checkPicture(await hive().classify({ media: await media("shapes.jpg"), text: "what is it?" }));
      equal((await seen()).journal[0]?.hasText, true);
    },
  },
  {
    name: "submits a text (v2)",
    project: "demo-text",
    run: async ({ hive }) => {
      const task = await hive({ api: "v2" }).classify({ text: "hive-test-hate" });
      equal(task.results[0]?.frames[0]?.classes.find((score) => score.class === "hate")?.score, 3);
    },
  },
  {
    name: "submits media (v3)",
    project: "demo-v3",
    run: async ({ hive, media }) => {
      const bytes = await media("shapes.jpg");
      const task = await hive({ api: "v3", model: MODEL }).classify({ media: bytes });
      equal(
        task.results[0]?.frames[0]?.classes.some((score) => score.class === "yes_smoking"),
        true,
      );
    },
  },
];

async function* halves(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const middle = bytes.length >> 1;
  yield bytes.subarray(0, middle);
  yield bytes.subarray(middle);
}
