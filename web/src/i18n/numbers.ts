import type { Decimal, Language, MeasureFormat } from '../api/types';
import { isolateNumber } from './bidi';

export interface Currency {
  readonly code: string;
  readonly decimals: number;
}

export interface Numbers {
  readonly currency: Currency;
  money(value: Decimal | null): string;
  /** Shortened, for axes and large cards. */
  shortMoney(value: Decimal | null): string;
  count(value: Decimal | number | null): string;
  percent(value: Decimal | null): string;
  /** A change, always with its sign. */
  signedPercent(value: Decimal | null): string;
  measure(format: MeasureFormat, value: Decimal | null): string;
  short(format: MeasureFormat, value: Decimal | null): string;
}

const NOTHING = '–';

/** Intl reads decimal text exactly; TypeScript's library says so only for literals. */
function write(format: Intl.NumberFormat, value: Decimal): string {
  return format.format(value as Intl.StringNumericLiteral);
}

export function makeNumbers(tag: string, language: Language, currency: Currency): Numbers {
  const fixed = new Intl.NumberFormat(tag, {
    minimumFractionDigits: currency.decimals,
    maximumFractionDigits: currency.decimals,
  });
  const short = new Intl.NumberFormat(tag, { notation: 'compact', maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const quantity = new Intl.NumberFormat(tag, { maximumFractionDigits: 4 });
  const share = new Intl.NumberFormat(tag, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const change = new Intl.NumberFormat(tag, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });

  function number(format: Intl.NumberFormat, value: Decimal | null): string {
    if (value === null) return NOTHING;
    const text = write(format, value);
    return language === 'ar' ? isolateNumber(text) : text;
  }
  function withCurrency(text: string): string {
    if (currency.code === '' || text === NOTHING) return text;
    return language === 'ar' ? `${text}\u00a0${isolateNumber(currency.code)}` : `${currency.code}\u00a0${text}`;
  }
  const numbers: Numbers = {
    currency,
    money: (value) => withCurrency(number(fixed, value)),
    shortMoney: (value) => withCurrency(number(short, value)),
    count: (value) => number(whole, value === null ? null : String(value)),
    percent: (value) => number(share, value),
    signedPercent: (value) => number(change, value),
    measure(format, value) {
      if (format === 'money') return numbers.money(value);
      if (format === 'percent') return numbers.percent(value);
      return number(format === 'count' ? whole : quantity, value);
    },
    short(format, value) {
      return format === 'percent' ? numbers.percent(value) : number(short, value);
    },
  };
  return numbers;
}
