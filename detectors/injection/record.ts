// The fields a rule may ask for beside AWS's own: which injections the outside's words in a record carry.
import type { LogService } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { classifyFamiliar, classifyInjection } from './classify.ts';
import { CONFIDENCES, type Confidence, INJECTION_CLASSES, type InjectionClass, type InjectionHit } from './injection-class.ts';
import { type TakeText, takeOutsideTexts } from './outside-texts.ts';

const rankOf = (confidence: Confidence): number => CONFIDENCES.indexOf(confidence);

const NOTHING: readonly InjectionHit[] = [];

/** The gravest of each class in the record that is being read. */
const found = new Map<InjectionClass, InjectionHit>();

const note = (hits: readonly InjectionHit[], namesHost: boolean): void => {
  for (const hit of hits) {
    if (namesHost && hit.class === 'ssrf') continue;
    const known = found.get(hit.class);
    if (known === undefined || rankOf(hit.confidence) > rankOf(known.confidence)) found.set(hit.class, hit);
  }
};

const takeLine: TakeText = (text, namesHost) => note(classifyInjection(text), namesHost);
const takeFamiliar: TakeText = (text, namesHost) => note(classifyFamiliar(text), namesHost);

const classifyRecord = (record: JsonObject, service: LogService): readonly InjectionHit[] => {
  if (found.size > 0) found.clear();
  takeOutsideTexts(record, service, service === 'lambda' ? takeLine : takeFamiliar);
  return found.size === 0 ? NOTHING : INJECTION_CLASSES.flatMap((name) => found.get(name) ?? []);
};

// The rules of one record ask for several of these fields one after the other: the last answer is kept, for the same object only.
let lastRecord: JsonObject | undefined;
let lastHits: readonly InjectionHit[] = NOTHING;

const injectionsOf = (record: JsonObject, service: LogService): readonly InjectionHit[] => {
  if (record !== lastRecord) {
    lastHits = classifyRecord(record, service);
    lastRecord = record;
  }
  return lastHits;
};

const NO_CLASSES: readonly string[] = [];

const classesFrom =
  (floor: Confidence) =>
  (record: JsonObject, service: LogService): readonly string[] => {
    const hits = injectionsOf(record, service);
    return hits.length === 0 ? NO_CLASSES : hits.filter(({ confidence }) => rankOf(confidence) >= rankOf(floor)).map((hit) => hit.class);
  };

/** Names of classes, sorted: `lapwing.injection` of those likely or certain, the others at their own floor. */
export const injectionDerivations: ReadonlyMap<string, (record: JsonObject, service: LogService) => readonly string[]> = new Map([
  ['lapwing.injection', classesFrom('likely')],
  ['lapwing.injection.possible', classesFrom('possible')],
  ['lapwing.injection.certain', classesFrom('certain')],
]);
