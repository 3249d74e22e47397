// Files of --functions: what an account says of its functions and interfaces.
import { readFileSync } from 'node:fs';
import type { Json } from '../detectors/model/json.ts';
import { type AccountDescription, accountDescription } from '../ingest/functions/account-description.ts';

/** The reason, naming the file, when one cannot be read. */
export const readDescriptions = (paths: readonly string[]): readonly AccountDescription[] | string => {
  const descriptions: AccountDescription[] = [];
  for (const path of paths) {
    try {
      const read = accountDescription(JSON.parse(readFileSync(path, 'utf8')) as Json);
      if (read === undefined)
        return `${path}: neither Functions nor NetworkInterfaces in it (lapwing functions, aws ec2 describe-network-interfaces)`;
      descriptions.push(read);
    } catch (error) {
      return `${path}: ${error instanceof SyntaxError ? 'is not JSON' : error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'cannot be read'}`;
    }
  }
  return descriptions;
};
