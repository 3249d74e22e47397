// Which AWS service calls a function, as CloudTrail names it.
import type { Trigger } from '../function-spec.ts';

export const invokerOf = (trigger: Trigger): string => {
  switch (trigger.kind) {
    case 'api':
      return 'apigateway.amazonaws.com';
    case 'queue':
      return 'lambda.amazonaws.com';
    case 'schedule':
      return 'scheduler.amazonaws.com';
    case 'event':
      return 'events.amazonaws.com';
  }
};
