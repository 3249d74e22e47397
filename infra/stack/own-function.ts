// What every function of ours has: its own log group that ends, a role that may write to it and nothing else yet, Node 24 on arm64.
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { functionNameOf, type Service, type Variables } from '../names.ts';
import { roleName } from './account.ts';
import { acknowledge } from './acknowledgements.ts';
import { bundle } from './bundle.ts';

export interface OwnFunctionProps<Of extends Service> {
  readonly service: Of;
  readonly description: string;
  readonly variables: Variables<Of>;
  readonly files: ReadonlyMap<string, string>;
  readonly memoryMb: number;
  readonly timeout: Duration;
  readonly retention: RetentionDays;
}

/** Known before the function is: the account's subscription policy leaves these groups out. */
export const logGroupName = (service: Service): string => `/aws/lambda/${functionNameOf(service)}`;

export class OwnFunction<Of extends Service> extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: OwnFunctionProps<Of>) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: logGroupName(props.service),
      retention: props.retention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // No condition on the source: a function can only be given a role of its own account (iam:PassRole), and Lambda names no source
    // when it takes one.
    this.role = new Role(this, 'Role', {
      roleName: roleName(this, props.service),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.role.addToPolicy(
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [this.logGroup.logGroupArn] }),
    );
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: functionNameOf(props.service),
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundle(props.service, props.files)),
      memorySize: props.memoryMb,
      timeout: props.timeout,
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: { ...props.variables },
    });
    acknowledge(
      this.lambda,
      'Serverless-LambdaDLQ',
      'Asynchronous invocations have a failure destination, which keeps the event and the error; others fail back to their queue or stream.',
    );
    acknowledge(
      this.lambda,
      'Serverless-LambdaTracing',
      'A trace each minute tells no more than the metrics and logs do, and costs more than both.',
    );
  }
}
