// What Systems Manager would say against starting a document with these parameters.
import type { AutomationDocument } from '../../runbooks/automation/document.ts';

export const startProblems = ({ parameters }: AutomationDocument, given: { readonly [name: string]: unknown }): readonly string[] => {
  const problems = Object.keys(given)
    .filter((name) => !Object.hasOwn(parameters, name))
    .map((name) => `${name} is no parameter`);
  for (const [name, { default: otherwise, type, allowedPattern = '', allowedValues }] of Object.entries(parameters)) {
    const values = given[name];
    if (values === undefined) {
      if (otherwise === undefined) problems.push(`${name} is not filled`);
      continue;
    }
    if (!Array.isArray(values) || values.length === 0) {
      problems.push(`${name} is no list of texts`);
      continue;
    }
    if (type !== 'StringList' && values.length !== 1) problems.push(`${name} is one text`);
    for (const value of values) {
      if (typeof value !== 'string') problems.push(`${name} is no text`);
      else if (!new RegExp(allowedPattern).test(value) || allowedValues?.includes(value) === false) problems.push(`${name} is not allowed`);
    }
  }
  return problems;
};
