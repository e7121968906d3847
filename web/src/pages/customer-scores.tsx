import type { CustomerProfile } from '../api/types';
import { locale } from '../state/store';

function Cuts({
  name,
  cuts,
  write,
  isDays,
}: {
  name: string;
  cuts: readonly (string | number)[] | undefined;
  write: (cut: string) => string;
  isDays: boolean;
}) {
  const { t } = locale.value;
  if (!cuts || cuts.length === 0) return null;
  return (
    <details open>
      <summary>
        {t('customer.cuts')}
        <span class="unseen"> {name}</span>
      </summary>
      <ul>
        {cuts.map((cut, i) => (
          <li key={i}>
            {t(isDays ? 'customer.cut_days' : 'customer.cut', { score: i + 2, from: write(String(cut)) })}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Recency, frequency and monetary value of a customer, each with its score and the limits between scores. */
export function Scores({ customer }: { customer: CustomerProfile }) {
  const { t, money } = locale.value;
  const { scores, cuts } = customer;
  const days = (n: number) => t('customer.days_ago', { n });
  const orders = (n: number) => t('customer.orders', { n });
  const rows = [
    {
      name: t('customer.recency'),
      value: customer.recency_days === null ? '–' : days(customer.recency_days),
      score: scores.r,
      cuts: cuts['recency'],
      write: (cut: string) => days(Number(cut)),
      isDays: true,
    },
    {
      name: t('customer.frequency'),
      value: customer.frequency === null ? '–' : orders(customer.frequency),
      score: scores.f,
      cuts: cuts['frequency'],
      write: (cut: string) => orders(Number(cut)),
      isDays: false,
    },
    {
      name: t('customer.monetary'),
      value: money(customer.monetary),
      score: scores.m,
      cuts: cuts['monetary'],
      write: money,
      isDays: false,
    },
  ];
  return (
    <section class="visual w-8" aria-labelledby="scores">
      <h2 id="scores">{t('customer.scores')}</h2>
      <div class="scores">
        {rows.map((row) => (
          <div key={row.name}>
            <h3>{row.name}</h3>
            <p class="number">{row.value}</p>
            <p
              class="steps"
              role="img"
              aria-label={
                row.score === null ? t('customer.no_score') : t('customer.score', { score: row.score, of: 5 })
              }
            >
              {[1, 2, 3, 4, 5].map((step) => (
                <i key={step} class={row.score !== null && step <= row.score ? 'on' : ''} />
              ))}
            </p>
            <Cuts name={row.name} cuts={row.cuts} write={row.write} isDays={row.isDays} />
          </div>
        ))}
      </div>
    </section>
  );
}
