import { ConflictException, HttpException, HttpStatus, Inject, Injectable } from "@nestjs/common";
import type { PromptPolicy } from "@hivekit/core/vlm";
import type { PolicyTrial } from "../../api/desk-api.ts";
import { DeskSettings } from "./desk-settings.ts";
import { ItemStore } from "./item-store.ts";
import { ItemsService } from "./items.service.ts";
import { judgeSubmission } from "./judge-submission.ts";
import { RestrictedException } from "./restricted-exception.ts";
import { toSubmission } from "./to-submission.ts";

/** The number of trials in flight at once. Further ones are rejected, because a moderator waits for each. */
const MAX_TRIALS = 4;

/** Judges items by policies that are not saved. Nothing is stored. */
@Injectable()
export class PolicyTrials {
  #inFlight = 0;

  constructor(
    @Inject(DeskSettings) private readonly settings: DeskSettings,
    @Inject(ItemStore) private readonly store: ItemStore,
    @Inject(ItemsService) private readonly service: ItemsService,
  ) {}

  /**
   * Judges an item, which Hive bills.
   *
   * @throws RestrictedException if the item is restricted, ConflictException if its project has no policy text, HTTP
   * 429 if too many trials are in flight; in each case, nothing is sent. Also the errors of `HiveVlm.judge`.
   */
  async run(id: string, policy: PromptPolicy, signal: AbortSignal): Promise<PolicyTrial> {
    if (this.#inFlight >= MAX_TRIALS) throw new TooManyTrialsException();
    this.#inFlight++;
    try {
      const row = await this.store.openRow(id);
      const found = this.service.findProject(row.project);
      if (found === null || found.project.policyText === null) throw new NoPolicyTextException();
      const submission = toSubmission(row, this.settings);
      const { verdict, tokens } = await judgeSubmission(submission, policy, { hive: found.hive, signal });
      // It may have been restricted in the meantime.
      if ((await this.store.row(id)).isRestricted) throw new RestrictedException();
      return { verdict, tokens };
    } finally {
      this.#inFlight--;
    }
  }
}

class NoPolicyTextException extends ConflictException {
  constructor() {
    super({
      kind: "conflict",
      message: "The project of this item has no policy text. Submit the content to a project that has one.",
    });
  }
}

class TooManyTrialsException extends HttpException {
  constructor() {
    super(
      {
        kind: "busy",
        message: `${MAX_TRIALS} trials are in progress. Try again when one of them is finished.`,
      },
      HttpStatus.TOO_MANY_REQUESTS,
    );
  }
}
