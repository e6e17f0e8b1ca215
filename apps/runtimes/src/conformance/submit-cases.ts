import { expectPicture, expectVideo, expectEqual } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";
const MODEL = "hive/visual-moderation";

/** Submissions in each API generation. */
export const SUBMIT_CASES: readonly ConformanceCase[] = [
  {
    name: "submits a URL",
    project,
    run: async ({ hive, mediaUrl, observe }) => {
      expectPicture(await hive().classify({ url: mediaUrl("shapes.jpg") }));
      expectEqual((await observe()).journal[0]?.kind, "image_url");
    },
  },
  {
    name: "submits bytes, with their name and length",
    project,
    run: async ({ hive, media, observe }) => {
      const bytes = await media("shapes.jpg");
      expectPicture(await hive().classify({ media: bytes, filename: "a name.jpg" }));
      const { journal, exchanges } = await observe();
      const [entry] = journal;
      expectEqual(
        [entry?.filename, entry?.mimetype, entry?.sizeBytes],
        ["a name.jpg", "image/jpeg", bytes.length],
      );
      expectEqual(exchanges[0]?.lengthBytes, exchanges[0]?.receivedBytes);
    },
  },
  {
    name: "submits a Blob",
    project,
    run: async ({ hive, media }) => {
      const blob = new Blob([await media("colors.mp4")], { type: "video/mp4" });
      expectVideo(await hive().classify({ media: blob }));
    },
  },
  {
    name: "submits a File with its name",
    project,
    run: async ({ hive, media, observe }) => {
      const file = new File([await media("shapes.jpg")], "ein Bild.jpg");
      expectPicture(await hive().classify({ media: file }));
      expectEqual((await observe()).journal[0]?.filename, "ein Bild.jpg");
    },
  },
  {
    name: "submits a stream of unknown size",
    project,
    run: async ({ hive, media, observe }) => {
      const bytes = await media("colors.mp4");
      expectVideo(await hive().classify({ media: new Blob([bytes]).stream() }));
      expectEqual((await observe()).journal[0]?.sizeBytes, bytes.length);
    },
  },
  {
    name: "submits the chunks of an async generator",
    project,
    run: async ({ hive, media, observe }) => {
      const bytes = await media("shapes.jpg");
      expectPicture(await hive().classify({ media: halves(bytes) }));
      expectEqual((await observe()).journal[0]?.sizeBytes, bytes.length);
    },
  },
  {
    name: "submits media and text (v1)",
    project,
    run: async ({ hive, media, observe }) => {
      expectPicture(await hive().classify({ media: await media("shapes.jpg"), text: "what is it?" }));
      expectEqual((await observe()).journal[0]?.hasText, true);
    },
  },
  {
    name: "submits text (v2)",
    project: "demo-text",
    run: async ({ hive }) => {
      const task = await hive({ api: "v2" }).classify({ text: "hive-test-hate" });
      expectEqual(task.results[0]?.frames[0]?.classes.find((score) => score.class === "hate")?.score, 3);
    },
  },
  {
    name: "submits media (v3)",
    project: "demo-v3",
    run: async ({ hive, media }) => {
      const bytes = await media("shapes.jpg");
      const task = await hive({ api: "v3", model: MODEL }).classify({ media: bytes });
      expectEqual(
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
