import { RequestSignal } from "@hivekit/nestjs";
import {
  BadRequestException,
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  Put,
} from "@nestjs/common";
import type { PolicyTrial, PolicyVersion } from "../../api/desk-api.ts";
import { PolicyTrials } from "../items/policy-trials.ts";
import { parsePolicyText, PolicyTextError } from "../policies/parse-policy-text.ts";
import { PolicyStore } from "../policies/policy-store.ts";
import { checkInput, ITEM_ID, PolicyTrialBody, PolicyUpdateBody, POLICY_VERSION } from "./api-input.ts";

/** The routes of the policy texts. */
@Controller("api")
export class PoliciesController {
  constructor(
    @Inject(PolicyStore) private readonly policies: PolicyStore,
    @Inject(PolicyTrials) private readonly trials: PolicyTrials,
  ) {}

  @Get("projects/:project/policy")
  current(@Param("project") project: string): Promise<PolicyVersion> {
    return this.policies.current(this.#check(project));
  }

  @Get("projects/:project/policy/versions/:version")
  async version(
    @Param("project") project: string,
    @Param("version", POLICY_VERSION) version: number,
  ): Promise<PolicyVersion> {
    const found = await this.policies.find(this.#check(project), version);
    if (found === null) throw notFound("The policy has no such version.");
    return found;
  }

  /** Stores the next version. Items in progress keep the version with which they started. */
  @Put("projects/:project/policy")
  save(@Param("project") project: string, @Body() body: unknown): Promise<PolicyVersion> {
    const checked = this.#check(project);
    const { text, basedOn } = checkInput(PolicyUpdateBody, body);
    parse(text);
    return this.policies.save(checked, { text, basedOn });
  }

  @Post("items/:id/trials")
  @HttpCode(200)
  try(
    @Param("id", ITEM_ID) id: string,
    @Body() body: unknown,
    @RequestSignal() signal: AbortSignal,
  ): Promise<PolicyTrial> {
    return this.trials.run(id, parse(checkInput(PolicyTrialBody, body).text), signal);
  }

  #check(project: string): string {
    if (this.policies.has(project)) return project;
    throw notFound("There is no project with this name and a policy text. GET /api/desk lists the projects.");
  }
}

/** @throws BadRequestException (400) with all problems of the text. */
function parse(text: string): ReturnType<typeof parsePolicyText> {
  try {
    return parsePolicyText(text);
  } catch (error) {
    if (error instanceof PolicyTextError) throw new BadRequestException(error.message);
    throw error;
  }
}

function notFound(message: string): NotFoundException {
  return new NotFoundException({ kind: "not_found", message });
}
