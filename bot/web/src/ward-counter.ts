/** Where the counter of a ward is: address, opening hours, telephone, map. */

import { html, nothing, type TemplateResult } from "lit";

import type { Ward } from "./facts";
import { callLink, linked, mapLink } from "./links";
import { t } from "./strings";

export function wardCounter(ward: Ward): TemplateResult {
  const { name, counter, hours, phone, formerly } = ward;
  return html`<section class="ward">
    <h3>${t().counter} <span lang="vi">${inSentence(name)}</span></h3>
    <p lang="vi">${counter ?? linked(t().counterUnknown)}</p>
    ${hours ? html`<p>${t().hours} <span lang="vi">${hours}</span></p>` : nothing}
    ${phone ? html`<p>${t().phone} ${callLink(phone)}</p>` : nothing}
    <p>${mapLink(counter ? `${counter}, ${name}, Đà Nẵng` : `${name}, Đà Nẵng`, t().map)}</p>
    ${formerly.length ? formerUnits(formerly, counter === undefined) : nothing}
  </section>`;
}

/** Open where their offices are all that is known of where to go. */
function formerUnits(formerly: Ward["formerly"], isOpen: boolean): TemplateResult {
  return html`<details class="aside" ?open=${isOpen}>
    <summary>${t().formerly(formerly.length)}</summary>
    <ul lang="vi">
      ${formerly.map(
        ({ name, office }) =>
          html`<li>${name}${office ? html` – ${t().formerOffice(office)}` : nothing}</li>`,
      )}
    </ul>
  </details>`;
}

function inSentence(name: string): string {
  return name.charAt(0).toLocaleLowerCase("vi") + name.slice(1);
}
