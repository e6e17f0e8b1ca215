/** The file name of the mask of one frame of a task; `place` counts from 0. */
export function maskFilename(taskId: string, place: number): string {
  return `${taskId}-${place}.png`;
}

/** The task and the frame that a mask's file name speaks of; `null` for another name. */
export function readMaskFilename(
  filename: string,
): { readonly taskId: string; readonly place: number } | null {
  const match = /^(.+)-(\d{1,6})\.png$/.exec(filename);
  const [, taskId, place] = match ?? [];
  return taskId === undefined ? null : { taskId, place: Number(place) };
}
