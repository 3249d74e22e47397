// The app of `cdk deploy -c email=me@example.org`: one stack that watches the account and region it is deployed to. With `-c
// central=ACCOUNT` one that sends to another account's Lapwing instead, with `-c watches=ACCOUNT` a lookout for it.
import { App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Lapwing } from './lapwing.ts';
import { LapwingLookout } from './lookout.ts';
import { LapwingMember } from './member.ts';

const app = new App();
const context = (name: string): string | undefined => {
  const value: unknown = app.node.tryGetContext(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};
/** An optional property, left out where the context does not say it. */
const given = <Name extends string, const Value>(name: Name, value: Value | undefined): { readonly [Key in Name]?: Value } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: Value });
const list = (name: string): readonly string[] | undefined => context(name)?.split(',');

const email = list('email');
if (email === undefined) throw new Error('whom shall Lapwing tell? Say so: npx cdk deploy -c email=me@example.org');
const cloudTrail = context('cloudTrail');
if (cloudTrail !== undefined && cloudTrail !== 'all' && cloudTrail !== 'writes' && cloudTrail !== 'none')
  throw new Error('cloudTrail is one of all, writes, none');
const sources = { ...given('logGroups', list('logGroups')), ...given('cloudTrail', cloudTrail) };

const stackOf = (id: string, description: string): Stack => new Stack(app, id, { description });

const central = context('central');
const watches = context('watches');
if (central !== undefined) {
  const stack = stackOf('Lapwing', 'Lapwing: sends logs and API calls to the account that watches this one');
  new LapwingMember(stack, 'Lapwing', { central, email, ...sources });
} else if (watches !== undefined) {
  const stack = stackOf('LapwingLookout', 'Lapwing: tells when the Lapwing of another region or account falls silent');
  new LapwingLookout(stack, 'Lookout', { account: watches, email });
} else {
  const stack = stackOf('Lapwing', 'Lapwing: runtime anomaly detection for serverless applications, from the logs they already write');
  const approvers = list('approvers');
  const accounts = list('members');
  const organization = context('organization');
  const lookoutRegion = context('lookout');
  const budgetUsd = context('budgetUsd');
  new Lapwing(stack, 'Lapwing', {
    email,
    ...sources,
    ...given('chat', context('chat') === undefined ? undefined : context('chat') !== 'false'),
    ...given('config', context('config')),
    ...given('environment', context('environment')),
    ...given('response', approvers === undefined ? undefined : { approvers }),
    ...given('members', organization !== undefined ? { organization } : accounts === undefined ? undefined : { accounts }),
    ...given('lookout', lookoutRegion === undefined ? undefined : { region: lookoutRegion }),
    ...given('budgetUsd', budgetUsd === undefined ? undefined : Number(budgetUsd)),
  });
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
