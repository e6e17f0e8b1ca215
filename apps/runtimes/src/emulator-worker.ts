import { createEmulator } from "@hivekit/emulator";

/** Runs the emulator in a runtime without Node's modules. Text and labeling need no decoder. */
const worker = {
  async fetch(): Promise<Response> {
    const emulator = createEmulator({ labels: ["yes"] });
    const text = new FormData();
    text.set("text_data", "darn, hive-test-hate");
    const media = new FormData();
    media.set("image", new File(["GIF89a"], "a.gif"));
    const picture = new FormData();
    picture.set("image", new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)], "a.png"));
    const results = [
      await submit(emulator, "/api/v2/task/sync", { key: "demo-text", form: text }),
      await submit(emulator, "/api/v1/tag/task", { key: "demo-labeling", form: media }),
      await submit(emulator, "/api/v1/tag/task", { key: "demo-visual", form: media }),
      await submit(emulator, "/api/v1/tag/task", { key: "demo-visual", form: picture }),
    ];
    return Response.json(results);
  },
};

async function submit(
  emulator: ReturnType<typeof createEmulator>,
  path: string,
  { key, form }: { readonly key: string; readonly form: FormData },
): Promise<unknown> {
  const response = await emulator.fetch(`https://api.thehive.ai${path}`, {
    method: "POST",
    headers: { authorization: `Token ${key}` },
    body: form,
  });
  return response.json();
}

export default worker;
