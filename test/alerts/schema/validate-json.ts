// What is wrong with a value by a JSON Schema, for the words that our schema uses; a word it does not know is an error.
import type { JsonSchema } from '../../../alerts/render/finding-schema.ts';

const KNOWN = new Set([
  '$schema',
  '$id',
  'title',
  'description',
  'type',
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'maxItems',
  'items',
  'properties',
  'required',
  'additionalProperties',
]);

const typeOf = (value: unknown): readonly string[] => {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['number', 'integer'] : ['number'];
  return [typeof value];
};

export const faultsOf = (schema: JsonSchema, value: unknown, path = '$'): readonly string[] => {
  const unknown = Object.keys(schema).filter((key) => !KNOWN.has(key));
  if (unknown.length > 0) throw new Error(`${path}: the schema says ${unknown.join(', ')}, which is not checked here`);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !typeOf(value).some((type) => types.includes(type))) return [`${path} is no ${types.join(' or ')}`];
  const faults: string[] = [];
  if (schema.enum !== undefined && !schema.enum.includes(value as string)) faults.push(`${path} is none of ${schema.enum.join(', ')}`);
  if (typeof value === 'string' && schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
    faults.push(`${path} does not match ${schema.pattern}`);
  if (typeof value === 'number' && (value < (schema.minimum ?? value) || value > (schema.maximum ?? value)))
    faults.push(`${path} is out of range`);
  if (Array.isArray(value)) {
    if (value.length > (schema.maxItems ?? value.length)) faults.push(`${path} has more than ${schema.maxItems}`);
    const { items } = schema;
    if (items !== undefined) faults.push(...value.flatMap((each, place) => faultsOf(items, each, `${path}[${place}]`)));
  } else if (typeof value === 'object' && value !== null) {
    const properties = schema.properties ?? {};
    for (const key of schema.required ?? []) if (!Object.hasOwn(value, key)) faults.push(`${path}.${key} is missing`);
    for (const [key, each] of Object.entries(value)) {
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (property !== undefined) faults.push(...faultsOf(property, each, `${path}.${key}`));
      else if (schema.additionalProperties === false) faults.push(`${path}.${key} is unknown`);
    }
  }
  return faults;
};
