// What a function's own code writes, as its runtime wraps it.
import { iso } from '../calendar.ts';

export type Level = 'INFO' | 'WARN' | 'ERROR';

export interface Style {
  readonly language: 'node' | 'python';
  readonly format: 'text' | 'json';
}

export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: readonly string[];
}

export const applicationLine = (style: Style, timeMs: number, requestId: string, level: Level, message: string): string => {
  if (style.format === 'json') return JSON.stringify({ timestamp: iso(timeMs), level, requestId, message });
  if (style.language === 'node') return `${iso(timeMs)}\t${requestId}\t${level}\t${message}\n`;
  return `[${level === 'WARN' ? 'WARNING' : level}]\t${iso(timeMs)}\t${requestId}\t${message}\n`;
};

/** An error that the handler did not catch, as the runtime reports it. */
export const unhandledLine = (style: Style, timeMs: number, requestId: string, failure: Failure): string => {
  const error = { errorType: failure.name, errorMessage: failure.message, stackTrace: failure.stack };
  if (style.format === 'json') return JSON.stringify({ timestamp: iso(timeMs), level: 'ERROR', requestId, message: error });
  if (style.language === 'node') {
    const stack = [`${failure.name}: ${failure.message}`, ...failure.stack.map((frame) => `    at ${frame}`)];
    const body = JSON.stringify({ errorType: failure.name, errorMessage: failure.message, stack });
    return `${iso(timeMs)}\t${requestId}\tERROR\tInvoke Error \t${body}\n`;
  }
  return `[ERROR] ${failure.name}: ${failure.message}\nTraceback (most recent call last):\n${failure.stack.map((frame) => `  ${frame}\n`).join('')}`;
};
