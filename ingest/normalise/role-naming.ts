// Whether a role and a session were evidently named together, for one function, by the tools that make both.

/** `NAME-role-1a2b3c4d` under `service-role/`: what the console makes for function NAME. */
const isConsoleRole = (roleArn: string, session: string): boolean => {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return roleArn.includes(':role/service-role/') && name.startsWith(`${session}-role-`) && name.length === session.length + 14;
};

/** A name that CloudFormation ended with 12 or 13 random letters and digits; the part before it, else undefined. */
const generatedStem = (name: string): string | undefined => {
  const dash = name.lastIndexOf('-');
  const tail = name.slice(dash + 1);
  const isRandom = (tail.length === 12 || tail.length === 13) && /^[A-Za-z0-9]+$/.test(tail) && /\d|[a-z][A-Z]/.test(tail);
  return dash > 0 && isRandom ? name.slice(0, dash) : undefined;
};

/** CloudFormation cuts long names in their middle part, so stems agree from their beginning: the stack's name and most of the function's. */
const SHARED_STEM = 0.6;
/** Shorter beginnings than this are shared by chance. */
const LEAST_SHARED = 8;

const isStackPair = (role: string, session: string): boolean => {
  const roleStem = generatedStem(role);
  const sessionStem = generatedStem(session);
  if (roleStem === undefined || sessionStem === undefined) return false;
  let shared = 0;
  while (shared < roleStem.length && shared < sessionStem.length && roleStem[shared] === sessionStem[shared]) shared++;
  return shared >= Math.max(LEAST_SHARED, SHARED_STEM * Math.min(roleStem.length, sessionStem.length));
};

/** A name of three letters is in many others by chance. */
const SHORTEST_NAME = 4;

export const areNamedTogether = (roleArn: string, session: string): boolean => {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  if (isConsoleRole(roleArn, session) || isStackPair(role, session)) return true;
  const lowered = role.toLowerCase();
  const name = session.toLowerCase();
  return name.length >= SHORTEST_NAME && lowered !== name && lowered.includes('lambda') && lowered.includes(name);
};
