// Work in slices: a few milliseconds a frame, so that the page answers in between.

// A frame has 16 ms, and the browser wants its share.
const SLICE_MS = 8;

export class Slices {
  constructor() {
    this.frame = 0;
  }

  /**
   * Work through items, the first slice at once; what an earlier call left undone is dropped.
   *
   * @template Item
   * @param {Item[]} items
   * @param {(item: Item) => void} work
   */
  start(items, work) {
    this.stop();
    let next = 0;
    const slice = () => {
      const until = performance.now() + SLICE_MS;
      while (next < items.length && performance.now() < until) {
        work(items[next]);
        next += 1;
      }
      if (next < items.length) this.frame = requestAnimationFrame(slice);
    };
    slice();
  }

  stop() {
    cancelAnimationFrame(this.frame);
  }
}
