// A log record as it may be handed on: every text in it redacted, with the name it stands under, which often is what gives a secret away.
import type { Json, JsonObject } from '../../detectors/model/json.ts';
import { redact } from './redact.ts';

const redactText = (name: string, text: string): string => {
  const alone = redact(text);
  // As it would stand in JSON: `"password": "…"` is a secret whatever it looks like.
  const named = redact(JSON.stringify({ [name]: alone }));
  return named === JSON.stringify({ [name]: alone }) ? alone : '[secret]';
};

const redactValue = (name: string, value: Json): Json => {
  if (typeof value === 'string') return redactText(name, value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => redactValue(name, each));
  return redactRecord(value as JsonObject);
};

/** Keys stay as they are but for secrets in them; numbers, which hold card numbers in some logs, are looked at as texts. */
export const redactRecord = (record: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      const shown = typeof value === 'number' && redact(String(value)) !== String(value) ? redact(String(value)) : value;
      return [redact(key), redactValue(key, shown)];
    }),
  );
