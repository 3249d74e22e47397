// The command that explains a finding in full: from the state file of the scan, or from the table of a deployment.

/** Names that a shell takes as they are. */
const PLAIN = /^[\w./@%+=:,-]+$/;

const shellWord = (text: string): string => (PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Empty when the scan kept nothing that could be explained later. */
export const explainFrom = (id: string, state: string | undefined): string =>
  state === undefined ? '' : `lapwing explain ${id} --state ${shellWord(state)}`;

/** What a message of the deployment says. */
export const explainDeployed = (id: string): string => `lapwing explain ${id} --deployed`;
