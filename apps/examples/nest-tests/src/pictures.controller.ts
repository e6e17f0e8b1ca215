import { RECOMMENDED_POLICY, decide } from "@hivekit/core/policy";
import { HiveService } from "@hivekit/nestjs";
import { Controller, Get, Query } from "@nestjs/common";

@Controller("pictures")
export class PicturesController {
  // Nest finds the service by the parameter type, because the test runner emits decorator metadata.
  constructor(private readonly hive: HiveService) {}

  @Get("decision")
  async decision(@Query("url") url: string) {
    const { decision } = decide(await this.hive.classify({ url }), RECOMMENDED_POLICY);
    return { decision };
  }
}
