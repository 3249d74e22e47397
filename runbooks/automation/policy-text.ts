// A policy as the JSON that is checked in: as the formatter of this project would write it.
import type { Policy } from './policy.ts';

/** The formatter's line width. */
const WIDTH = 140;

const property = (name: string, value: unknown, indent: string): string => {
  const flat = JSON.stringify(value).replaceAll('","', '", "');
  if (!Array.isArray(value) || indent.length + name.length + flat.length + ': ,""'.length <= WIDTH) return `${indent}"${name}": ${flat}`;
  return `${indent}"${name}": [\n${value.map((one) => `${indent}  ${JSON.stringify(one)}`).join(',\n')}\n${indent}]`;
};

export const policyText = ({ Version, Statement }: Policy): string => {
  const statements = Statement.map(({ Condition, ...statement }) => {
    const properties = Object.entries(statement).map(([name, value]) => property(name, value, '      '));
    const passed = Condition === undefined ? [] : [condition(Condition.StringEquals)];
    return `    {\n${[...properties, ...passed].join(',\n')}\n    }`;
  });
  return `{\n  "Version": "${Version}",\n  "Statement": [\n${statements.join(',\n')}\n  ]\n}\n`;
};

const condition = (equals: { readonly [key: string]: string }): string =>
  `      "Condition": {\n        "StringEquals": {\n${Object.entries(equals)
    .map(([key, value]) => property(key, value, '          '))
    .join(',\n')}\n        }\n      }`;
