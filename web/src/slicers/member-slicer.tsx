import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isAbort, messageOf } from '../api/http';
import { searchMembers } from '../api/calls';
import type { Dimension, Member } from '../api/types';
import { normalName } from '../visuals/world';
import { keysOf, withKeys } from '../state/choices';
import { labelOf, remember } from '../state/labels';
import { choices, choose, locale } from '../state/store';
import { Popover } from './popover';

const SEARCH_FROM = 9;
const TYPING_PAUSE_MS = 200;

/** The members to offer: the description's own, or what the server finds for the search. */
function useMembers(dimension: Dimension, search: string) {
  const found = useSignal<readonly Member[]>([]);
  const error = useSignal<string | null>(null);
  useEffect(() => {
    if (dimension.members) return;
    const abort = new AbortController();
    const pause = setTimeout(() => {
      searchMembers(dimension.id, search, abort.signal).then(
        (members) => {
          found.value = members;
          remember(dimension.id, members);
        },
        (problem: unknown) => {
          if (!isAbort(problem)) error.value = messageOf(problem);
        },
      );
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(pause);
      abort.abort();
    };
  }, [dimension.id, search]);
  if (!dimension.members) return { members: found.value, error: error.value };
  const words = normalName(search);
  const matching = dimension.members.filter(({ label }) =>
    [typeof label === 'string' ? label : `${label.en} ${label.ar}`].some((text) => normalName(text).includes(words)),
  );
  return { members: matching, error: null };
}

function MemberList({ dimension }: { dimension: Dimension }) {
  const { t, text } = locale.value;
  const search = useSignal('');
  const { members, error } = useMembers(dimension, search.value);
  const chosen = keysOf(choices.value, dimension.id);
  const hasSearch = !dimension.members || dimension.members.length >= SEARCH_FROM;
  function change(key: string, isOn: boolean): void {
    const now = keysOf(choices.value, dimension.id);
    choose(withKeys(choices.value, dimension.id, isOn ? [...now, key] : now.filter((other) => other !== key)));
  }
  const name = t('slicer.search', { dimension: text(dimension.label) });
  return (
    <>
      {hasSearch && (
        <input
          type="search"
          class="field"
          placeholder={name}
          aria-label={name}
          value={search.value}
          onInput={(event) => {
            search.value = event.currentTarget.value;
          }}
        />
      )}
      {error !== null && (
        <p class="note" role="alert">
          {t('slicer.failed', { message: error })}
        </p>
      )}
      <ul class="members">
        {members.map((member) => (
          <li key={member.key}>
            <label class={member.grey ? 'grey' : ''}>
              <input
                type="checkbox"
                checked={chosen.includes(member.key)}
                onChange={(event) => change(member.key, event.currentTarget.checked)}
              />
              {member.color && !member.grey && <i class={`swatch ${member.color}`} />}
              <bdi>{text(member.label)}</bdi>
            </label>
          </li>
        ))}
      </ul>
      {members.length === 0 && error === null && <p class="note">{t('slicer.nothing')}</p>}
      {chosen.length > 0 && (
        <button type="button" class="button" onClick={() => choose(withKeys(choices.value, dimension.id, []))}>
          {t('slicer.clear')}
        </button>
      )}
    </>
  );
}

/** Chooses members of one dimension; several at once. */
export function MemberSlicer({ dimension, isSheet }: { dimension: Dimension; isSheet: boolean }) {
  const { t, text } = locale.value;
  const chosen = keysOf(choices.value, dimension.id);
  const label = text(dimension.label);
  const value =
    chosen.length === 0
      ? t('slicer.all')
      : chosen.length === 1
        ? text(labelOf(dimension.id, chosen[0] ?? ''))
        : t('slicer.chosen', { n: chosen.length });
  if (isSheet) {
    return (
      <details class="sheet-part">
        <summary>
          <span class="slicer-name">{label}</span> <span class="slicer-value">{value}</span>
        </summary>
        <MemberList dimension={dimension} />
      </details>
    );
  }
  return (
    <Popover label={label} value={value} isOn={chosen.length > 0}>
      {() => <MemberList dimension={dimension} />}
    </Popover>
  );
}
