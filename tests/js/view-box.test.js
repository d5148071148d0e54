// A box tells in which cell of a coarse grid somebody looks, and no more.

import assert from "node:assert/strict";
import { test } from "node:test";

import { viewBox } from "../../api/browser/finder/view-box.js";

const EARTH_RADIUS_KM = 6378.137;
const TILE_PX = 256;

/** A generator of numbers from 0 to 1 that are the same each time (mulberry32). */
function drawn(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Web Mercator as maps have it, the world 1 wide.
const toX = (lon) => (lon + 180) / 360;
const toY = (lat) => 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
const toLon = (x) => x * 360 - 180;
const toLat = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

/** What a screen of so many pixels shows around a position, as Leaflet's getBounds says it. */
function viewOf([x, y], zoom, [widthPx, heightPx]) {
  const [halfWidth, halfHeight] = [widthPx, heightPx].map((px) => px / TILE_PX / 2 ** zoom / 2);
  return {
    west: toLon(x - halfWidth),
    south: toLat(y + halfHeight),
    east: toLon(x + halfWidth),
    north: toLat(y - halfHeight),
  };
}

const kilometres = (x, y) => x * 2 * Math.PI * EARTH_RADIUS_KM * Math.cos((toLat(y) * Math.PI) / 180);
const SCREENS = [[360, 740], [768, 1024], [1060, 900], [412.5, 617.25]];

/** The sides of a box on the map: west, east, north, south. */
const sides = ([west, south, east, north]) => [toX(west), toX(east), toY(north), toY(south)];

test("a phone in Weicheng asks for the cell that it is in, a quarter of one around it", () => {
  // Zoom 16, 360 by 740 px: 0.0225 and 0.0452 of a cell of level 14, which is 1.957 km wide here.
  const position = [toX(119.1), toY(36.7)];
  const [west, east, north, south] = sides(viewBox(viewOf(position, 16, [360, 740])));
  const [column, row] = position.map((place) => Math.floor(place * 2 ** 14));

  const cells = (place) => Math.round(place * 2 ** 14 * 1000) / 1000;
  assert.deepEqual([cells(west), cells(east)], [column - 0.25, column + 1.25]);
  assert.deepEqual([cells(north), cells(south)], [row - 0.5, row + 1.5]);
});

/** Views all over the world at which people look: a screen around a position, at a zoom. */
function* views(count, { leastZoom = 6, mostZoom = 19 } = {}) {
  const random = drawn(4);
  for (let number = 0; number < count; number += 1) {
    const zoom = leastZoom + Math.round(random() * 4 * (mostZoom - leastZoom)) / 4;
    const position = [random(), toY(random() * 140 - 70)];
    yield { position, zoom, screen: SCREENS[number % SCREENS.length], random };
  }
}

/** The middle of a box on the map. */
function middleOf(box) {
  const [west, east, north, south] = sides(box);
  return [((west + east + (east < west ? 1 : 0)) / 2) % 1, (north + south) / 2];
}

test("everyone in a cell, from edge to edge, asks for one and the same box", () => {
  for (const { position, zoom, screen, random } of views(20_000)) {
    const box = viewBox(viewOf(position, zoom, screen));
    const middle = middleOf(box);
    // The smallest cell is 1.8 km wide: 0.9 km to each side of its middle, less a tenth of a per cent.
    const reach = 0.899 / kilometres(1, middle[1]);
    const other = middle.map((place) => place + (2 * random() - 1) * reach);

    assert.deepEqual(viewBox(viewOf(middle, zoom, screen)), box, JSON.stringify({ position, zoom }));
    assert.deepEqual(viewBox(viewOf(other, zoom, screen)), box, JSON.stringify({ other, zoom }));
  }
});

test("a box holds the whole view, and is not much larger than it needs to be", () => {
  for (const { position, zoom, screen } of views(5_000)) {
    const [x, y] = position;
    const [west, east, north, south] = sides(viewBox(viewOf(position, zoom, screen)));
    const [width, height] = screen.map((px) => px / TILE_PX / 2 ** zoom);
    const boxWidth = east - west + (east < west ? 1 : 0);

    const fromWest = (((x - width / 2 - west) % 1) + 1.5) % 1 - 0.5;
    assert.ok(fromWest >= -1e-12 && fromWest + width <= boxWidth + 1e-12);
    assert.ok(north <= Math.max(y - height / 2, 0) + 1e-12 && south >= Math.min(y + height / 2, 1) - 1e-12);
    // A cell is at most half of the longer side, or 4 km or so where that is shorter still.
    const cell = Math.max(Math.max(width, height) / 2, 3.75 / kilometres(1, y));
    assert.ok(boxWidth <= width + 1.5 * cell + 1e-6 && south - north <= height + 1.5 * cell + 1e-6);
  }
});

test("nobody stands in the middle of their box for being there", () => {
  let near = 0;
  let count = 0;
  for (const { position, zoom, screen } of views(5_000, { leastZoom: 14 })) {
    const middle = middleOf(viewBox(viewOf(position, zoom, screen)));
    const [awayX, awayY] = [0, 1].map((axis) => kilometres(position[axis] - middle[axis], position[1]));
    // Within a tenth of a kilometre both ways: by chance at most (0.2 / 1.8)² of all, an eightieth.
    near += Math.abs(awayX) < 0.1 && Math.abs(awayY) < 0.1 ? 1 : 0;
    count += 1;
  }
  assert.ok(near / count < 1 / 60, `${near} of ${count}`);
});

test("a map that was moved around the globe asks for what is there", () => {
  const here = { west: 119, south: 36.6, east: 119.2, north: 36.8 };

  for (const turns of [-2, -1, 1, 3]) {
    const there = { ...here, west: here.west + 360 * turns, east: here.east + 360 * turns };
    assert.deepEqual(viewBox(there), viewBox(here));
  }
});

test("a view across the antimeridian has a box that crosses it", () => {
  const [west, , east] = viewBox({ west: 179.9, south: -17, east: 180.1, north: -16.8 });

  assert.ok(west > 179 && east < -179, `${west} ${east}`);
});

test("the whole world is the whole world, with the poles that no map shows", () => {
  assert.deepEqual(viewBox({ west: -200, south: -85.06, east: 200, north: 85.06 }), [-180, -90, 180, 90]);
  assert.equal(viewBox({ west: 0, south: 70, east: 90, north: 90 })[3], 90);
});

test("a map without size has a box of a cell", () => {
  const [west, south, east, north] = viewBox({ west: 119.1, south: 36.7, east: 119.1, north: 36.7 });

  // A cell of level 14: 360 / 16384 degrees.
  assert.ok(Math.abs(east - west - 360 / 2 ** 14) < 1e-5);
  assert.ok(south < 36.7 && 36.7 < north);
});

test("a box is written in at most six decimals", () => {
  for (const { position, zoom, screen } of views(1_000)) {
    for (const degrees of viewBox(viewOf(position, zoom, screen))) {
      assert.equal(degrees, Number(degrees.toFixed(6)));
    }
  }
});
