import { fetchCustomer } from '../api/calls';
import type { CustomerProfile, GroupedMember } from '../api/types';
import { Waiting } from '../dialogs/waiting';
import { useFetched } from '../dialogs/use-fetched';
import { movedOn, shownRelease } from '../state/coordinator';
import { labelOf } from '../state/labels';
import { choices, description, dimension, goTo, locale } from '../state/store';
import { writeChoices } from '../state/url';
import { PAGE_THEME } from '../style/theme';
import { isTouch, textScale } from '../state/appearance';
import { LineChart } from '../visuals/line-chart';
import { useWidth } from '../visuals/use-width';
import { measureOf } from '../state/announce';
import { Scores } from './customer-scores';

function BackLink() {
  const { t, direction } = locale.value;
  const path = description.value?.pages.find((page) => page.id === 'products')?.path ?? '/';
  return (
    <a
      class="back"
      href={path + writeChoices(choices.value)}
      onClick={(event) => {
        event.preventDefault();
        goTo({ path, choices: choices.value });
      }}
    >
      <span aria-hidden="true">{direction === 'rtl' ? '→' : '←'}</span> {t('customer.back')}
    </a>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** From what amount each tier begins, the best first; the last tier takes the others. */
function TierCuts({ cuts }: { cuts: readonly (string | number)[] }) {
  const { t, text, money } = locale.value;
  const tiers = dimension('tier')?.members ?? [];
  if (cuts.length === 0) return null;
  return (
    <details>
      <summary>
        {t('customer.cuts')}
        <span class="unseen"> {t('customer.tier')}</span>
      </summary>
      <ul>
        {cuts.map((cut, i) => (
          <li key={i}>{t('customer.tier_cut', { tier: text(tiers[i]?.label), from: money(String(cut)) })}</li>
        ))}
      </ul>
    </details>
  );
}

/** Sources say yes and no in their own ways; what is neither is shown as it stands. */
function consentText(consent: boolean | string): string {
  const { t, text } = locale.value;
  const word = String(consent).toLowerCase();
  if (['true', '1', 'yes', 'y'].includes(word)) return t('customer.yes');
  return ['false', '0', 'no', 'n'].includes(word) ? t('customer.no') : text(String(consent));
}

function Profile({ customer }: { customer: CustomerProfile }) {
  const { t, text, day } = locale.value;
  const consent = customer.consent;
  return (
    <section class="visual w-4" aria-labelledby="profile">
      <h2 id="profile">{t('customer.profile')}</h2>
      <dl class="facts">
        <Fact name={t('customer.id')}>{text(customer.id)}</Fact>
        {customer.country && <Fact name={t('customer.country')}>{text(customer.country)}</Fact>}
        {customer.registered_on && <Fact name={t('customer.registered')}>{day(customer.registered_on)}</Fact>}
        {consent !== null && consent !== undefined && <Fact name={t('customer.consent')}>{consentText(consent)}</Fact>}
        <Fact name={t('customer.tier')}>{text(labelOf('tier', customer.tier))}</Fact>
        <Fact name={t('customer.segment')}>{text(labelOf('segment', customer.segment))}</Fact>
      </dl>
      <TierCuts cuts={customer.cuts['tier'] ?? []} />
    </section>
  );
}

function Timeline({ customer }: { customer: CustomerProfile }) {
  const [body, width] = useWidth<HTMLDivElement>();
  const { t } = locale.value;
  const measure = measureOf('total_sales');
  const members: GroupedMember[] = customer.timeline.map(({ month, sales }) => ({
    key: month,
    label: month,
    share: null,
    values: { [measure.id]: sales },
  }));
  return (
    <section class="visual w-12 still" aria-labelledby="timeline">
      <h2 id="timeline">{t('customer.timeline')}</h2>
      <div ref={body} class="body">
        {width > 0 && (
          <LineChart
            width={Math.round(width / textScale.value)}
            height={200}
            theme={PAGE_THEME}
            locale={locale.value}
            title={t('customer.timeline')}
            focusId={null}
            isTouch={isTouch.value}
            brush={null}
            members={members}
            measure={measure}
          />
        )}
      </div>
    </section>
  );
}

function History({ customer }: { customer: CustomerProfile }) {
  const { t, text, day, money } = locale.value;
  return (
    <section class="visual w-6" aria-labelledby="history">
      <h2 id="history">{t('customer.history')}</h2>
      <div class="scroll-x" tabIndex={0} role="group" aria-label={t('customer.history')}>
        <table class="data">
          <thead>
            <tr>
              <th scope="col">{t('customer.as_of')}</th>
              <th scope="col">{t('customer.tier')}</th>
              <th scope="col">{t('customer.segment')}</th>
              <th scope="col" class="number">
                {t('customer.monetary')}
              </th>
            </tr>
          </thead>
          <tbody>
            {customer.history.map((one) => (
              <tr key={one.as_of}>
                <th scope="row">{day(one.as_of)}</th>
                <td>{text(labelOf('tier', one.tier))}</td>
                <td>{text(labelOf('segment', one.segment))}</td>
                <td class="number">{money(one.monetary)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Baskets({ customer }: { customer: CustomerProfile }) {
  const { t, text, day, money, count } = locale.value;
  return (
    <section class="visual w-6" aria-labelledby="baskets">
      <h2 id="baskets">{t('customer.baskets')}</h2>
      <div class="scroll-x" tabIndex={0} role="group" aria-label={t('customer.baskets')}>
        <table class="data">
          <thead>
            <tr>
              <th scope="col">{t('customer.order')}</th>
              <th scope="col">{t('customer.date')}</th>
              <th scope="col">{t('customer.store')}</th>
              <th scope="col" class="number">
                {t('customer.lines')}
              </th>
              <th scope="col" class="number">
                {t('customer.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {customer.baskets.map((one) => (
              <tr key={one.order}>
                <th scope="row">{text(one.order)}</th>
                <td>{day(one.date)}</td>
                <td>{text(one.store)}</td>
                <td class="number">{count(one.lines)}</td>
                <td class="number">{money(one.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The customer at the release that the pages show. */
async function fetchShown(key: string, release: number | null, abort: AbortSignal): Promise<CustomerProfile> {
  try {
    return await fetchCustomer(key, release, abort);
  } catch (error) {
    if (movedOn(error)) return new Promise(() => undefined); // the newest one is asked next
    throw error;
  }
}

/** One customer, reached from the table of customers. */
export function CustomerPage({ customer: key }: { customer: string }) {
  const { t, text } = locale.value;
  const release = shownRelease.value;
  const { value, error } = useFetched(`${key} at ${release}`, (abort) => fetchShown(key, release, abort));
  return (
    <>
      <BackLink />
      {value === null ? (
        <Waiting error={error} />
      ) : (
        <>
          <h1>{t('customer.title', { name: text(value.name ?? value.id) })}</h1>
          <div class="grid">
            <Profile customer={value} />
            <Scores customer={value} />
            <Timeline customer={value} />
            <History customer={value} />
            <Baskets customer={value} />
          </div>
        </>
      )}
    </>
  );
}
