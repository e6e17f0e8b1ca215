/** What the keys do. */
export type KeyActions = {
  /** A number key, 1 to 9. */
  readonly pick: (number: number) => void;
  /** An arrow key: 1 for the next task, -1 for the one before. */
  readonly move: (step: 1 | -1) => void;
};

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Listens to the keys of the whole page. Keys that are typed, that move a film or that come with another key keep their meaning. */
export function listenToKeys({ pick, move }: KeyActions): void {
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
      pick(Number(key));
    }
  });
}
