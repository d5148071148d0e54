// A page in a frame without a map: it says how high it is.

import { fitToContent, obey } from "./embed/parent.js";

obey({ fit: fitToContent() });
