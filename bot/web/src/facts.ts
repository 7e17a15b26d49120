/**
 * Reading `Answer.facts`, whose shapes `actions/procedure_answer.py`, `actions/office_answer.py` and
 * `actions/dossier_answer.py` document. Whatever is absent or of another shape is left out, never guessed.
 */

import type { Answer } from "./types";

export interface RequiredDocument {
  name: string;
  originals?: number;
  copies?: number;
  form?: Named;
  /** For whom it is needed; absent means for everybody. */
  case?: string;
}

/** A fee or a time limit in words, with the ways of filing that it holds for. */
export interface StatedFact {
  text: string;
  channels: string[];
}

/** Something with a name and perhaps an address: a form, a law. */
export interface Named {
  name: string;
  url?: string;
}

/** A ward of today; without a counter while nobody has confirmed its address. */
export interface Ward {
  name: string;
  counter?: string;
  hours?: string;
  phone?: string;
  formerly: { name: string; office?: string }[];
}

/** A dossier in the one-stop system; dates as ISO dates. */
export interface DossierFacts {
  code: string;
  procedureName: string;
  state: string;
  unit?: string;
  stage?: string;
  receivedOn?: string;
  dueOn?: string;
  isLate: boolean;
}

export interface Facts {
  documents: RequiredDocument[];
  fee: StatedFact[];
  duration: StatedFact[];
  place?: { text?: string; agencies: string[] };
  ward?: Ward;
  wards: Ward[];
  steps: string[];
  online?: { possible: boolean; url?: string };
  form: Named[];
  conditions: string[];
  legal_basis: Named[];
  result: string[];
  agency?: { agencies: string[]; deciding?: string };
  notes: string[];
  faq?: { question: string; version: number };
  dossier?: DossierFacts;
}

type Fields = Record<string, unknown>;

export function factsOf(answer: Answer): Facts {
  const facts = answer.facts ?? {};
  return {
    documents: objects(facts["documents"]).flatMap(document),
    fee: stated(facts["fee"]),
    duration: stated(facts["duration"]),
    place: inObject(facts["place"], (place) => ({
      text: text(place["text"]),
      agencies: texts(place["agencies"]),
    })),
    ward: objects([facts["ward"]]).flatMap(ward)[0],
    wards: objects(facts["wards"]).flatMap(ward),
    steps: texts(facts["steps"]),
    online: inObject(facts["online"], (online) => ({
      possible: online["possible"] === true,
      url: text(online["url"]),
    })),
    form: objects(facts["form"]).flatMap(named),
    conditions: texts(facts["conditions"]),
    legal_basis: objects(facts["legal_basis"]).flatMap(legalDocument),
    result: texts(facts["result"]),
    agency: inObject(facts["agency"], (agency) => ({
      agencies: texts(agency["agencies"]),
      deciding: text(agency["deciding"]),
    })),
    notes: texts(facts["notes"]),
    faq: inObject(facts["faq"], faq),
    dossier: inObject(facts["dossier"], (fields) => dossier(fields, facts["lateness"])),
  };
}

/** Whether these facts are all that the answer states, so that its words need not be shown too. */
export function tellAll(facts: Facts, answer: Answer): boolean {
  const told = Object.entries(facts).filter(([, fact]) => !isEmpty(fact));
  return Object.keys(answer.facts ?? {}).every((key) => told.some(([name]) => name === key));
}

function document(fields: Fields): RequiredDocument[] {
  return named(fields).map(({ name }) => ({
    name,
    originals: count(fields["originals"]),
    copies: count(fields["copies"]),
    form: isObject(fields["form"]) ? named(fields["form"])[0] : undefined,
    case: text(fields["case"]),
  }));
}

function ward(fields: Fields): Ward[] {
  return named(fields).map(({ name }) => ({
    name,
    counter: text(fields["counter"]),
    hours: text(fields["hours"]),
    phone: text(fields["phone"]),
    formerly: objects(fields["formerly"]).flatMap(formerUnit),
  }));
}

function formerUnit(fields: Fields): Ward["formerly"] {
  const district = text(fields["district"]);
  return named(fields).map(({ name }) => ({
    name: district ? `${name} (${district})` : name,
    office: text(fields["office"]),
  }));
}

function named(fields: Fields): Named[] {
  const name = text(fields["name"]);
  return name ? [{ name, url: text(fields["url"]) }] : [];
}

function legalDocument(fields: Fields): Named[] {
  const title = text(fields["title"]) ?? "";
  const number = text(fields["number"]) ?? "";
  const name = title.includes(number) ? title : [title, number].filter(Boolean).join(" ");
  return name ? [{ name }] : [];
}

function faq(fields: Fields): Facts["faq"] {
  const question = text(fields["question"]);
  const version = count(fields["version"]);
  return question && version ? { question, version } : undefined;
}

function dossier(fields: Fields, lateness: unknown): DossierFacts | undefined {
  const code = text(fields["code"]);
  const procedureName = text(fields["procedure_name"]);
  const state = text(fields["state_name"]);
  if (!code || !procedureName || !state) return undefined;
  return {
    code,
    procedureName,
    state,
    unit: text(fields["unit"]),
    stage: text(fields["stage"]),
    receivedOn: text(fields["received_on"]),
    dueOn: text(fields["due_on"]),
    isLate: isObject(lateness) && ["late", "finished_late"].includes(String(lateness["timing"])),
  };
}

/** The same fee or time said for several ways of filing is said once. */
function stated(value: unknown): StatedFact[] {
  const channelsOf = new Map<string, string[]>();
  for (const fields of objects(value)) {
    const words = text(fields["text"]);
    if (!words) continue;
    const channel = text(fields["channel"]);
    const known = channelsOf.get(words) ?? [];
    channelsOf.set(words, channel && !known.includes(channel) ? [...known, channel] : known);
  }
  return [...channelsOf].map(([words, channels]) => ({ text: words, channels }));
}

function objects(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((item) => text(item) ?? []) : [];
}

function inObject<T>(value: unknown, read: (fields: Fields) => T): T | undefined {
  return isObject(value) ? read(value) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function count(value: unknown): number | undefined {
  return typeof value === "number" && value > 0 ? value : undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmpty(fact: unknown): boolean {
  return fact === undefined || (Array.isArray(fact) && fact.length === 0);
}
