// The functions of an account and region, through Lambda's ListFunctions: what of them tells whose traffic an interface may carry.
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { CLIENT } from './history/edges.ts';
import { attempt } from './history/failure.ts';

export type ListedFunctions =
  | { readonly kind: 'functions'; readonly functions: readonly object[] }
  /** In a sentence that says what to do. */
  | { readonly kind: 'failed'; readonly reason: string };

export const lambdaClient = (): LambdaClient => new LambdaClient(CLIENT);

/** In AWS's own words, and no more of them than is needed: environment variables are secrets. */
export const listFunctions = async (client: LambdaClient): Promise<ListedFunctions> => {
  const pages = paginateListFunctions({ client, stopOnSameToken: true }, {});
  const functions: object[] = [];
  for (;;) {
    const page = await attempt({ action: 'lambda:ListFunctions', resource: '*' }, () => pages.next());
    if (page.kind === 'failed') return { kind: 'failed', reason: page.failure.kind === 'aborted' ? 'broken off' : page.failure.text };
    if (page.value.done === true) return { kind: 'functions', functions };
    for (const { FunctionName, FunctionArn, Role, VpcConfig, LoggingConfig } of page.value.value.Functions ?? []) {
      const { SubnetIds = [], SecurityGroupIds = [] } = VpcConfig ?? {};
      const logGroup = LoggingConfig?.LogGroup;
      functions.push({
        FunctionName,
        FunctionArn,
        Role,
        ...(SubnetIds.length === 0 ? {} : { VpcConfig: { SubnetIds, SecurityGroupIds } }),
        ...(logGroup === undefined ? {} : { LoggingConfig: { LogGroup: logGroup } }),
      });
    }
  }
};
