/**
 * The script that a portal embeds with one line:
 *
 *     <script src="https://…/procedure-assistant.js" defer></script>
 *
 * It adds `<procedure-assistant>` to the page, unless the portal has placed one itself. The
 * assistant's own page is made of the same parts.
 */

import "./assistant-chat";
import { ProcedureAssistant } from "./procedure-assistant";
import { registerUnit } from "./styles/theme";

registerUnit();

// Absent in a module, as on the assistant's own page.
const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  ProcedureAssistant.defaultServer = new URL(".", script.src).href;
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", () => addTo(script.dataset));
  } else addTo(script.dataset);
}

/** The script's `data-language` and `data-open` become the attributes of that name. */
function addTo(chosen: DOMStringMap): void {
  if (document.querySelector("procedure-assistant, assistant-chat")) return;
  const assistant = new ProcedureAssistant();
  assistant.language = chosen["language"];
  assistant.open = chosen["open"] !== undefined;
  document.body.append(assistant);
}
