// How much each can reach as a few classes, for a map that is read at a glance.

/** So many classes of those who reach anything, of as many rows each. */
export const CLASSES = 3;

/**
 * The class of each row by its id: 0 where it reaches nothing, else 1 (least) to 3 (most). Rows with the
 * same amount are in the same class.
 * @param {readonly { id: string, access: number }[]} rows
 * @returns {Map<string, number>}
 */
export function accessClasses(rows) {
  const some = rows.map(({ access }) => access).filter((access) => access > 0).sort((a, b) => a - b);
  const bounds = Array.from({ length: CLASSES - 1 }, (_, place) => some[Math.floor((some.length * (place + 1)) / CLASSES)]);
  const classOf = (/** @type {number} */ access) => (access > 0 ? 1 + bounds.filter((bound) => access >= bound).length : 0);
  return new Map(rows.map(({ id, access }) => [id, classOf(access)]));
}
