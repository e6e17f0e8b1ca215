import "reflect-metadata";
import { Controller, Inject, Module, UseFilters } from "@nestjs/common";
import type { AnyHiveError, Task } from "@hivekit/core";
import {
  getHiveToken,
  HiveExceptionFilter,
  hiveHealth,
  hiveHttpException,
  HiveModule,
  HiveService,
  HiveVerdict,
  InjectHive,
  ParseMediaPipe,
  RequestSignal,
} from "@hivekit/nestjs";
import type { HiveHealth, HiveModuleOptions, HiveStats } from "@hivekit/nestjs";

const options: HiveModuleOptions = { apiKey: "k", shutdownGraceMs: 500 };

@Controller()
@UseFilters(HiveExceptionFilter)
export class Desk {
  constructor(
    @Inject(HiveService) private readonly hive: HiveService,
    @InjectHive("text") private readonly text: HiveService,
  ) {}

  async look(url: string, @RequestSignal() signal: AbortSignal): Promise<Task> {
    return this.hive.classify({ url }, { signal });
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
  controllers: [Desk],
})
export class AppModule {}

export const token: typeof HiveService | string = getHiveToken("text");
export const pipe = new ParseMediaPipe();
export const decorated = HiveVerdict;
export const statusOf = (error: AnyHiveError): number => hiveHttpException(error).getStatus();
// @ts-expect-error -- a key is text
export const wrong = HiveModule.forRoot({ apiKey: 1 });
// @ts-expect-error -- the service has no such method
export const missing = (hive: HiveService) => hive.moderate("https://a.example/a.jpg");
