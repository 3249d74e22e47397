// Why a line that looks like Lambda's own cannot be.

export type Forgery =
  /** Written while another invocation ran in an environment that runs one at a time. */
  | 'inside another invocation'
  /** One of several reports of one invocation, and not the last. */
  | 'reported more than once'
  /** A second START of an invocation that can have been no retry yet. */
  | 'started more than once'
  /** A report, written while the function ran, of an invocation that was never started. */
  | 'never started'
  /** Longer or larger than Lambda runs anything. */
  | 'impossible figures';
