import { HiveClient } from "@hivekit/core";
import type { Verdict } from "@hivekit/core/policy";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator } from "@hivekit/emulator";
import {
  getHivePanelToken,
  getHiveToken,
  HiveModule,
  HivePanel,
  HivePanelModule,
  InjectHivePanel,
} from "@hivekit/nestjs";
import type { HivePanelOptions, HivePanelOptionsFactory, HiveService } from "@hivekit/nestjs";
import { HiveTestingModule } from "@hivekit/nestjs/testing";
import { Inject, Injectable, Module } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { describe, expect, it } from "vitest";
import { deferred } from "./support/deferred.ts";

/** A picture of one pixel. */
const media = Buffer.from("R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs=", "base64");
const harmful = { media, filename: "hive-test-gun_in_hand.gif", text: "hello" };
const visual = { project: "visual", policy: { block: { gun_in_hand: 0.9 } } };
const text = { project: "text", policy: { block: { hate: 3 } } };
const members = { visual, text };

/** The modules of the projects `visual` and `text`. */
function projects(emulator: Emulator) {
  const shared = { fetch: emulator.fetch, logger: false as const };
  return [
    HiveModule.forRoot({ name: "visual", apiKey: "demo-visual", ...shared }),
    HiveModule.forRoot({ name: "text", apiKey: "demo-text", api: "v2", ...shared }),
  ];
}

@Injectable()
class Posts {
  readonly panels: readonly HivePanel[];

  constructor(@Inject(HivePanel) panel: HivePanel, @InjectHivePanel("avatars") avatars: HivePanel) {
    this.panels = [panel, avatars];
  }
}

@Injectable()
class PanelSettings implements HivePanelOptionsFactory {
  async createHivePanelOptions(): Promise<HivePanelOptions> {
    return { members: { visual } };
  }
}

@Module({ providers: [PanelSettings], exports: [PanelSettings] })
class SettingsModule {}

describe("HivePanelModule.forRoot", () => {
  it("provides panels whose members are registered projects", async () => {
    const emulator = createEmulator();
    const app = await Test.createTestingModule({
      imports: [
        // Registered after the panels, in other modules.
        HivePanelModule.forRoot({ members }),
        HivePanelModule.forRoot({ name: "avatars", members: { visual: { ...visual, judge: undefined } } }),
        ...projects(emulator),
      ],
      providers: [Posts],
    }).compile();
    await app.init();
    const [posts, avatars] = app.get(Posts).panels;
    expect(await posts?.judge(harmful)).toMatchObject({
      decision: "block",
      members: { visual: { state: "judged" } },
    });
    expect((await avatars?.judgeAll({ a: { media }, b: { media } }))?.members).toHaveProperty(["b.visual"]);
    expect(app.get(getHivePanelToken("avatars"))).toBe(avatars);
    await app.close();
  });

  it("counts the calls of members in the statistics of their services", async () => {
    const app = await Test.createTestingModule({
      imports: [...projects(createEmulator()), HivePanelModule.forRoot({ members: { visual } })],
    }).compile();
    await app.get(HivePanel).judge({ media });
    expect(app.get<HiveService>(getHiveToken("visual")).stats()).toMatchObject({ attempts: 1, inFlight: 0 });
  });

  it("accepts the unnamed project, clients of your own and functions as members", async () => {
    const emulator = createEmulator();
    const client = new HiveClient({ apiKey: "demo-text", api: "v2", fetch: emulator.fetch });
    const judge = async (): Promise<Verdict> => Promise.reject(new Error("down"));
    const app = await Test.createTestingModule({
      imports: [
        HiveTestingModule.forRoot({ emulator }),
        HivePanelModule.forRoot({
          members: {
            visual: { policy: visual.policy },
            text: { client, policy: text.policy },
            own: { judge, takes: "text" },
          },
        }),
      ],
    }).compile();
    const { decision, members: results } = await app.get(HivePanel).judge({ media, text: "hello" });
    expect([decision, ...Object.values(results).map(({ state }) => state)]).toEqual([
      "unknown",
      "judged",
      "judged",
      "failed",
    ]);
  });

  it.each([
    [{ members: {} }, "members", "createPanel: members must have at least one member."],
    [{}, "members", "createPanel: members is required."],
    [{ members: { visual: null } }, "members.visual", /^createPanel: members\.visual must be a plain object/],
    [{ members: { visual: { project: "visual" } } }, "members.visual.policy", /^createPanel: .* is required/],
    [{ members: { visual }, keepTask: true }, "keepTask", /^createPanel: keepTask is unknown/],
    [
      { members: { own: { ...visual, project: "audio" } } },
      "members.own.project",
      'HivePanelModule: members.own.project is the project "audio", which is not registered; import HiveModule.forRoot.',
    ],
    [
      { members: { own: { policy: visual.policy } } },
      "members.own.project",
      "HivePanelModule: members.own.project is the unnamed project, which is not registered; import HiveModule.forRoot.",
    ],
    [
      { members: { own: { project: "visual", judge: () => {}, takes: "text" } } },
      "members.own.project",
      "HivePanelModule: members.own.project cannot be combined with client or judge.",
    ],
  ])("fails at boot with %o", async (options, option, message) => {
    const app = await Test.createTestingModule({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mistakes of a user who writes JavaScript
      imports: [...projects(createEmulator()), HivePanelModule.forRoot(options as HivePanelOptions)],
    }).compile();
    await expect(app.init()).rejects.toMatchObject({
      kind: "config",
      option,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });

  it.each([{ name: "" }, { isGlobal: 1 }])("rejects %o at once", (wrong) => {
    expect(() => HivePanelModule.forRoot(JSON.parse(JSON.stringify({ members, ...wrong })))).toThrow(
      /^HivePanelModule\.forRoot: (?:name|isGlobal) must be/,
    );
  });

  it("can be global", async () => {
    @Module({})
    class EmptyModule {}
    const app = await Test.createTestingModule({
      imports: [
        ...projects(createEmulator()),
        HivePanelModule.forRoot({ isGlobal: true, members }),
        EmptyModule,
      ],
    }).compile();
    expect(app.select(EmptyModule).get(HivePanel, { strict: false })).toBe(app.get(HivePanel));
  });
});

describe("HivePanelModule.forRootAsync", () => {
  it.each([
    [
      "useFactory",
      { useFactory: (settings: PanelSettings) => settings.createHivePanelOptions(), inject: [PanelSettings] },
    ],
    ["useClass", { useClass: PanelSettings }],
    ["useExisting", { useExisting: PanelSettings }],
  ])("takes the options from %s", async (_, source) => {
    const app = await Test.createTestingModule({
      imports: [
        ...projects(createEmulator()),
        HivePanelModule.forRootAsync({ imports: [SettingsModule], ...source }),
      ],
    }).compile();
    expect((await app.get(HivePanel).judge({ media })).decision).toBe("allow");
  });

  it("requires exactly one source of options", () => {
    expect(() => HivePanelModule.forRootAsync(JSON.parse("{}"))).toThrow(
      "HivePanelModule.forRootAsync: useFactory is missing; pass exactly one of useFactory, useClass, useExisting.",
    );
  });
});

describe("in tests", () => {
  it("a service that replaces a project is asked", async () => {
    const [real, replaced] = [createEmulator(), createEmulator()];
    const app = await Test.createTestingModule({
      imports: [...projects(real), HivePanelModule.forRoot({ members: { visual } })],
    })
      .overrideProvider(getHiveToken("visual"))
      .useValue(HiveTestingModule.serviceOn({ emulator: replaced }))
      .compile();
    await app.get(HivePanel).judge({ media });
    expect([real.journal.length, replaced.journal.length]).toEqual([0, 1]);
  });

  it("any other replacement of a project fails at boot, and a panel can be replaced as a whole", async () => {
    const testing = () =>
      Test.createTestingModule({
        imports: [...projects(createEmulator()), HivePanelModule.forRoot({ members: { visual } })],
      });
    const wrong = await testing().overrideProvider(getHiveToken("visual")).useValue({}).compile();
    await expect(wrong.init()).rejects.toMatchObject({ option: "members.visual.project" });
    const fake = { judge: async () => ({ decision: "allow" }) };
    const app = await testing().overrideProvider(HivePanel).useValue(fake).compile();
    await app.init();
    expect(await app.get(HivePanel).judge({ media })).toEqual({ decision: "allow" });
  });
});

it("a shutdown ends the members, and the verdict is not allow", async () => {
  const asked = deferred<AbortSignal | null>();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { signal } = new Request(input, init);
    asked.resolve(signal);
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  };
  const app = await Test.createTestingModule({
    imports: [
      HiveModule.forRoot({ name: "visual", apiKey: "any", fetch, logger: false, shutdownGraceMs: 0 }),
      HivePanelModule.forRoot({ members: { visual } }),
    ],
  }).compile();
  await app.init();
  const verdict = app.get(HivePanel).judge({ media });
  await asked.promise;
  await app.close();
  expect(await verdict).toMatchObject({
    decision: "unknown",
    members: { visual: { state: "failed", error: { kind: "closed" } } },
  });
});
