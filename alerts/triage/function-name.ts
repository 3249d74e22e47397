// What a function is called between people: its name without ARN, and nothing where a label names only the account.
import type { Finding } from '../../detectors/model/finding.ts';

/** `arn:aws:iam::123456789012:role/app/orders` → `orders`: the last part of an ARN or path. */
export const shortName = (name: string): string => name.slice(Math.max(name.lastIndexOf(':'), name.lastIndexOf('/')) + 1);

/** Where `arn:aws:lambda:eu-west-1:123456789012:function:orders:live` has its kind and its name; a version or alias may follow. */
const KIND_PLACE = 5;
const NAME_PLACE = 6;

/** Empty when there is no function, or when an ARN ends before its name: the account itself. */
export const functionName = (label: string | null): string => {
  if (label === null) return '';
  const parts = label.startsWith('arn:') ? label.split(':', NAME_PLACE + 1) : [];
  return parts[KIND_PLACE] === 'function' ? (parts[NAME_PLACE] ?? '') : shortName(label);
};

/** The name of the finding's function, unless the title says it already, as a word of its own. */
export const functionBeside = (finding: Finding): string => {
  const name = functionName(finding.function);
  return finding.title.split(/[^\w-]+/).includes(name) ? '' : name;
};

/**
 * A baseline is kept for the account too, under an id without a name; its label (`…:function:`, or nothing) is no function, and
 * whoever reads a finding must not take it for one.
 */
export const withNamedFunctions = (finding: Finding): Finding => {
  const functions = finding.entities.functions.filter((label) => functionName(label) !== '');
  if (functions.length === finding.entities.functions.length && (finding.function === null || functionName(finding.function) !== '')) {
    return finding;
  }
  return {
    ...finding,
    function: functionName(finding.function) === '' ? null : finding.function,
    entities: { ...finding.entities, functions },
  };
};
