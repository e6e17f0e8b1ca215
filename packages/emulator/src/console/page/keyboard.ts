/** The actions that keys trigger. */
export type KeyActions = {
  /** A number key, 1 to 9. */
  readonly choose: (number: number) => void;
  /** An arrow key: 1 for the next task, -1 for the previous one. */
  readonly move: (step: 1 | -1) => void;
};

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Handles key presses on the page. Keys in a text field, in a video player, or with a modifier keep their usual
 * meaning.
 */
export function handleKeys({ choose, move }: KeyActions): void {
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (target instanceof HTMLInputElement) return;
    const isInPlayer = target instanceof HTMLVideoElement;
    const isInTable = target instanceof HTMLElement && target.matches(".table");
    const step = STEPS[key];
    if (step !== undefined && !isInPlayer && !isInTable) {
      event.preventDefault();
      move(step);
    } else if (/^[1-9]$/.test(key)) {
      event.preventDefault();
      choose(Number(key));
    }
  });
}
