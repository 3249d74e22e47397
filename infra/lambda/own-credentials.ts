// In the bundles this stands for the SDK's search for credentials: Lambda puts a function's own into its environment, and what
// else the SDK would look through (profiles, single sign-on, other processes, other roles) is a sixth of the code to be started.

const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`the environment lacks ${name}`);
  return value;
};

/** Named and shaped as in `@aws-sdk/credential-provider-node`. */
export const defaultProvider = () => async () => ({
  accessKeyId: variable('AWS_ACCESS_KEY_ID'),
  secretAccessKey: variable('AWS_SECRET_ACCESS_KEY'),
  sessionToken: variable('AWS_SESSION_TOKEN'),
});
