// Whether a policy's statements allow something: what IAM does, for the few forms that the template has; a form it does not know throws.

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Asked {
  readonly action: string;
  readonly resource: string;
  /** Of a service, for policies of resources: `events.amazonaws.com`. */
  readonly principal?: string;
  /** By condition key, in small letters: `aws:sourceaccount`. A list where the request has several. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

export const isLike = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(text);

const conditionHolds = (operator: string, key: string, wanted: readonly string[], context: Asked['context']): boolean => {
  const value = context[key.toLowerCase()];
  const values = value === undefined ? [] : list(value);
  switch (operator) {
    case 'Bool':
    case 'StringEquals':
    case 'ArnEquals':
      return values.some((each) => wanted.includes(each));
    case 'Null':
      return wanted.includes(String(values.length === 0));
    case 'ForAllValues:StringEquals':
      return values.every((each) => wanted.includes(each));
    case 'StringLike':
    case 'ArnLike':
      return values.some((each) => wanted.some((pattern) => isLike(pattern, each)));
    default:
      throw new Error(`no condition ${operator}`);
  }
};

const applies = (statement: Statement, { action, resource, principal, context }: Asked): boolean => {
  const { Action, Resource, Principal, Condition = {} } = statement;
  if (!list(Action).some((pattern) => isLike(pattern.toLowerCase(), action.toLowerCase()))) return false;
  if (Resource !== undefined && !list(Resource).some((pattern) => isLike(pattern, resource))) return false;
  if (Principal !== undefined && principal !== undefined) {
    const named = typeof Principal === 'string' ? [Principal] : Object.values(Principal).flatMap(list);
    if (!named.some((name) => name === '*' || name === principal)) return false;
  }
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => conditionHolds(operator, key, list(wanted), context)),
  );
};

export const allows = (statements: readonly Statement[], asked: Asked): boolean =>
  statements.some((statement) => statement.Effect === 'Allow' && applies(statement, asked)) &&
  !statements.some((statement) => statement.Effect === 'Deny' && applies(statement, asked));
