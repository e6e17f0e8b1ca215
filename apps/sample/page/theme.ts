// Runs before the page is rendered, so that a stored theme does not cause a flash of the other one.
try {
  const theme = localStorage.getItem("hivekit-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
} catch {
  // The browser may block storage. The system's theme applies then.
}
