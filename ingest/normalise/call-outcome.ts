// How an API call ended. Services spell a refusal each in its own way.

export const callOutcome = (errorCode: string | undefined): 'success' | 'denied' | 'error' => {
  if (errorCode === undefined || errorCode === '') return 'success';
  return isDenied(errorCode) ? 'denied' : 'error';
};

const isDenied = (errorCode: string): boolean =>
  errorCode.includes('AccessDenied') ||
  errorCode.endsWith('UnauthorizedOperation') ||
  errorCode.endsWith('UnauthorizedAccess') ||
  errorCode.endsWith('NotAuthorizedException') ||
  errorCode.endsWith('AuthorizationErrorException') ||
  errorCode === 'AuthorizationError' ||
  errorCode === 'Forbidden' ||
  errorCode === 'AllAccessDisabled' ||
  errorCode === 'UnauthorizedException';
