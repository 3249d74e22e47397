// Fields by any of their usual names. A name with dots is looked up as it stands (OpenTelemetry, ECS) and as a path.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';

export const at = (value: JsonObject, name: string): Json | undefined => {
  if (Object.hasOwn(value, name)) return value[name];
  const dot = name.indexOf('.');
  if (dot === -1) return undefined;
  const head = name.slice(0, dot);
  const inner = Object.hasOwn(value, head) ? value[head] : undefined;
  return isObject(inner) ? at(inner, name.slice(dot + 1)) : undefined;
};

export const firstText = (value: JsonObject, names: readonly string[]): string | undefined => {
  for (const name of names) {
    const found = at(value, name);
    if (typeof found === 'string' && found !== '' && found !== '-') return found;
  }
  return undefined;
};

export const firstOf = (value: JsonObject, names: readonly string[]): Json | undefined => {
  for (const name of names) {
    const found = at(value, name);
    if (found !== undefined && found !== null && found !== '' && found !== '-') return found;
  }
  return undefined;
};
