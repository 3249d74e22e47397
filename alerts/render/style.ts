// Emphasis by name: the edge decides whether it becomes an ANSI colour or nothing.
import type { Severity } from '../../detectors/model/severity.ts';

export type StyleName = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan' | 'magenta';
export type Style = (name: StyleName, text: string) => string;

const COLOUR: Record<Severity, StyleName> = { critical: 'magenta', high: 'red', medium: 'yellow', low: 'cyan', info: 'dim' };

export const severityStyle = (severity: Severity): StyleName => COLOUR[severity];
