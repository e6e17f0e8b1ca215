// Runs before the page is rendered, so that the page does not flash in the wrong theme.
try {
  const theme = localStorage.getItem("hivekit-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
} catch {
  // The browser may block storage. The system's theme applies then.
}
