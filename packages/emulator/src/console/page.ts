/** What the page may do: its own script and style, the console's JSON, pictures and films. */
export const CONSOLE_PAGE_POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src 'self'; media-src 'self'; " +
  "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/** The console's page: shows the tasks that wait for a person, with their media, and answers them. */
export const CONSOLE_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Hive emulator</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
  article { border: 1px solid #ccc; border-radius: 0.5rem; margin: 1rem 0; padding: 1rem; }
  img, video { display: block; max-height: 20rem; max-width: 100%; }
  table { border-collapse: collapse; } td, th { padding: 0.1rem 0.8rem 0.1rem 0; text-align: left; }
</style>
<h1>Hive emulator</h1>
<h2>Waiting for a label</h2>
<main id="queue" aria-live="polite"></main>
<h2>Projects</h2>
<table id="projects"></table>
<script type="module">
  const api = (path, init) => fetch("/console/api/" + path, init).then((response) => response.json());
  const shown = new Map();
  function add(parent, name, properties) {
    const element = Object.assign(document.createElement(name), properties);
    parent.append(element);
    return element;
  }
  function show(task) {
    const article = add(document.getElementById("queue"), "article", {});
    const src = "/console/api/tasks/" + encodeURIComponent(task.id) + "/media";
    if (task.mimetype?.startsWith("video/")) add(article, "video", { src, controls: true });
    else add(article, "img", { src, alt: task.filename ?? "" });
    add(article, "p", { textContent: task.question ?? task.id });
    const form = add(article, "form", {});
    const label = add(form, "label", { textContent: "Label " });
    const input = add(label, "input", { name: "label", required: true });
    add(form, "button", { textContent: "Answer" });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const body = JSON.stringify({ labels: [input.value] });
      await api("tasks/" + encodeURIComponent(task.id) + "/answer", { method: "POST", body });
      await refresh();
    });
    return article;
  }
  async function refresh() {
    const { tasks } = await api("tasks?state=queued");
    const waiting = tasks.filter((task) => task.isWaitingForPeople);
    for (const [id, article] of shown) {
      if (waiting.some((task) => task.id === id)) continue;
      article.remove();
      shown.delete(id);
    }
    for (const task of waiting) if (!shown.has(task.id)) shown.set(task.id, show(task));
    const { projects } = await api("projects");
    const table = document.getElementById("projects");
    table.replaceChildren();
    const columns = ["key", "model", "submissions", "failures", "chargedUsd", "balanceUsd"];
    for (const row of [Object.fromEntries(columns.map((column) => [column, column])), ...projects]) {
      const line = add(table, "tr", {});
      for (const column of columns) add(line, "td", { textContent: row[column] ?? "–" });
    }
  }
  await refresh();
  setInterval(refresh, 1000);
</script>
</html>
`;
