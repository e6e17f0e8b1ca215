/** The file name of the mask of a frame; `place` is the index of the frame, from 0. */
export function maskFilename(taskId: string, place: number): string {
  return `${taskId}-${place}.png`;
}

/** Reads the task and the index of the frame from the file name of a mask; `null` for another name. */
export function readMaskFilename(
  filename: string,
): { readonly taskId: string; readonly place: number } | null {
  const match = /^(.+)-(\d{1,6})\.png$/.exec(filename);
  const [, taskId, place] = match ?? [];
  return taskId === undefined ? null : { taskId, place: Number(place) };
}
