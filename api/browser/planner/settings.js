// What the server tells the planner's page about its question.

/** @import { Process } from "../planning/types.js" */
/** @import { Words } from "../types.js" */

/**
 * @typedef {Object} PlannerSettings
 * @property {Process} process
 * @property {boolean} asked  Whether the link asks something, to be answered at once.
 * @property {boolean} hasNetwork
 * @property {string} layer
 * @property {number} count  Facilities of the layer.
 * @property {string} itemsUrl
 * @property {string} communitiesUrl
 * @property {Record<string, Words>} fields  Labels of the layer's fields.
 * @property {string[]} filters
 */

/** @type {PlannerSettings} */
export const planner = JSON.parse(document.getElementById("planner")?.textContent ?? "{}");
