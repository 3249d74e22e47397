// The OCSF schema read from its sources: what a class or object may hold, must hold, and of which type.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Attribute {
  readonly requirement?: string;
  readonly enum?: Readonly<Record<string, { readonly caption: string }>>;
  readonly type?: string;
  readonly is_array?: boolean;
  readonly sibling?: string;
}
export interface Shape {
  readonly name: string;
  readonly uid?: number;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly atLeastOne: readonly string[];
}
export interface Schema {
  readonly classOf: (name: string, profiles: readonly string[]) => Shape;
  readonly objectOf: (name: string, profiles: readonly string[]) => Shape;
  readonly isObject: (type: string) => boolean;
  readonly typeOf: (type: string) => { readonly type?: string; readonly regex?: string } | undefined;
  readonly observableTypes: ReadonlySet<number>;
}

interface Source {
  readonly name?: string;
  readonly uid?: number;
  readonly extends?: string;
  readonly observable?: number;
  readonly regex?: string;
  readonly type?: string;
  readonly constraints?: { readonly at_least_one?: readonly string[] };
  readonly attributes: Readonly<Record<string, Attribute | readonly string[]>>;
}

export const readSchema = (folder: string): Schema => {
  const read = (path: string): Source => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const named = (directory: string): ReadonlyMap<string, Source> =>
    new Map(
      readdirSync(join(folder, directory), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.json'))
        .map((file) => read(join(directory, file)))
        .flatMap((source) => (source.name === undefined ? [] : [[source.name, source] as const])),
    );
  const classes = named('events');
  const objects = named('objects');
  const dictionary: { attributes: Record<string, Attribute>; types: { attributes: Record<string, Source> } } = JSON.parse(
    readFileSync(join(folder, 'dictionary.json'), 'utf8'),
  );
  const types = dictionary.types.attributes;

  /** A child's words about an attribute add to its parent's, and both to the dictionary's. */
  const shape = (sources: ReadonlyMap<string, Source>, name: string, profiles: readonly string[]): Shape => {
    const source = sources.get(name);
    if (source === undefined) throw new Error(`The schema has no ${name}.`);
    const parent = source.extends === undefined ? undefined : shape(sources, source.extends, profiles);
    const attributes = new Map(parent?.attributes);
    const add = (own: Source['attributes']): void => {
      for (const [key, value] of Object.entries(own)) {
        if (key === '$include') {
          for (const path of value as readonly string[]) {
            const profile = read(path);
            if (profiles.includes(profile.name ?? '')) add(profile.attributes);
          }
          continue;
        }
        const attribute = value as Attribute;
        const before = attributes.get(key) ?? dictionary.attributes[key] ?? {};
        attributes.set(key, {
          ...before,
          ...attribute,
          ...(attribute.enum === undefined ? {} : { enum: { ...before.enum, ...attribute.enum } }),
        });
      }
    };
    add(source.attributes);
    return {
      name,
      ...(source.uid === undefined ? {} : { uid: source.uid }),
      attributes,
      atLeastOne: source.constraints?.at_least_one ?? parent?.atLeastOne ?? [],
    };
  };

  const sources: readonly Source[] = [...Object.values(types), ...objects.values(), ...(Object.values(dictionary.attributes) as Source[])];
  const inObjects = [...objects.values()].flatMap((object) => Object.values(object.attributes) as Source[]);
  const observables = [...sources, ...inObjects].flatMap((each) => each.observable ?? []);
  return {
    classOf: (name, profiles) => shape(classes, name, profiles),
    objectOf: (name, profiles) => shape(objects, name, profiles),
    isObject: (type) => objects.has(type),
    typeOf: (type) => types[type],
    observableTypes: new Set([0, 99, ...observables]),
  };
};
