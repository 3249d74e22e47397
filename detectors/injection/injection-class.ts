// The kinds of injection a text may carry, and how sure a hit is.

export const INJECTION_CLASSES = [
  'command',
  'deserialisation',
  'header-injection',
  'ldap',
  'log-injection',
  'log4shell',
  'nosql',
  'path-traversal',
  'prompt-injection',
  'prototype-pollution',
  'sql',
  'ssrf',
  'template',
  'xpath',
  'xss',
  'xxe',
] as const;
export type InjectionClass = (typeof INJECTION_CLASSES)[number];

/** `certain`: a structure that no harmless text has. `likely`: worth a person's look. `possible`: counts only beside other evidence. */
export const CONFIDENCES = ['possible', 'likely', 'certain'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export interface InjectionHit {
  readonly class: InjectionClass;
  readonly confidence: Confidence;
}

/** Weight of evidence a scanner adds up. One scale for every class: these are the steps of the confidences. */
const POSSIBLE = 2;
const LIKELY = 5;
const CERTAIN = 8;

export const confidenceOf = (weight: number): Confidence | undefined =>
  weight >= CERTAIN ? 'certain' : weight >= LIKELY ? 'likely' : weight >= POSSIBLE ? 'possible' : undefined;
