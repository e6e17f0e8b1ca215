import type { PolicyTrial, PolicyUpdate, PolicyVersion } from "../../api/desk-api.ts";
import { itemUrl, requestJson } from "./desk-client.ts";

function policyUrl(project: string): string {
  return `api/projects/${encodeURIComponent(project)}/policy`;
}

/** Reads the latest version of a project's policy text. @throws DeskRequestError */
export function readPolicy(project: string): Promise<PolicyVersion> {
  return requestJson(policyUrl(project));
}

/** Reads a version of a project's policy text. @throws DeskRequestError */
export function readPolicyVersion(project: string, version: number): Promise<PolicyVersion> {
  return requestJson(`${policyUrl(project)}/versions/${version}`);
}

/** Saves a policy text. @throws DeskRequestError with the status 409 if there is a version that the edit ignores */
export function savePolicy(project: string, update: PolicyUpdate): Promise<PolicyVersion> {
  return requestJson(policyUrl(project), { method: "PUT", ...toJson(update) });
}

/** Judges an item by a policy text without storing anything, which Hive bills. @throws DeskRequestError */
export function tryPolicy(id: string, text: string, signal: AbortSignal): Promise<PolicyTrial> {
  return requestJson(itemUrl(id, "/trials"), { method: "POST", signal, ...toJson({ text }) });
}

function toJson(body: unknown): Pick<RequestInit, "headers" | "body"> {
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
