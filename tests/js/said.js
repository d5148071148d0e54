// What the browser says of a time, whole: for tests that hold it against the server.

import { statusAt } from "../../api/browser/finder/courses.js";
import { statusInWords } from "../../api/browser/finder/status-words.js";

export function said(data, course, minute, stayMinutes) {
  const status = statusAt(data, course, minute, stayMinutes);
  const words = (lang) => status && statusInWords(status, minute, lang, data.timezone);
  return { status, zh: words("zh"), en: words("en") };
}
