/** Colours of a chart. In the browser they are CSS variables, so that light, dark and high contrast switch without drawing. */
export interface Theme {
  readonly named: Readonly<Record<string, Ink>>;
  readonly accent: Ink;
  readonly grey: Ink;
  readonly tile: Ink;
  readonly land: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  /** Opacity of marks beside the chosen ones. */
  readonly dimmed: number;
  /** Words beside them stay readable. */
  readonly dimmedText: number;
  readonly fontSize: number;
}

/** A fill and the text colour that can be read on it. */
export interface Ink {
  readonly fill: string;
  readonly text: string;
}

const NAMES = ['tier-1', 'tier-2', 'tier-3', 'tier-4', 'tier-5', 'tier-6'];

function fromVariables(name: string): Ink {
  return { fill: `var(--${name})`, text: `var(--on-${name})` };
}

export const PAGE_THEME: Theme = {
  named: Object.fromEntries(NAMES.map((name) => [name, fromVariables(name)])),
  accent: fromVariables('accent'),
  grey: fromVariables('grey'),
  tile: fromVariables('tile'),
  land: 'var(--land)',
  text: 'var(--text)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  surface: 'var(--surface)',
  dimmed: 0.28,
  dimmedText: 0.72,
  fontSize: 13,
};

/** For paper: drawn without a style sheet. */
export const PRINT_THEME: Theme = {
  named: {
    'tier-1': { fill: '#0072b2', text: '#ffffff' },
    'tier-2': { fill: '#d55e00', text: '#000000' },
    'tier-3': { fill: '#009e73', text: '#000000' },
    'tier-4': { fill: '#cc79a7', text: '#000000' },
    'tier-5': { fill: '#6a51a3', text: '#ffffff' },
    'tier-6': { fill: '#8c6d31', text: '#ffffff' },
  },
  accent: { fill: '#1f5fa8', text: '#ffffff' },
  grey: { fill: '#7a8494', text: '#000000' },
  tile: { fill: '#d6e4f3', text: '#14304f' },
  land: '#e4e8ee',
  text: '#1a2233',
  muted: '#566073',
  line: '#d9dee7',
  surface: '#ffffff',
  dimmed: 0.28,
  dimmedText: 0.72,
  fontSize: 13,
};

export function inkOf(theme: Theme, color: string | null | undefined, isGrey: boolean | undefined): Ink {
  if (isGrey) return theme.grey;
  return (color ? theme.named[color] : undefined) ?? theme.accent;
}
