// What is wrong with an automation document, as the Systems Manager user guide tells schema 0.3: it reads the YAML as anybody's,
// not the types it was made from. Beyond the form, it follows every way through the steps: each ends, each step can be reached,
// and what a step refers to has surely been given by then.
import { parse } from 'yaml';
import { ACTIONS, OPERATORS } from './action-inputs.ts';

type Data = { readonly [name: string]: unknown };

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
const dataOf = (value: unknown): Data => (isData(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const DOCUMENT_KEYS = ['schemaVersion', 'description', 'assumeRole', 'parameters', 'variables', 'mainSteps', 'outputs', 'files'];
const STEP_KEYS = [
  ...['name', 'action', 'description', 'inputs', 'outputs', 'maxAttempts', 'timeoutSeconds'],
  ...['onFailure', 'onCancel', 'isCritical', 'isEnd', 'nextStep'],
];
const VALUE_TYPES = ['String', 'StringList', 'Integer', 'Boolean', 'StringMap', 'MapList'];
const PARAMETER_KEYS = [
  'type',
  'description',
  'default',
  'allowedValues',
  'allowedPattern',
  'minItems',
  'maxItems',
  'minChars',
  'maxChars',
];
const GLOBALS = ['global:ACCOUNT_ID', 'global:REGION', 'global:DATE', 'global:DATE_TIME', 'automation:EXECUTION_ID'];
/** AWS takes documents of at most 64 KB. */
const MOST_BYTES = 65_536;

const REFERENCE = /\{\{\s*([^}\s]+)\s*\}\}/g;
const referencesIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [...value.matchAll(REFERENCE)].map(([, name = '']) => name)
    : Object.values(dataOf(Array.isArray(value) ? { ...value } : value)).flatMap(referencesIn);

interface Way {
  readonly to: string;
  /** Whether the step had given its outputs when it was gone. */
  readonly done: boolean;
}

const choicesOf = (step: Data): readonly Data[] => listOf(dataOf(step['inputs'])['Choices']).map(dataOf);

const waysOut = (step: Data, following: string | undefined): readonly Way[] => {
  const failure = String(step['onFailure'] ?? 'Abort');
  const next = typeof step['nextStep'] === 'string' ? step['nextStep'] : following;
  const onwards =
    step['action'] === 'aws:branch'
      ? [...choicesOf(step).map((choice) => String(choice['NextStep'])), String(dataOf(step['inputs'])['Default'])]
      : step['isEnd'] === true || next === undefined
        ? []
        : [next];
  const failed = failure.startsWith('step:') ? [failure.slice('step:'.length)] : failure === 'Continue' ? onwards : [];
  return [...onwards.map((to) => ({ to, done: true })), ...failed.map((to) => ({ to, done: false }))];
};

const unknownKeys = (what: string, data: Data, known: readonly string[]): readonly string[] =>
  Object.keys(data)
    .filter((key) => !known.includes(key))
    .map((key) => `${what}: ${key} is no key`);

const parameterProblems = (name: string, parameter: Data): readonly string[] => {
  const problems = [...unknownKeys(name, parameter, PARAMETER_KEYS)];
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name)) problems.push(`${name}: not a parameter's name`);
  if (!VALUE_TYPES.includes(String(parameter['type']))) problems.push(`${name}: no type ${parameter['type']}`);
  if (typeof parameter['description'] !== 'string') problems.push(`${name}: no description`);
  const pattern = new RegExp(String(parameter['allowedPattern'] ?? ''), 'u');
  const allowed = parameter['allowedValues'];
  for (const value of 'default' in parameter ? [parameter['default']].flat() : []) {
    if (typeof value === 'string' && !pattern.test(value)) problems.push(`${name}: its default does not match its pattern`);
    if (Array.isArray(allowed) && !allowed.includes(value)) problems.push(`${name}: its default is not allowed`);
  }
  return problems;
};

const inputProblems = (name: string, step: Data): readonly string[] => {
  const rules = Object.hasOwn(ACTIONS, String(step['action'])) ? ACTIONS[String(step['action'])] : undefined;
  if (rules === undefined) return [`${name}: no action ${step['action']}`];
  const inputs = dataOf(step['inputs']);
  const problems = rules.required.filter((input) => !(input in inputs)).map((input) => `${name}: ${input} is missing`);
  if (rules.others !== 'any') problems.push(...unknownKeys(name, inputs, [...rules.required, ...rules.others]));
  if (step['action'] === 'aws:branch') {
    if ('nextStep' in step) problems.push(`${name}: a branch has no nextStep`);
    for (const choice of choicesOf(step)) {
      const operators = Object.keys(choice).filter((key) => OPERATORS.includes(key));
      if (operators.length !== 1 || !('Variable' in choice) || !('NextStep' in choice)) problems.push(`${name}: a choice is incomplete`);
    }
  }
  if (step['action'] === 'aws:executeScript') {
    const script = String(inputs['Script']);
    if (!script.includes(`def ${inputs['Handler']}(`)) problems.push(`${name}: its handler is not in its script`);
    if (script.includes('{{')) problems.push(`${name}: its script is a template`);
  }
  return problems;
};

const stepProblems = (name: string, step: Data, names: ReadonlySet<string>): readonly string[] => {
  const problems = [...unknownKeys(name, step, STEP_KEYS), ...inputProblems(name, step)];
  if (!/^[A-Za-z0-9_]{3,128}$/.test(name)) problems.push(`${name}: not a step's name`);
  for (const output of listOf(step['outputs']).map(dataOf)) {
    if (!VALUE_TYPES.includes(String(output['Type']))) problems.push(`${name}: no type ${output['Type']}`);
    if (!String(output['Selector']).startsWith('$')) problems.push(`${name}: ${output['Selector']} is no selector`);
  }
  if (step['isEnd'] === true && 'nextStep' in step) problems.push(`${name}: an end has no nextStep`);
  const handling = String(step['onFailure'] ?? 'Abort');
  if (!/^(Abort|Continue|step:.+)$/.test(handling)) problems.push(`${name}: ${handling} is no onFailure`);
  for (const { to } of waysOut(step, undefined)) if (!names.has(to)) problems.push(`${name}: there is no step ${to}`);
  return problems;
};

/** For each step, the outputs that every way to it has given; undefined when there is no way. */
const givenBefore = (steps: readonly Data[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const byName = new Map(steps.map((step, index) => [String(step['name']), { step, following: steps[index + 1]?.['name'] }]));
  const given = new Map<string, ReadonlySet<string>>();
  const waiting: { readonly name: string; readonly has: ReadonlySet<string> }[] = [{ name: String(steps[0]?.['name']), has: new Set() }];
  for (let visit = waiting.pop(); visit !== undefined; visit = waiting.pop()) {
    const { name, has } = visit;
    const before = given.get(name);
    const both = before === undefined ? has : new Set([...before].filter((output) => has.has(output)));
    if (before !== undefined && both.size === before.size) continue;
    given.set(name, both);
    const found = byName.get(name);
    if (found === undefined) continue;
    const own = listOf(found.step['outputs']).map((output) => `${name}.${dataOf(output)['Name']}`);
    const following = found.following === undefined ? undefined : String(found.following);
    for (const { to, done } of waysOut(found.step, following)) waiting.push({ name: to, has: done ? new Set([...both, ...own]) : both });
  }
  return given;
};

/** A step that can be come to again from itself. */
const circles = (steps: readonly Data[]): readonly string[] => {
  const next = new Map(
    steps.map((step, index) => {
      const following = steps[index + 1]?.['name'];
      return [String(step['name']), waysOut(step, following === undefined ? undefined : String(following)).map(({ to }) => to)];
    }),
  );
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const waiting = [...(next.get(from) ?? [])];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop())
      if (!seen.has(name)) waiting.push(...(next.get(seen.add(name) && name) ?? []));
    return seen;
  };
  return [...next.keys()].filter((name) => reach(name).has(name)).map((name) => `${name}: it goes in a circle`);
};

export const documentProblems = (text: string): readonly string[] => {
  const document = dataOf(parse(text, { version: '1.1' }));
  const parameters = dataOf(document['parameters']);
  const variables = Object.keys(dataOf(document['variables'])).map((name) => `variable:${name}`);
  const steps = listOf(document['mainSteps']).map(dataOf);
  const names = steps.map((step) => String(step['name']));
  const known = new Set([...GLOBALS, ...variables, ...Object.keys(parameters)]);
  const given = givenBefore(steps);
  const problems = [...unknownKeys('document', document, DOCUMENT_KEYS), ...circles(steps)];
  if (document['schemaVersion'] !== '0.3') problems.push('its schemaVersion is not 0.3');
  if (steps.length === 0) problems.push('it has no steps');
  if (new TextEncoder().encode(text).length > MOST_BYTES) problems.push('it is too large');
  for (const [name, parameter] of Object.entries(parameters)) problems.push(...parameterProblems(name, dataOf(parameter)));
  for (const [index, step] of steps.entries()) {
    const name = names[index] ?? '';
    if (names.indexOf(name) !== index) problems.push(`${name}: there are two`);
    problems.push(...stepProblems(name, step, new Set(names)));
    const before = given.get(name);
    if (before === undefined) problems.push(`${name}: no way leads to it`);
    for (const reference of referencesIn(step['inputs']))
      if (!known.has(reference) && before?.has(reference) !== true) problems.push(`${name}: ${reference} may not be there`);
  }
  const outputs = new Set(steps.flatMap((step) => listOf(step['outputs']).map((output) => `${step['name']}.${dataOf(output)['Name']}`)));
  for (const output of listOf(document['outputs'])) if (!outputs.has(String(output))) problems.push(`there is no output ${output}`);
  const used = new Set([
    ...referencesIn(document['assumeRole']),
    ...referencesIn(document['mainSteps']),
    ...referencesIn(document['variables']),
  ]);
  for (const name of Object.keys(parameters)) if (!used.has(name)) problems.push(`${name}: nothing uses it`);
  return problems;
};
