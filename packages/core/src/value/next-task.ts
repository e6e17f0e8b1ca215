/** Lets timers and other tasks run. Awaiting promises that are already settled does not. */
export async function nextTask(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
