// What is wrong with an event, by the schema: unknown or missing attributes, wrong types, values outside an enum, siblings that disagree.
import type { Attribute, Schema, Shape } from './schema.ts';

const NUMBERS = new Set(['integer_t', 'long_t', 'float_t', 'timestamp_t', 'port_t']);

const wrongValue = (schema: Schema, attribute: Attribute, value: unknown, path: string, profiles: readonly string[]): readonly string[] => {
  const type = attribute.type ?? '';
  if (attribute.is_array === true) {
    if (!Array.isArray(value)) return [`${path} is no array`];
    return value.flatMap((each, place) => wrongValue(schema, { ...attribute, is_array: false }, each, `${path}[${place}]`, profiles));
  }
  if (attribute.enum !== undefined && !Object.hasOwn(attribute.enum, String(value)) && !path.includes('observables'))
    return [`${path} is ${String(value)}, not in its enum`];
  if (schema.isObject(type)) return type === 'object' ? [] : validateShape(schema, schema.objectOf(type, profiles), value, path, profiles);
  if (type === 'json_t') return [];
  if (type === 'boolean_t') return typeof value === 'boolean' ? [] : [`${path} is no boolean`];
  if (NUMBERS.has(type))
    return typeof value === 'number' && (type === 'float_t' || Number.isInteger(value)) ? [] : [`${path} is no ${type}`];
  if (typeof value !== 'string') return [`${path} is no text (${type})`];
  const regex = schema.typeOf(type)?.regex;
  return regex === undefined || new RegExp(regex).test(value) ? [] : [`${path} is no ${type}: ${value}`];
};

const validateShape = (schema: Schema, shape: Shape, value: unknown, path: string, profiles: readonly string[]): readonly string[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
  const own = new Map<string, unknown>(Object.entries(value));
  const faults: string[] = [];
  for (const [key, each] of own) {
    const attribute = shape.attributes.get(key);
    if (attribute === undefined) {
      faults.push(`${path}.${key} is unknown to ${shape.name}`);
      continue;
    }
    faults.push(...wrongValue(schema, attribute, each, `${path}.${key}`, profiles));
    const sibling = attribute.sibling === undefined ? undefined : own.get(attribute.sibling);
    const caption = attribute.enum?.[String(each)]?.caption;
    if (sibling !== undefined && caption !== undefined && caption !== 'Other' && sibling !== caption)
      faults.push(`${path}.${attribute.sibling} is ${String(sibling)}, not ${caption}`);
  }
  for (const [key, attribute] of shape.attributes)
    if (attribute.requirement === 'required' && !own.has(key)) faults.push(`${path}.${key} is missing`);
  if (shape.atLeastOne.length > 0 && !shape.atLeastOne.some((key) => own.has(key)))
    faults.push(`${path} has none of ${shape.atLeastOne.join(', ')}`);
  if (shape.name === 'observable' && !schema.observableTypes.has(Number(own.get('type_id'))))
    faults.push(`${path}.type_id is no observable`);
  return faults;
};

export const validateEvent = (schema: Schema, className: string, event: Readonly<Record<string, unknown>>): readonly string[] => {
  const { profiles = [] } = (event['metadata'] ?? {}) as { readonly profiles?: readonly string[] };
  const shape = schema.classOf(className, profiles);
  // The enums of class, category and type are built from the schema's own numbers: checked below instead.
  const attributes = new Map(shape.attributes);
  for (const key of ['class_uid', 'category_uid', 'type_uid']) attributes.set(key, { type: 'long_t', requirement: 'required' });
  const faults = [...validateShape(schema, { ...shape, attributes }, event, className, profiles)];
  const uid = 2000 + (shape.uid ?? 0);
  if (event['class_uid'] !== uid) faults.push(`class_uid is not ${uid}`);
  if (event['type_uid'] !== uid * 100 + Number(event['activity_id'])) faults.push('type_uid is not class_uid * 100 + activity_id');
  return faults;
};
