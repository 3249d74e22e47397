// What a record names as resource → the ARN that an action can be limited to, in one of the formats that IAM gives for it.

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const VARIABLE = /\$\{([A-Za-z]+)\}/;

/** `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}` as an expression with a group for each variable. */
const expressionOf = (format: string): RegExp => {
  const pieces = format.split(VARIABLE);
  const source = pieces.map((piece, place) => {
    if (place % 2 === 0) return escaped(piece);
    if (piece === 'Partition') return '[a-z-]+';
    // Only the last variable may hold what others are parted by; a bucket's name holds neither, and what follows it is an object's.
    return place === pieces.length - 2 && piece !== 'BucketName' ? '.+' : '[^:/]*';
  });
  return new RegExp(`^${source.join('')}$`);
};

/** How much of the format is fixed: of two that fit, the more telling. */
const fixedCharacters = (format: string): number => format.replaceAll(/\$\{[A-Za-z]+\}/g, '').length;

const OWN_VARIABLES: ReadonlySet<string> = new Set(['Partition', 'Region', 'Account']);

/** The one variable that names the resource itself; undefined when the format has several. */
const nameVariable = (format: string): string | undefined => {
  const variables = [...format.matchAll(/\$\{([A-Za-z]+)\}/g)].map((found) => found[1] ?? '').filter((name) => !OWN_VARIABLES.has(name));
  return variables.length === 1 ? variables[0] : undefined;
};

export interface Where {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

const filled = (format: string, name: string, { partition, region, account }: Where): string => {
  const values = new Map([
    ['Partition', partition],
    ['Region', region],
    ['Account', account],
  ]);
  return format.replaceAll(/\$\{([A-Za-z]+)\}/g, (_whole, variable: string) => values.get(variable) ?? name);
};

/** `https://sqs.eu-west-1.amazonaws.com/111122223333/orders` → `orders`. */
const lastOfUrl = (name: string): string => (name.startsWith('https://') ? name.slice(name.lastIndexOf('/') + 1) : name);

const isPlainName = (name: string): boolean => /^[A-Za-z0-9_.@/+=,-]{1,512}$/.test(name);

/**
 * The resource as one of the formats writes it. An ARN must fit a format; a name (`dynamodb:orders`) is put where a format leaves
 * just one place for it. Undefined when neither is so: then nothing narrower than `*` is known to work.
 */
export const resourceArn = (resource: string, formats: readonly string[], where: Where): string | undefined => {
  const byFixed = [...formats].sort((one, other) => fixedCharacters(other) - fixedCharacters(one));
  if (resource.startsWith('arn:')) return byFixed.some((format) => expressionOf(format).test(resource)) ? resource : undefined;
  const name = lastOfUrl(resource.slice(resource.indexOf(':') + 1)).replace(/^\/(?=[^/])/, '');
  const places = byFixed.filter((format) => nameVariable(format) !== undefined);
  const [only, ...others] = places;
  // Two kinds of thing with names of one kind each: the name does not say which it is.
  return only !== undefined && others.length === 0 && isPlainName(name) ? filled(only, name, where) : undefined;
};
