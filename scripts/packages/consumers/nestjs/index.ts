import "reflect-metadata";
import { Inject, Module } from "@nestjs/common";
import type { AnyHiveError, Task } from "@hivekit/core";
import * as hivekit from "@hivekit/nestjs";
import type { HiveHealth, HiveModuleOptions, HiveService, HiveStats } from "@hivekit/nestjs";

const { getHiveToken, hiveHealth, hiveHttpException, HiveModule, InjectHive } = hivekit;
const options: HiveModuleOptions = { apiKey: "k", shutdownGraceMs: 500, vlm: { apiKey: "s" } };

export class Desk {
  constructor(
    @Inject(hivekit.HiveService) private readonly hive: HiveService,
    @InjectHive("text") private readonly text: HiveService,
  ) {}

  async look(url: string, @hivekit.RequestSignal() signal: AbortSignal): Promise<Task> {
    return this.hive.classify({ url }, { signal });
  }

  async count(url: string): Promise<number> {
    const parse = (json: unknown): number => Number(json);
    const { value } = await this.hive.vlm.ask({ prompt: "?", url, schema: { jsonSchema: {}, parse } });
    return value;
  }

  health(): HiveHealth {
    const stats: HiveStats = this.text.stats();
    return hiveHealth(stats);
  }
}

@Module({
  imports: [
    HiveModule.forRoot(options),
    HiveModule.forRootAsync({ name: "text", useFactory: () => ({ apiKey: "t", api: "v2" }) }),
  ],
  providers: [Desk, hivekit.HiveExceptionFilter],
})
export class AppModule {}

export const token: typeof hivekit.HiveService | string = getHiveToken("text");
export const pipe = new hivekit.ParseMediaPipe();
export const statusOf = (error: AnyHiveError): number => hiveHttpException(error).getStatus();
// @ts-expect-error -- a key is a string
export const wrong = HiveModule.forRoot({ apiKey: 1 });
// @ts-expect-error -- without a schema, the value is a string
export const untyped = (hive: HiveService): Promise<{ value: number }> => hive.vlm.ask({ prompt: "?" });
// @ts-expect-error -- the service has no such method
export const missing = (hive: HiveService) => hive.moderate("https://a.example/a.jpg");
