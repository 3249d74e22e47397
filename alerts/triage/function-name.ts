// What a function is called between people: its name without ARN, and nothing where a label names only the account.
import type { Finding } from '../../detectors/model/finding.ts';

/** `arn:aws:lambda:eu-west-1:123456789012:function:orders` → `orders`, and the last part of any other ARN or path. */
export const shortName = (name: string): string => name.slice(Math.max(name.lastIndexOf(':'), name.lastIndexOf('/')) + 1);

/** Empty when there is no function, or when an ARN ends before its name: the account itself. */
export const functionName = (label: string | null): string => (label === null ? '' : shortName(label));

/** The name of the finding's function, unless the title says it already, as a word of its own. */
export const functionBeside = (finding: Finding): string => {
  const name = functionName(finding.function);
  return finding.title.split(/[^\w-]+/).includes(name) ? '' : name;
};
