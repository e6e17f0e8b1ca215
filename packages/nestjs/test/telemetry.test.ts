import type { HiveTelemetry } from "@hivekit/core";
import { createEmulator } from "@hivekit/emulator";
import {
  HiveModule,
  HivePanel,
  HivePanelModule,
  HiveService,
  HiveVerdictInterceptor,
  getHiveToken,
} from "@hivekit/nestjs";
import type { HiveModuleOptions } from "@hivekit/nestjs";
import { Controller, Post, UseInterceptors } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { openApp } from "./support/open-app.ts";
import { PNG } from "./support/png.ts";

const photo = { media: PNG };
const policy = { block: { yes_smoking: 0.9 } };

/** Telemetry that records names of calls, projects and verdicts. */
function recordTelemetry(): { readonly telemetry: HiveTelemetry; readonly records: string[] } {
  const records: string[] = [];
  const telemetry: HiveTelemetry = {
    startCall: (name, { project = "unnamed" }) => {
      const attempt = { run: <Value>(work: () => Value): Value => work(), end: (): void => {} };
      return {
        run: (work) => work(),
        startAttempt: () => attempt,
        end: ({ state }) => records.push(`${project} ${name} ${state}`),
      };
    },
    recordVerdict: ({ decision }, { source, project = "unnamed" }) =>
      records.push(`${project} ${source} ${decision}`),
  };
  return { telemetry, records };
}

const projectOf = (telemetry: HiveTelemetry, name?: string): HiveModuleOptions => ({
  name,
  apiKey: "demo-visual",
  fetch: createEmulator().fetch,
  logger: false,
  vlm: { apiKey: "demo-vlm" },
  telemetry,
});

describe("telemetry", () => {
  it("receives the calls of a service, with the name of its project", async () => {
    const { telemetry, records } = recordTelemetry();
    const app = await Test.createTestingModule({
      imports: [
        HiveModule.forRoot(projectOf(telemetry, "avatars")),
        HiveModule.forRoot(projectOf(telemetry)),
      ],
    }).compile();
    const hive = app.get<HiveService>(getHiveToken("avatars"));
    await hive.classify(photo);
    await lastValueFrom(hive.frames(photo));
    await hive.vlm.ask({ prompt: "What is it about?", text: "Chess" });
    await app.get(HiveService).classify(photo);
    expect(records).toEqual([
      "avatars classify done",
      "avatars frames done",
      "avatars ask done",
      "unnamed classify done",
    ]);
  });

  it("of the vision language model alone also receives the name of the project", async () => {
    const { telemetry, records } = recordTelemetry();
    const project = projectOf(telemetry, "avatars");
    const options = { ...project, telemetry: undefined, vlm: { apiKey: "demo-vlm", telemetry } };
    const app = await Test.createTestingModule({ imports: [HiveModule.forRoot(options)] }).compile();
    const hive = app.get<HiveService>(getHiveToken("avatars"));
    await hive.vlm.ask({ prompt: "What is it about?", text: "Chess" });
    await hive.classify(photo);
    expect(records).toEqual(["avatars ask done"]);
  });

  it("that is invalid is rejected", async () => {
    const { telemetry } = recordTelemetry();
    for (const invalid of [{ telemetry: null }, { vlm: { apiKey: "demo-vlm", telemetry: {} } }]) {
      const options: object = { ...projectOf(telemetry, "avatars"), ...invalid };
      const app = Test.createTestingModule({ imports: [HiveModule.forRoot(options)] });
      await expect(app.compile()).rejects.toThrow("telemetry must be an object");
    }
  });

  it("receives the verdicts of panels", async () => {
    const { telemetry, records } = recordTelemetry();
    const app = await Test.createTestingModule({
      imports: [
        HiveModule.forRoot(projectOf(telemetry, "visual")),
        HivePanelModule.forRoot({ members: { visual: { project: "visual", policy } }, telemetry }),
      ],
    }).compile();
    await app.get(HivePanel).judge(photo);
    expect(records).toEqual(["visual frames done", "unnamed panel allow"]);
  });
});

@Controller()
class UploadController {
  @Post()
  @UseInterceptors(HiveVerdictInterceptor({ policy, project: "avatars", submissions: () => [photo] }))
  upload(): string {
    return "stored";
  }
}

async function upload(telemetry: HiveTelemetry): Promise<string> {
  await using app = await openApp({
    imports: [HiveModule.forRoot(projectOf(telemetry, "avatars"))],
    controllers: [UploadController],
  });
  const response = await fetch(app.url, { method: "POST" });
  return response.text();
}

describe("the telemetry of an upload", () => {
  it("receives its verdict", async () => {
    const { telemetry, records } = recordTelemetry();
    await expect(upload(telemetry)).resolves.toBe("stored");
    expect(records).toEqual(["avatars classify done", "avatars upload allow"]);
  });

  it("receives a verdict without its reasons", async () => {
    const { telemetry } = recordTelemetry();
    const verdicts: unknown[] = [];
    const recordVerdict: HiveTelemetry["recordVerdict"] = (verdict) => void verdicts.push(verdict);
    await upload({ startCall: telemetry.startCall, recordVerdict });
    expect(verdicts).toStrictEqual([{ decision: "allow", tags: [], unknownTags: [] }]);
  });

  it.each([
    ["throws", () => fail()],
    ["rejects", async () => fail()],
  ])("does not fail it if it %s", async (_name, recordVerdict) => {
    const { telemetry } = recordTelemetry();
    await expect(upload({ startCall: telemetry.startCall, recordVerdict })).resolves.toBe("stored");
  });
});

function fail(): never {
  throw new Error("The exporter is down.");
}
