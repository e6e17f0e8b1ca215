// Runs before the page is drawn, so that a theme that was chosen does not come with a flash of the other one.
try {
  const theme = localStorage.getItem("hivekit-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
} catch {
  // Storage can be forbidden; the system's theme is right then.
}
