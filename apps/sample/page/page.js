// The desk's first page: submits the form, and adds a row for each frame as it comes.

const form = document.querySelector("#form");
const cancel = document.querySelector("#cancel");
const status = document.querySelector("#status");
const table = document.querySelector("#frames");
const rows = table.querySelector("tbody");

/** Set while a submission is under way; aborting it closes the connection. */
let current = null;

for (const name of await (await fetch("projects")).json()) {
  form.project.add(new Option(name, name));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = new FormData(form);
  // An empty file input sends a file without a name or content.
  if (fields.get("media").size === 0) fields.delete("media");
  void submit(fields, form.media.files[0]?.name ?? (form.url.value || "submission"));
});

for (const button of document.querySelectorAll("[data-demo]")) {
  button.addEventListener("click", async () => {
    const name = button.dataset.demo;
    const fields = new FormData();
    fields.set("media", await (await fetch(`demo/${name}`)).blob(), name);
    fields.set("project", form.project.value);
    void submit(fields, name);
  });
}

cancel.addEventListener("click", () => current?.abort());

async function submit(fields, name) {
  current?.abort();
  const controller = new AbortController();
  current = controller;
  rows.replaceChildren();
  table.hidden = true;
  cancel.disabled = false;
  status.textContent = `${name}: submitted…`;
  try {
    const response = await fetch("frames", { method: "POST", body: fields, signal: controller.signal });
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw new Error(problem.message ?? `The server answered ${response.status}.`);
    }
    let isOver = false;
    for await (const { type, data } of eventsOf(response.body)) {
      if (type === "frame") addRow(data);
      else {
        isOver = true;
        status.textContent = `${name}: ${type === "summary" ? showSummary(data) : `failed. ${data.message}`}`;
      }
    }
    if (!isOver) throw new Error("the connection ended before the result was whole.");
  } catch (error) {
    if (current === controller) {
      status.textContent = `${name}: ${controller.signal.aborted ? "cancelled." : `failed. ${error.message}`}`;
    }
  } finally {
    if (current === controller) {
      current = null;
      cancel.disabled = true;
    }
  }
}

/** Reads server-sent events from a body: blocks of `name: value` lines, each ended by an empty line. */
async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const blocks = text.split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const event = { type: "message", data: "" };
      for (const line of block.split("\n")) {
        const colon = line.indexOf(":");
        const field = line.slice(0, colon);
        if (field === "event") event.type = line.slice(colon + 1).trim();
        if (field === "data") event.data += line.slice(colon + 1);
      }
      if (event.data !== "") yield { type: event.type, data: JSON.parse(event.data) };
    }
  }
}

function addRow(frame) {
  table.hidden = false;
  const row = rows.insertRow();
  row.insertCell().textContent = frame.timeSeconds === null ? "" : `${frame.timeSeconds.toFixed(1)} s`;
  row.insertCell().textContent = showFindings(frame);
}

function showFindings(frame) {
  if (!frame.evaluated) return "not evaluated";
  if (frame.kind === "detection") {
    return frame.boxes.length === 0 ? "nothing found" : frame.boxes.map(showBox).join("; ");
  }
  if (frame.kind === "segmentation")
    return `mask of ${frame.mask.mapping.map((entry) => entry.class).join(", ")}`;
  return showClasses(frame.classes);
}

function showBox({ bounds, classes }) {
  const [left, top, right, bottom] = [bounds.left, bounds.top, bounds.right, bounds.bottom].map(Math.round);
  return `(${left}, ${top}) to (${right}, ${bottom}): ${showClasses(classes)}`;
}

function showClasses(classes) {
  const strongest = classes.toSorted((one, other) => other.score - one.score).slice(0, 3);
  return strongest.map(({ class: name, score }) => `${name} ${score.toFixed(2)}`).join(", ");
}

function showSummary({ labels, results }) {
  if (labels.length > 0) return `labels: ${labels.join(", ")}`;
  return results
    .map(
      ({ frameCount, chargeUsd }) =>
        `${frameCount} frames, charge ${chargeUsd === null ? "unknown" : `$${chargeUsd}`}`,
    )
    .join("; ");
}
