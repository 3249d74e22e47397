// The Python that both documents about log groups share: which group is meant.

/** A log group by its name, or the group of the function that is named. */
export const LOG_GROUP_SUBJECT = `
def group_name(given):
    text = given['LogGroup']
    return '/aws/lambda/' + here(given, text).split(':')[1] if text.startswith('arn:') else text
`;
