// The app of `cdk deploy -c email=me@example.org`: one stack that watches the account and region it is deployed to.
import { App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Lapwing } from './lapwing.ts';

const app = new App();
const context = (name: string): string | undefined => {
  const value: unknown = app.node.tryGetContext(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const email = context('email');
if (email === undefined) throw new Error('whom shall Lapwing tell? Say so: npx cdk deploy -c email=me@example.org');

const config = context('config');
const environment = context('environment');
const logGroups = context('logGroups')?.split(',');
const cloudTrail = context('cloudTrail');
if (cloudTrail !== undefined && cloudTrail !== 'all' && cloudTrail !== 'writes' && cloudTrail !== 'none')
  throw new Error('cloudTrail is one of all, writes, none');
const stack = new Stack(app, 'Lapwing', {
  description: 'Lapwing: runtime anomaly detection for serverless applications, from the logs they already write',
});
new Lapwing(stack, 'Lapwing', {
  email,
  ...(config === undefined ? {} : { config }),
  ...(environment === undefined ? {} : { environment }),
  ...(logGroups === undefined ? {} : { logGroups }),
  ...(cloudTrail === undefined ? {} : { cloudTrail }),
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
