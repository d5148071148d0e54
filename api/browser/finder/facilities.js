// The facilities of all layers in one list, as the server has them: layer by layer, in file order.

/**
 * @typedef {import("./types.js").ResidentData} ResidentData
 * @typedef {import("./types.js").Facility} Facility
 */

/**
 * The loaded facilities with their courses; those of one layer stand together.
 * @param {ResidentData} data
 * @returns {Facility[]}
 */
export function facilitiesOf(data) {
  return Object.entries(data.layers).flatMap(([layer, { features, courses }]) =>
    features.map(({ id, at, properties, geometry, course, pinyin = [] }) => ({
      layer,
      id,
      at,
      properties,
      geometry,
      course: course === null ? null : courses[course],
      pinyin,
    })),
  );
}

/**
 * What tells a facility from all others of the place, as it stands in addresses.
 * @param {{ layer: string, id: string }} facility
 */
export function facilityKey({ layer, id }) {
  return `${layer}/${id}`;
}

/**
 * Whether a facility is not, or not yet, or no longer there for anybody. One whose status nobody has
 * written down is taken to be in use, as by the server.
 * @param {Facility} facility
 */
export function isOutOfUse({ properties: { status } }) {
  return status !== undefined && status !== null && status !== "open";
}

/**
 * The subdistricts that facilities name, in the reader's alphabet, with how many each has.
 * @param {Iterable<Facility>} facilities
 * @param {string} lang
 * @returns {{ name: string, count: number }[]}
 */
export function subdistrictsOf(facilities, lang) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { properties } of facilities) {
    if (typeof properties.subdistrict !== "string") continue;
    counts.set(properties.subdistrict, (counts.get(properties.subdistrict) ?? 0) + 1);
  }
  const { compare } = new Intl.Collator(lang);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => compare(one.name, other.name));
}
