// A synthesised template and what its references come to, once the resources they name are there.

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** What CloudFormation knows of a resource that it has made. */
export interface Made {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const REFERENCE = /\$\{([A-Za-z0-9:]+)(?:\.([A-Za-z]+))?\}/g;

/** Logical ids that a value refers to. */
export const referencesIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const { Ref: name, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value;
  if (typeof name === 'string') return name.startsWith('AWS::') ? [] : [name];
  if (Array.isArray(attribute)) return [String(attribute[0])];
  if (typeof text === 'string') return [...text.matchAll(REFERENCE)].flatMap(([, id = '']) => (id.startsWith('AWS::') ? [] : [id]));
  return Object.values(value).flatMap(referencesIn);
};

const dependenciesOf = ({ Properties, DependsOn = [] }: Resource): readonly string[] => [
  ...(typeof DependsOn === 'string' ? [DependsOn] : DependsOn),
  ...referencesIn(Properties),
];

/** Each after what it depends on, as CloudFormation makes them. */
export const inOrder = ({ Resources }: Template): readonly string[] => {
  const ordered = new Set<string>();
  const visit = (id: string, above: readonly string[]): void => {
    const resource = Resources[id];
    if (ordered.has(id) || resource === undefined) return;
    if (above.includes(id)) throw new Error(`a circle of references: ${[...above, id].join(' → ')}`);
    for (const other of dependenciesOf(resource)) visit(other, [...above, id]);
    ordered.add(id);
  };
  for (const id of Object.keys(Resources)) visit(id, []);
  return [...ordered];
};

/** `pseudo`: `AWS::Region` and its like. A function it does not know throws. */
export const resolver = (made: ReadonlyMap<string, Made>, pseudo: Readonly<Record<string, string>>) => {
  const named = (id: string): string => {
    const value = pseudo[id] ?? made.get(id)?.ref;
    if (value === undefined) throw new Error(`nothing is known of ${id}`);
    return value;
  };
  const attributeOf = (id: string, name: string): string => {
    const value = made.get(id)?.attributes[name];
    if (value === undefined) throw new Error(`${id} has no ${name}`);
    return value;
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (!isObject(value)) return value;
    const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
    if (more.length > 0 || (name !== 'Ref' && !name.startsWith('Fn::')))
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part)]));
    switch (name) {
      case 'Ref':
        return named(String(argument));
      case 'Fn::GetAtt': {
        const [id, attribute] = argument as readonly string[];
        return attributeOf(id ?? '', attribute ?? '');
      }
      case 'Fn::Join': {
        const [between, parts] = resolve(argument) as [string, readonly string[]];
        return parts.join(between);
      }
      case 'Fn::Sub':
        return String(argument).replaceAll(REFERENCE, (_, id: string, attribute: string | undefined) =>
          attribute === undefined ? named(id) : attributeOf(id, attribute),
        );
      case 'Fn::Select': {
        const [index, parts] = resolve(argument) as [string | number, readonly string[]];
        return parts[Number(index)];
      }
      case 'Fn::Split': {
        const [between, text] = resolve(argument) as [string, string];
        return text.split(between);
      }
      default:
        throw new Error(`no function ${name}`);
    }
  };
  return resolve;
};
