import type { DeskInfo, DeskProblem, HumanDecision, Item, ItemDetail, ItemPage } from "../api/desk-api.ts";
import { type ListFilter, writeFilter } from "./list-filter.ts";

/** The desk refused, or does not answer; the message is a sentence for the person. */
export class DeskRefusal extends Error {
  override readonly name = "DeskRefusal";
  /** The answer's HTTP status; 0 if there was no answer. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Where something of an item is. */
export function itemUrl(id: string, rest = ""): string {
  return `api/items/${encodeURIComponent(id)}${rest}`;
}

/** What the desk is like. @throws DeskRefusal */
export function readDesk(): Promise<DeskInfo> {
  return ask("api/desk");
}

/** A page of the list, from the latest item on, or from `before`. @throws DeskRefusal */
export function readItems(filter: ListFilter, before: string | null): Promise<ItemPage> {
  const query = new URLSearchParams(writeFilter(filter));
  if (before !== null) query.set("before", before);
  return ask(`api/items?${query}`);
}

/** One item in full. @throws DeskRefusal */
export function readItem(id: string): Promise<ItemDetail> {
  return ask(itemUrl(id));
}

/** What Hive replied, as JSON text. @throws DeskRefusal */
export async function readRaw(id: string): Promise<string> {
  return (await send(itemUrl(id, "/raw"))).text();
}

/** Decides as a person. @throws DeskRefusal */
export async function sendDecision(
  id: string,
  decision: Pick<HumanDecision, "decision" | "note">,
): Promise<void> {
  await send(itemUrl(id, "/decisions"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(decision),
  });
}

/** Stops an item that is under way. @throws DeskRefusal */
export async function cancelItem(id: string): Promise<void> {
  await send(itemUrl(id, "/cancel"), { method: "POST" });
}

/** Submits an item once more, which is billed once more. @throws DeskRefusal */
export function resubmitItem(id: string): Promise<Partial<Item>> {
  return ask(itemUrl(id, "/resubmit"), { method: "POST" });
}

/** Deletes an item with all that belongs to it. @throws DeskRefusal */
export async function deleteItem(id: string): Promise<void> {
  await send(itemUrl(id), { method: "DELETE" });
}

async function ask<Answer>(url: string, init?: RequestInit): Promise<Answer> {
  const response = await send(url, init);
  return response.json();
}

async function send(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch(() => {
    throw new DeskRefusal("The desk does not answer: is it still running?", 0);
  });
  if (!response.ok) throw refusalOf(response.status, await response.text());
  return response;
}

/** What a refusal says in words, if it does. */
export function refusalOf(status: number, body: string): DeskRefusal {
  try {
    const problem: Partial<DeskProblem> = JSON.parse(body);
    if (typeof problem.message === "string") return new DeskRefusal(problem.message, status);
  } catch {
    // Not the desk's own words, for example those of something in between.
  }
  return new DeskRefusal(`The desk answered with HTTP ${status}.`, status);
}
