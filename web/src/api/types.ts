/** The shapes that the server's JSON has. Every value of a measure is an exact decimal as text, or null when undefined. */

export type Decimal = string;
export type Language = 'en' | 'ar';
export type Localized = { readonly en: string; readonly ar: string };
export type Text = string | Localized;
export type MeasureFormat = 'money' | 'count' | 'percent' | 'quantity';
export type Values = Readonly<Record<string, Decimal | null>>;

export interface Measure {
  readonly id: string;
  readonly label: Localized;
  readonly sentence: Localized;
  readonly format: MeasureFormat;
}

export interface Member {
  readonly key: string;
  readonly label: Text;
  readonly name_ar?: string | null;
  readonly color?: string | null;
  readonly grey?: boolean;
  readonly meaning?: Text | null;
  readonly next_step?: Text | null;
}

export interface Dimension {
  readonly id: string;
  readonly label: Localized;
  readonly plural: Localized;
  readonly kind: 'customer' | 'axis' | 'date';
  readonly parent?: string | null;
  readonly search?: boolean;
  readonly size?: number;
  readonly members?: readonly Member[];
}

export type VisualType =
  'card' | 'line' | 'tiers' | 'map' | 'bars' | 'treemap' | 'shares' | 'table' | 'segments' | 'statements';

export interface Visual {
  readonly id: string;
  readonly type: VisualType;
  readonly title: Localized;
  readonly measures: readonly string[];
  readonly group_by: readonly string[];
  readonly ignores_own?: boolean;
  readonly drill?: readonly string[];
  readonly top?: number;
  readonly compare?: boolean;
  readonly width?: number;
}

export interface Page {
  readonly id: string;
  readonly path: string;
  readonly title: Localized;
  readonly visuals: readonly Visual[];
  readonly empty?: Localized | null;
}

export interface Description {
  /** The release that members, days and everything else here are of. */
  readonly release: number;
  readonly project: string;
  readonly locales: readonly Language[];
  readonly digits?: 'latn' | 'arab';
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly tax?: string | null;
  readonly week_starts: number;
  readonly fiscal_year_starts: number;
  readonly measures: readonly Measure[];
  readonly dimensions: readonly Dimension[];
  readonly slicers: readonly string[];
  readonly pages: readonly Page[];
  readonly data: {
    readonly first_day: string | null;
    readonly last_day: string | null;
    readonly as_of: string;
    /** First day of the purchases that tiers count. */
    readonly tier_since?: string | null;
  } | null;
}

export interface Days {
  readonly from: string;
  readonly to: string;
}

export interface Change {
  readonly against: Days;
  readonly kind: 'previous_period' | 'same_period_last_year';
  readonly values: Values;
  readonly ratio: Decimal | null;
  readonly difference: Decimal | null;
  readonly partial?: boolean;
  readonly period?: Days;
  readonly period_values?: Values;
}

export interface CardAnswer {
  readonly values: Values;
  readonly change: Change | null;
  readonly period?: Days;
  readonly period_values?: Values;
}

export interface Part {
  readonly key: string;
  readonly label: Text;
  readonly color?: string | null;
  readonly grey?: boolean;
  readonly values: Values;
  readonly share?: Decimal | null;
}

export interface GroupedMember {
  readonly key: string;
  readonly label: Text;
  readonly grey?: boolean;
  readonly color?: string | null;
  readonly selected?: boolean;
  readonly partial?: boolean;
  readonly rank?: number | null;
  readonly share?: Decimal | null;
  readonly values: Values;
  readonly parts?: readonly Part[];
}

export interface GroupedAnswer {
  readonly grain?: string;
  readonly dimension?: string;
  readonly members: readonly GroupedMember[];
  readonly rest?: { readonly members: number; readonly values: Values; readonly share?: Decimal | null } | null;
  readonly total?: { readonly values: Values };
  readonly several?: { readonly customers: Decimal; readonly of: Decimal } | null;
  readonly non_goods?: { readonly values: Values } | null;
}

export interface Column {
  readonly id: string;
  readonly label: Localized;
  readonly format: 'text' | 'money' | 'count' | 'percent' | 'quantity' | 'date' | 'tier' | 'segment';
}

export type Cells = Readonly<Record<string, Text | number | null>>;

export interface TableAnswer {
  readonly columns: readonly Column[];
  readonly rows: readonly {
    readonly key: string;
    readonly dimension: string;
    readonly cells: Cells;
    readonly selected?: boolean;
  }[];
  readonly total_rows: number;
  readonly offset: number;
  readonly limit: number;
  readonly total?: { readonly cells: Cells };
}

export interface StatementsAnswer {
  readonly statements: readonly {
    readonly store: string;
    readonly store_label: Text;
    readonly tier?: string | null;
    readonly text: Localized;
    readonly action: Localized | null;
  }[];
  readonly silent: readonly { readonly store: string; readonly label: Text; readonly because: Localized }[];
}

export type Answer = CardAnswer | GroupedAnswer | TableAnswer | StatementsAnswer;

export interface QueryAnswer {
  readonly release: number;
  readonly as_of: string;
  readonly days: Days | null;
  readonly missing: readonly { readonly dimension: string; readonly key: string }[];
  readonly visuals: Readonly<Record<string, Answer>>;
}

export interface RowsAnswer {
  readonly columns: readonly Column[];
  readonly rows: readonly Cells[];
  readonly total_rows: number;
}

export interface Explanation {
  readonly sentence: Text;
  readonly definition: Text;
  readonly sql: string;
  readonly inputs: readonly { readonly table: string; readonly version: number | string }[];
  readonly release: number;
  readonly published: string;
  readonly as_of: string;
}

export interface Counted {
  readonly lines: number | string;
  readonly amount: Decimal | null;
}

export interface ReleaseAnswer {
  readonly release: number;
  readonly as_of: string;
  readonly published: string;
  readonly data_to: string;
  readonly line: { readonly held_back: Counted; readonly unknown: Counted; readonly guest: Counted };
  readonly last_run: { readonly status: string; readonly ended: string; readonly message: string } | null;
}

export interface Session {
  readonly user: string | null;
  readonly needs_login: boolean;
  readonly csrf: string;
}

export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly shared: boolean;
  readonly start: boolean;
  readonly mine?: boolean;
}

export interface CsvToken {
  readonly id: string;
  readonly name: string;
  readonly created: string;
  readonly token?: string;
}

export interface CustomerProfile {
  readonly key: string;
  readonly id: string;
  readonly name: Text | null;
  readonly country?: string | null;
  readonly registered_on?: string | null;
  readonly consent?: boolean | string | null;
  readonly tier: string;
  readonly segment: string;
  readonly recency_days: number | null;
  readonly frequency: number | null;
  readonly monetary: Decimal | null;
  readonly scores: { readonly r: number | null; readonly f: number | null; readonly m: number | null };
  readonly cuts: Readonly<Record<string, readonly (string | number)[] | undefined>>;
  readonly history: readonly {
    readonly as_of: string;
    readonly tier: string;
    readonly segment: string;
    readonly monetary: Decimal | null;
  }[];
  readonly timeline: readonly { readonly month: string; readonly sales: Decimal }[];
  readonly baskets: readonly {
    readonly order: string;
    readonly date: string;
    readonly store: Text | null;
    readonly lines: number;
    readonly amount: Decimal;
  }[];
}
