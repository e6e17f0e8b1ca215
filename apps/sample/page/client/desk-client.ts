import type {
  DeskInfo,
  DeskError,
  ReviewerDecision,
  Item,
  ItemDetail,
  ItemPage,
} from "../../api/desk-api.ts";
import { type ItemFilter, writeFilter } from "./item-filter.ts";

/** The desk rejected a request or did not respond. The message is meant for the user. */
export class DeskRequestError extends Error {
  override readonly name = "DeskRequestError";
  /** The HTTP status; 0 if there was no response. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Returns the URL of an item, or of a resource below it. */
export function itemUrl(id: string, rest = ""): string {
  return `api/items/${encodeURIComponent(id)}${rest}`;
}

/** Reads the desk's settings. @throws DeskRequestError */
export function readDesk(): Promise<DeskInfo> {
  return requestJson("api/desk");
}

/** Reads a page of the list, starting with the latest item or at `before`. @throws DeskRequestError */
export function readItems(filter: ItemFilter, before: string | null): Promise<ItemPage> {
  const query = new URLSearchParams(writeFilter(filter));
  if (before !== null) query.set("before", before);
  return requestJson(`api/items?${query}`);
}

/** Reads an item with its details. @throws DeskRequestError */
export function readItem(id: string): Promise<ItemDetail> {
  return requestJson(itemUrl(id));
}

/** Reads Hive's JSON as text. @throws DeskRequestError */
export async function readRaw(id: string): Promise<string> {
  return (await send(itemUrl(id, "/raw"))).text();
}

/** Stores a reviewer's decision. @throws DeskRequestError */
export async function sendDecision(
  id: string,
  decision: Pick<ReviewerDecision, "decision" | "note">,
): Promise<void> {
  await send(itemUrl(id, "/decisions"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(decision),
  });
}

/** Cancels the submission of an item. @throws DeskRequestError */
export async function cancelItem(id: string): Promise<void> {
  await send(itemUrl(id, "/cancel"), { method: "POST" });
}

/** Submits an item again, which Hive bills again. @throws DeskRequestError */
export function resubmitItem(id: string): Promise<Partial<Item>> {
  return requestJson(itemUrl(id, "/resubmit"), { method: "POST" });
}

/**
 * Deletes an item with its media, frames and decisions.
 *
 * @param options.deletesEvidence - whether to delete it even if it is restricted.
 * @throws DeskRequestError
 */
export async function deleteItem(
  id: string,
  { deletesEvidence }: { readonly deletesEvidence: boolean },
): Promise<void> {
  await send(itemUrl(id, deletesEvidence ? "?deletesEvidence=true" : ""), { method: "DELETE" });
}

/** Sends a request and reads its JSON response. @throws DeskRequestError */
export async function requestJson<Body>(url: string, init?: RequestInit): Promise<Body> {
  const response = await send(url, init);
  return response.json();
}

async function send(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch(() => {
    throw new DeskRequestError("The desk is not responding. Check that it is running.", 0);
  });
  if (!response.ok) throw toRequestError(response.status, await response.text());
  return response;
}

/** Converts an error response to an error. Its message comes from the body if the body has one. */
export function toRequestError(status: number, body: string): DeskRequestError {
  try {
    const { message }: Partial<DeskError> = JSON.parse(body);
    if (typeof message === "string") return new DeskRequestError(message, status);
  } catch {
    // The response does not come from the desk, for example from a proxy.
  }
  return new DeskRequestError(`The desk responded with HTTP ${status}.`, status);
}

/** Returns the message of an error. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
