// Better with script, complete without. Each module finds its own marks on the page and does nothing without them.
import { fill } from "./answers.js";
import { bells } from "./bells.js";
import { boxes } from "./boxes.js";
import { drafts } from "./drafts.js";
import { endings } from "./endings.js";
import { keys } from "./keys.js";
import { live } from "./live.js";
import { undo } from "./undo.js";

document.body.classList.add("desk-script");
for (const start of [boxes, drafts, endings, fill, undo, keys, bells, live]) start(document);
