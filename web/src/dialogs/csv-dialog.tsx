import { useState } from 'preact/hooks';
import { fetchTokens, makeToken, removeToken } from '../api/calls';
import type { CsvToken, Visual } from '../api/types';
import { copyText } from '../state/actions';
import { csvUrl } from '../state/addresses';
import { locale } from '../state/store';
import { Icon } from '../style/icons';
import { Problem } from '../style/problem';
import { Dialog } from './dialog';
import { useChanges } from './use-changes';
import { useFetched } from './use-fetched';
import { Waiting } from './waiting';

/** The address of a visual's CSV for spreadsheets, with a token that can be taken back. */
export function CsvDialog({ visual }: { visual: Visual }) {
  const { t, text, moment } = locale.value;
  const { round, problem, after } = useChanges();
  const [made, setMade] = useState<CsvToken | null>(null);
  const { value, error } = useFetched(String(round), () => fetchTokens());
  const address = made?.token === undefined ? null : location.origin + csvUrl(visual, made.token);

  function make(event: SubmitEvent): void {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget as HTMLFormElement).get('name')).trim();
    if (name !== '') after(makeToken(name).then(setMade));
  }
  return (
    <Dialog title={t('csv.title', { title: text(visual.title) })} kind="panel">
      <p>{t('csv.how')}</p>
      <Problem problem={problem} />
      {address !== null && (
        <div class="address">
          <label>
            {t('csv.address')}
            <input class="field" dir="ltr" readOnly value={address} />
          </label>
          <button type="button" class="button" onClick={() => void copyText(address)}>
            {t('menu.copy')}
          </button>
          <p class="note">{t('csv.once')}</p>
        </div>
      )}
      <form class="inline" onSubmit={make}>
        <label>
          {t('csv.name')}
          <input class="field" name="name" required maxLength={80} defaultValue="Excel" />
        </label>
        <button class="button strong">{t('csv.new')}</button>
      </form>
      <h3>{t('csv.tokens')}</h3>
      {value === null ? (
        <Waiting error={error} />
      ) : value.length === 0 ? (
        <p class="note">{t('csv.none')}</p>
      ) : (
        <ul class="views">
          {value.map((token) => (
            <li key={token.id}>
              <span>{t('csv.made', { name: token.name, moment: moment(token.created) })}</span>
              <button
                type="button"
                class="icon"
                aria-label={t('csv.revoke', { name: token.name })}
                onClick={() => after(removeToken(token.id))}
              >
                <Icon name="trash" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
