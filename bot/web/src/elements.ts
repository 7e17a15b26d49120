/** What our elements have in common: they follow the citizen's preferences. */

import { LitElement } from "lit";

import { offPreferences, onPreferences, preferences } from "./preferences";

/** Renders anew when the language changes. */
export class AssistantElement extends LitElement {
  private readonly preferred = () => {
    this.followPreferences();
    this.requestUpdate();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    onPreferences(this.preferred);
    this.followPreferences();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    offPreferences(this.preferred);
  }

  protected followPreferences(): void {}
}

/** An element that brings the theme to all inside it; see `styles/theme.ts`. */
export class ThemedElement extends AssistantElement {
  protected override followPreferences(): void {
    this.lang = preferences.language;
    this.dataset["theme"] = preferences.isDark ? "dark" : "light";
    this.dataset["size"] = String(preferences.textSize);
  }
}
