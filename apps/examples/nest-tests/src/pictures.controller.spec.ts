import { openAsBlob } from "node:fs";
import type { Emulator } from "@hivekit/emulator";
import { HiveExceptionFilter } from "@hivekit/nestjs";
import { getEmulatorToken, HiveTestingModule } from "@hivekit/nestjs/testing";
import type { INestApplication } from "@nestjs/common";
import { APP_FILTER } from "@nestjs/core";
import { Test } from "@nestjs/testing";
import { PicturesController } from "./pictures.controller";

/** The emulator's answer depends on the pixels, or on a rule for the name. */
const URLS = { shapes: "https://media.example/shapes.jpg", gun: "https://media.example/gun.jpg" };
const rules = [{ match: { name: "gun.jpg" }, classes: { gun_in_hand: 0.98 } }];

describe("PicturesController", () => {
  let app: INestApplication;
  let emulator: Emulator;

  beforeAll(async () => {
    const picture = await openAsBlob("shapes.jpg");
    const files = { [URLS.shapes]: picture, [URLS.gun]: picture };
    const moduleRef = await Test.createTestingModule({
      imports: [HiveTestingModule.forRoot({ apiKey: "demo-visual", emulator: { files, rules } })],
      controllers: [PicturesController],
      providers: [{ provide: APP_FILTER, useClass: HiveExceptionFilter }],
    }).compile();
    emulator = moduleRef.get(getEmulatorToken());
    app = moduleRef.createNestApplication({ logger: false });
    await app.listen(0, "127.0.0.1");
  });
  beforeEach(() => emulator.reset());
  afterAll(() => app.close());

  const get = async (url: string) => fetch(`${await app.getUrl()}/pictures/decision?url=${url}`);

  it("decides from the pixels", async () => {
    expect(await (await get(URLS.shapes)).json()).toEqual({ decision: "allow" });
    emulator.verify.one({ chargeUsd: 0.003 });
  });

  it("decides from a rule", async () => {
    expect(await (await get(URLS.gun)).json()).toEqual({ decision: "review" });
  });

  it("passes Hive's errors to the exception filter", async () => {
    emulator.faults.add("405");
    expect((await get(URLS.shapes)).status).toBe(503);
  });
});
