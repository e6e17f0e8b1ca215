import { createEmulator } from "@hivekit/emulator";
import { HiveModule, HiveService, RequestSignal } from "@hivekit/nestjs";
import { Controller, Get, Inject, Sse } from "@nestjs/common";
import type { MessageEvent } from "@nestjs/common";
import { map } from "rxjs";
import type { Observable } from "rxjs";
import { deferred } from "../support/deferred.ts";
import { describe, expect, it } from "vitest";
import { ADAPTERS, openApp } from "../support/open-app.ts";

const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);

@Controller()
class PicturesController {
  readonly #hive: HiveService;

  constructor(@Inject(HiveService) hive: HiveService) {
    this.#hive = hive;
  }

  @Get("plain")
  async plain(@RequestSignal() signal: AbortSignal): Promise<readonly string[]> {
    const { labels } = await this.#hive.classify({ media }, { signal });
    return labels;
  }

  @Sse("events")
  events(): Observable<MessageEvent> {
    return this.#hive.frames({ media }).pipe(map((frame) => ({ data: String(frame.index) })));
  }
}

/** Opens an app with an emulator whose labeling task waits for a reviewer. */
async function openDesk(adapter: (typeof ADAPTERS)[number]) {
  const emulator = createEmulator();
  const ended = deferred<unknown>();
  const app = await openApp(
    {
      imports: [
        HiveModule.forRoot({
          apiKey: "demo-labeling",
          logger: false,
          fetch: (input, init) => {
            const request = new Request(input, init);
            request.signal.addEventListener("abort", () => ended.resolve(request.signal.reason));
            return emulator.fetch(request);
          },
        }),
      ],
      controllers: [PicturesController],
    },
    { adapter },
  );
  return { ...app, emulator, upstreamEnd: ended.promise };
}

describe.each(ADAPTERS)("a closed request on %s", (adapter) => {
  it.each(["plain", "events"])("aborts the call to Hive: %s", async (route) => {
    await using desk = await openDesk(adapter);
    const tab = new AbortController();
    const response = fetch(`${desk.url}/${route}`, { signal: tab.signal }).then((answer) => answer.text());
    await desk.emulator.tasks.nextQueued();
    tab.abort("closed");
    await expect(response).rejects.toBe("closed");
    await desk.upstreamEnd;
    await expect.poll(() => desk.emulator.tasks.list({ state: "queued" })).toEqual([]);
    expect(desk.nest.get(HiveService).stats().inFlight).toBe(0);
  });

  it("does not abort anything after its response", async () => {
    await using desk = await openDesk(adapter);
    const response = fetch(`${desk.url}/plain`);
    const { id } = await desk.emulator.tasks.nextQueued();
    desk.emulator.tasks.answer(id, ["yes"]);
    expect(await (await response).json()).toEqual(["yes"]);
    expect(desk.nest.get(HiveService).stats()).toMatchObject({ inFlight: 0, failures: 0 });
  });
});
